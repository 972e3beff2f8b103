package sc.fiji.pix2pix.predict;

/**
 * Where the tiles of an image lie, and how many go through the network at once.
 *
 * @param x tiles along a row
 * @param y tiles along a column
 * @param batch tiles at once
 * @param exact whether neighbours share enough that no pixel sees the end of a tile: tiled and whole results agree but for rounding
 */
record TilePlan(AxisPlan x, AxisPlan y, int batch, boolean exact) {
    /** Pixels of the band in which neighbours are blended where the overlap is automatic. */
    private static final int BAND = 16;
    /** Smaller tiles are preferred up to this much more work: they are sooner done when the user cancels, and spare memory. */
    private static final double SPARE = 1.25;
    /** Small tiles go together up to so many pixels, beyond which a batch brings nothing. */
    private static final int BATCH_PIXELS = 1 << 19;
    private static final int MAX_BATCH = 16;

    /**
     * @param bytes memory that the network may use
     * @throws IllegalArgumentException if that is too little
     */
    static TilePlan of(int width, int height, TileFunction f, TileSettings settings, long bytes) {
        Search search = new Search(width, height, f, settings.overlap(), bytes);
        int tile = settings.tile() == 0 ? search.automatic() : search.near(settings.tile());
        return search.plan(tile);
    }

    int tiles() {
        return x.count() * y.count();
    }

    /** The choice of the tile's side. */
    private record Search(int width, int height, TileFunction f, int wanted, long bytes) {

        /** Overlap that makes the plan exact; statistics are counted up to the middle, which must then be a multiple of the stride. */
        private int fullOverlap() {
            int overlap = multiple(2L * f.radius() + BAND);
            return f.globalStatistics() > 0 && overlap / f.stride() % 2 == 1 ? overlap + f.stride() : overlap;
        }

        private int multiple(long pixels) {
            return (int) Math.min(AxisPlan.ceil(pixels, f.stride()), Integer.MAX_VALUE / f.stride() * f.stride());
        }

        /** The given overlap; or the full one, or half of a tile where the full one would multiply the work by more than nine. */
        private int overlap(int tile) {
            if (wanted >= 0) return multiple(wanted);
            return tile >= 1.5 * fullOverlap() ? fullOverlap() : tile / 2 / f.stride() * f.stride();
        }

        private int longest() {
            return multiple(Math.max(width, height));
        }

        private long need(int n, int tile) {
            return f.bytes(n, Math.min(tile, multiple(height)), Math.min(tile, multiple(width)));
        }

        private boolean possible(int tile) {
            return (tile >= longest() || tile > overlap(tile)) && need(1, tile) <= bytes;
        }

        private boolean exact(int tile) {
            return tile >= longest() || overlap(tile) >= 2 * f.radius();
        }

        /** Pixels to compute, each pass counted; the passes for global statistics stop half-way on average. */
        private double work(int tile) {
            double passes = tile >= longest() ? 1 : 1 + f.globalStatistics() / 2.0;
            return passes * AxisPlan.work(width, f.stride(), tile, overlap(tile)) * AxisPlan.work(height, f.stride(), tile, overlap(tile));
        }

        /** The smallest tile that needs little more work than the best; exact ones first. */
        int automatic() {
            for (boolean exact : new boolean[] {true, false}) {
                double least = Double.POSITIVE_INFINITY;
                for (int tile = f.stride(); tile <= longest(); tile += f.stride()) {
                    if (exact(tile) == exact && possible(tile)) least = Math.min(least, work(tile));
                }
                for (int tile = f.stride(); tile <= longest(); tile += f.stride()) {
                    if (exact(tile) == exact && possible(tile) && work(tile) <= SPARE * least) return tile;
                }
            }
            throw tooLittle(f.stride());
        }

        /** The given tile, raised to what the overlap needs. */
        int near(int given) {
            int tile = Math.min(multiple(given), longest());
            int raised = Math.min(longest(), wanted >= 0 ? multiple(wanted) + f.stride() : 2 * fullOverlap());
            if (raised > tile && possible(raised)) return raised;
            if (possible(tile)) return tile;
            throw tooLittle(tile);
        }

        TilePlan plan(int tile) {
            AxisPlan x = new AxisPlan(width, f.stride(), tile, overlap(tile), f.radius());
            AxisPlan y = new AxisPlan(height, f.stride(), tile, overlap(tile), f.radius());
            int count = Math.multiplyExact(x.count(), y.count());
            int batch = (int) Math.max(1, Math.min(Math.min(MAX_BATCH, count), BATCH_PIXELS / ((long) x.tile() * y.tile())));
            while (batch > 1 && f.bytes(batch, y.tile(), x.tile()) > bytes) batch--;
            int batches = (count + batch - 1) / batch;
            return new TilePlan(x, y, (count + batches - 1) / batches, exact(tile));
        }

        private IllegalArgumentException tooLittle(int tile) {
            long need = need(1, tile);
            String needed = need == Long.MAX_VALUE ? "more memory than one array can have" : (need >> 20) + 1 + " MB of memory";
            return new IllegalArgumentException("A tile of " + tile + " pixels needs " + needed + ", and " + (bytes >> 20)
                + " MB can be used: close images or programs, or give a smaller tile.");
        }
    }
}
