package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** Either direction of a convolution by products of transformed tiles, see {@link Winograd}. */
final class OneDnnWinograd implements OneDnnDirection {
    private final WinogradTiles tiles;
    private final BlockImage from;
    private final BlockImage to;
    private final int batch;
    private final float slope;
    private final boolean bf16;
    private final OneDnnWeights.Copy weights;
    private final SharedMemory scratch;
    private final OneDnnOperand operand;
    private final OneDnnPrimitive product;

    /** @param all finds the transformed weights */
    OneDnnWinograd(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, OneDnnWeights all, Operands operands) {
        this.tiles = tiles;
        scratch = operands.scratch;
        batch = sizes.batch;
        from = enlarging ? tiles.small : tiles.large;
        to = enlarging ? tiles.large : tiles.small;
        slope = enlarging == sizes.shape.transposed() ? sizes.slope : 1;
        bf16 = sizes.precision == Precision.BF16;
        int points = tiles.winograd.squarePoints();
        try (dnnl_memory_desc_t floats = OneDnn.layout(dnnl.dnnl_a, tiles.values(from));
            dnnl_memory_desc_t multiplied = OneDnn.layout(sizes.precision, dnnl.dnnl_a, tiles.values(from));
            dnnl_memory_desc_t plain = OneDnnProduct.weights(points, from.length(), to.length(), enlarging)) {
            if (bf16) {
                product = OneDnnProduct.inGroups(points, tiles.count(), from.length(), to.length());
                weights = all.transformed(enlarging, plain, product.layout(dnnl.dnnl_query_weights_md));
            } else {
                product = OneDnnProduct.of(points, tiles.count(), from.length(), to.length(), false, enlarging, false);
                weights = all.transformed();
            }
            operand = new OneDnnOperand(floats, multiplied, operands.large);
        }
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
        long copy = weights.of(w);
        int transformed = tiles.values(from);
        int made = tiles.values(to);
        Floats memory = scratch.floats((long) transformed + made);
        FloatBuffer pixels = Floats.at(image, (long) batch * from.height() * from.row());
        FloatBuffer products = memory.values().slice(transformed, made);
        float[] offsets = bias == null ? null : tiles.repeated(bias, to);
        long at = memory.address() + (long) Float.BYTES * transformed;
        for (int piece = 0; piece < tiles.pieces(); piece++) {
            tiles.transform(piece, from, pixels, false, memory.values());
            long left = operand.of(memory.address());
            if (bf16) product.run(left, at, copy);
            else product.run(left, copy, at);
            tiles.result(piece, products, offsets, slope, to, result);
        }
        then.rows(0, batch * to.height());
        return true;
    }

    @Override
    public void close() {
        operand.close();
        product.close();
    }
}
