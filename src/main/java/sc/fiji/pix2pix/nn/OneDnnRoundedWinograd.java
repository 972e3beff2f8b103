package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** In bf16: pixels are rounded, tiles of them transformed to one point after the other, rounded again and multiplied while they are in the cache. */
final class OneDnnRoundedWinograd extends OneDnnWinograd {
    private final OneDnnTileBand band;
    private final OneDnnTilePoints points;
    private final OneDnnPrimitive product;
    private final OneDnnWeights.Copy weights;
    /** The bias of all pixels of a block, and zeros. */
    private final Floats biases;
    private final OneDnnTileResults results;

    /** @param all finds the transformed weights */
    OneDnnRoundedWinograd(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, OneDnnWeights all, SharedMemory scratch) {
        super(sizes, tiles, enlarging, scratch);
        boolean forward = enlarging == sizes.shape.transposed();
        band = new OneDnnTileBand(tiles, from, forward ? sizes.input : Precision.FLOAT32);
        points = new OneDnnTilePoints(tiles, enlarging, from, band);
        product = OneDnnProduct.inBf16(tiles.count(), from.length(), to.length());
        try (dnnl_memory_desc_t plain = OneDnnProduct.weights(from.length(), to.length(), enlarging)) {
            weights = all.transformed(enlarging, plain, product.layout(dnnl.dnnl_query_weights_md));
        }
        biases = new Floats(2L * to.length());
        results = new OneDnnTileResults(tiles, enlarging, to, forward ? sizes.given : Precision.FLOAT32);
    }

    /** Floats that this needs besides: for products, and for what they are made from, then for what is made of them. */
    static long scratch(WinogradTiles tiles, boolean enlarging) {
        BlockImage from = enlarging ? tiles.small : tiles.large;
        BlockImage to = enlarging ? tiles.large : tiles.small;
        return tiles.values(to) + Math.max(OneDnnTileBand.floats(tiles, from) + OneDnnTilePoints.floats(tiles, from), OneDnnTileResults.floats(tiles, to));
    }

    @Override
    void run(WinogradPieces.Piece piece, Parameter w, long image, Parameter bias, float slope, Rows result) {
        // First: they may be made in the memory that the products come to.
        long factors = weights.of(w);
        for (int i = 0; i < 2 * to.length(); i++) biases.values().put(i, i < to.length() && bias != null ? bias.present().get(i % to.channels()) : 0);
        int made = tiles.values(to);
        Floats memory = scratch.floats(scratch(tiles, from == tiles.small));
        long blocks = memory.address() + (long) Float.BYTES * made;
        long left = blocks + Float.BYTES * OneDnnTileBand.floats(tiles, from);
        band.fill(piece, image, memory, made);
        int all = tiles.winograd.squarePoints();
        for (int point = 0; point < all; point++) {
            long offsets = biases.address() + (point == tiles.winograd.one ? 0 : Float.BYTES * to.length());
            points.run(point, blocks, left);
            product.run(left, memory.address() + (long) Float.BYTES * made / all * point, factors + weights.bytes() / all * point, offsets);
        }
        results.run(piece, memory.address(), blocks, slope, result);
    }

    @Override
    public void close() {
        band.close();
        points.close();
        product.close();
        biases.close();
        results.close();
    }
}
