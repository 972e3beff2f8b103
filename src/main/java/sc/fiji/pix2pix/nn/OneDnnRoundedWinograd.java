package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** In bf16: pixels are rounded, tiles of them transformed to one point after the other, rounded again and multiplied while they are in the cache. */
final class OneDnnRoundedWinograd extends OneDnnWinograd {
    private final OneDnnTileBand band;
    private final OneDnnTilePoints points;
    private final OneDnnPrimitive product;
    private final OneDnnWeights.Copy weights;

    /** @param all finds the transformed weights */
    OneDnnRoundedWinograd(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, OneDnnWeights all, SharedMemory scratch) {
        super(sizes, tiles, enlarging, scratch);
        band = new OneDnnTileBand(tiles, from);
        points = new OneDnnTilePoints(tiles, enlarging, from, band);
        product = OneDnnProduct.inBf16(tiles.count(), from.length(), to.length());
        try (dnnl_memory_desc_t plain = OneDnnProduct.weights(from.length(), to.length(), enlarging)) {
            weights = all.transformed(enlarging, plain, product.layout(dnnl.dnnl_query_weights_md));
        }
    }

    /** Floats that this needs besides. */
    static long scratch(WinogradTiles tiles, boolean enlarging) {
        BlockImage from = enlarging ? tiles.small : tiles.large;
        BlockImage to = enlarging ? tiles.large : tiles.small;
        return tiles.values(to) + OneDnnTileBand.floats(tiles, from) + OneDnnTilePoints.floats(tiles, from);
    }

    @Override
    FloatBuffer products(WinogradPieces.Piece piece, Parameter w, long image) {
        // First: they may be made in the memory that the products come to.
        long factors = weights.of(w);
        int made = tiles.values(to);
        Floats memory = scratch.floats(scratch(tiles, from == tiles.small));
        long blocks = memory.address() + (long) Float.BYTES * made;
        long left = blocks + Float.BYTES * OneDnnTileBand.floats(tiles, from);
        band.fill(piece, image, memory, made);
        int all = tiles.winograd.squarePoints();
        for (int point = 0; point < all; point++) {
            points.run(point, blocks, left);
            product.run(left, memory.address() + (long) Float.BYTES * made / all * point, factors + weights.bytes() / all * point);
        }
        return memory.values().slice(0, made);
    }

    @Override
    public void close() {
        band.close();
        points.close();
        product.close();
    }
}
