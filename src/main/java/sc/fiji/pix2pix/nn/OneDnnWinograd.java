package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

/** Either direction of a convolution in float32 by products of transformed tiles, see {@link Winograd}. */
final class OneDnnWinograd implements OneDnnDirection {
    private final WinogradTiles tiles;
    private final BlockImage from;
    private final BlockImage to;
    private final float slope;
    private final OneDnnWeights.Copy weights;
    private final SharedMemory scratch;
    private final OneDnnPrimitive product;

    /** @param all finds the transformed weights */
    OneDnnWinograd(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, OneDnnWeights all, Operands operands) {
        this.tiles = tiles;
        scratch = operands.scratch;
        from = enlarging ? tiles.small : tiles.large;
        to = enlarging ? tiles.large : tiles.small;
        slope = enlarging == sizes.shape.transposed() ? sizes.slope : 1;
        product = OneDnnProduct.of(tiles.winograd.squarePoints(), tiles.count(), from.length(), to.length(), false, enlarging, false);
        weights = all.transformed();
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
        FloatBuffer pixels = Floats.at(image, (long) tiles.pieces.batch() * from.height() * from.row());
        float[] offsets = bias == null ? null : tiles.repeated(bias, to);
        int transformed = tiles.values(from);
        int made = tiles.values(to);
        for (int i = 0; i < tiles.pieces.count(); i++) {
            WinogradPieces.Piece piece = tiles.pieces.get(i);
            long copy = weights.of(w);
            // Who goes on with rows may use this memory, too.
            Floats memory = scratch.floats((long) transformed + made);
            tiles.transform(piece, from, pixels, false, memory.values());
            product.run(memory.address(), copy, memory.address() + (long) Float.BYTES * transformed);
            tiles.result(piece, memory.values().slice(transformed, made), offsets, slope, to, result);
            tiles.tell(then, piece, to);
        }
        return true;
    }

    @Override
    public void close() {
        product.close();
    }
}
