package sc.fiji.pix2pix.predict;

import sc.fiji.pix2pix.nn.Cut;

/**
 * Where the tiles of an image lie, what is computed in them, and how many go through the network at once.
 *
 * @param cut what is computed in tiles and what for the whole image
 * @param x tiles along a row
 * @param y tiles along a column
 * @param batch tiles at once
 * @param exact whether neighbours share enough that no pixel sees the end of a tile: tiled and whole results agree but for rounding
 */
record TilePlan(Cut cut, AxisPlan x, AxisPlan y, int batch, boolean exact) {
    /** Small tiles go together up to so many pixels, beyond which a batch brings nothing. */
    private static final int BATCH_PIXELS = 1 << 19;
    private static final int MAX_BATCH = 16;

    /**
     * @param bytes memory that the network may use
     * @throws IllegalArgumentException if that is too little
     */
    static TilePlan of(int width, int height, TileFunction f, TileSettings settings, long bytes) {
        TileSearch search = new TileSearch(width, height, f, settings.overlap(), bytes);
        TileSearch.Choice choice = settings.tile() == 0 ? search.automatic() : search.near(settings.tile());
        Cut cut = choice.cut();
        AxisPlan x = new AxisPlan(width, f.stride(), cut.stride(), choice.tile(), choice.overlap(), cut.radius());
        AxisPlan y = new AxisPlan(height, f.stride(), cut.stride(), choice.tile(), choice.overlap(), cut.radius());
        int count = Math.multiplyExact(x.count(), y.count());
        int batch = (int) Math.max(1, Math.min(Math.min(MAX_BATCH, count), BATCH_PIXELS / ((long) x.tile() * y.tile())));
        while (batch > 1 && new TilePlan(cut, x, y, batch, choice.exact()).bytes(f) > bytes) batch--;
        int batches = (count + batch - 1) / batch;
        return new TilePlan(cut, x, y, (count + batches - 1) / batches, choice.exact());
    }

    int tiles() {
        return x.count() * y.count();
    }

    /** Tiles are counted row by row. */
    int column(int tile) {
        return tile % x.count();
    }

    int row(int tile) {
        return tile / x.count();
    }

    /** Memory that the function needs for it. */
    long bytes(TileFunction f) {
        return f.bytes(cut, batch, y.tile(), x.tile()) + (tiles() == 1 ? 0 : f.wholeBytes(cut, y.padded(), x.padded()));
    }
}
