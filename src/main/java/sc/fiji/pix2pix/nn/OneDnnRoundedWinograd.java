package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * As {@link OneDnnWinograd}, multiplied in bf16: pixels are rounded, tiles of them transformed to one point after the other, rounded again and multiplied while they are in
 * the cache.
 */
final class OneDnnRoundedWinograd implements OneDnnDirection {
    private final WinogradTiles tiles;
    private final BlockImage from;
    private final BlockImage to;
    private final float slope;
    private final OneDnnTileBand band;
    private final OneDnnTilePoints points;
    private final OneDnnPrimitive product;
    private final OneDnnWeights.Copy weights;
    private final SharedMemory scratch;

    /** @param all finds the transformed weights */
    OneDnnRoundedWinograd(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, OneDnnWeights all, Operands operands) {
        this.tiles = tiles;
        scratch = operands.scratch;
        from = enlarging ? tiles.small : tiles.large;
        to = enlarging ? tiles.large : tiles.small;
        slope = enlarging == sizes.shape.transposed() ? sizes.slope : 1;
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
    public boolean readsTensor() {
        return true;
    }

    @Override
    public void run(Parameter w, long image, Parameter bias, Tensor result) {
        run(w, image, bias, Rows.of(result), RowsWritten.NOTHING);
    }

    @Override
    public boolean run(Parameter w, long image, Parameter bias, Rows result, RowsWritten then) {
        float[] offsets = bias == null ? null : tiles.repeated(bias, to);
        for (int i = 0; i < tiles.pieces.count(); i++) {
            WinogradPieces.Piece piece = tiles.pieces.get(i);
            // Before the products: it may be made in the memory that they come to.
            long copy = weights.of(w);
            tiles.result(piece, products(piece, copy, image), offsets, slope, to, result);
            tiles.tell(then, piece, to);
        }
        return true;
    }

    private FloatBuffer products(WinogradPieces.Piece piece, long factors, long image) {
        int made = tiles.values(to);
        // Who goes on with rows may use this memory, too.
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
