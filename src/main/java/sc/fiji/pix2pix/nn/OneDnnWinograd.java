package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

/** Either direction of a convolution by products of transformed tiles, see {@link Winograd}. */
final class OneDnnWinograd implements OneDnnDirection {
    private final WinogradTiles tiles;
    private final BlockImage from;
    private final BlockImage to;
    private final int batch;
    private final float slope;
    private final OneDnnWeights.Copy weights;
    private final SharedMemory scratch;
    private final OneDnnPrimitive product;

    /** @param scratch for transformed tiles and products */
    OneDnnWinograd(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, OneDnnWeights.Copy weights, SharedMemory scratch) {
        this.tiles = tiles;
        this.weights = weights;
        this.scratch = scratch;
        batch = sizes.batch;
        from = enlarging ? tiles.small : tiles.large;
        to = enlarging ? tiles.large : tiles.small;
        slope = enlarging == sizes.shape.transposed() ? sizes.slope : 1;
        product = OneDnnProduct.of(tiles.winograd.squarePoints(), tiles.count(), from.length(), to.length(), false, enlarging, false);
    }

    @Override
    public void run(Parameter w, long image, Parameter bias, Tensor result) {
        run(w, image, bias, (line, values) -> result.floats().put(line * to.row(), values, 0, to.row()));
    }

    @Override
    public boolean run(Parameter w, long image, Parameter bias, RowSink result) {
        long copy = weights.of(w);
        int transformed = tiles.values(from);
        int made = tiles.values(to);
        int band = tiles.rows(to) * to.row();
        Floats memory = scratch.floats((long) transformed + made + band);
        FloatBuffer pixels = Floats.at(image, (long) batch * from.height() * from.row());
        FloatBuffer products = memory.values().slice(transformed, made);
        FloatBuffer rows = memory.values().slice(transformed + made, band);
        float[] offsets = bias == null ? null : WinogradTiles.repeated(bias, to);
        for (int piece = 0; piece < tiles.pieces(); piece++) {
            tiles.transform(piece, from, pixels, false, memory.values());
            product.run(memory.address(), copy, memory.address() + (long) Float.BYTES * transformed);
            tiles.result(piece, products, offsets, slope, to, rows, result);
        }
        return true;
    }

    @Override
    public void close() {
        product.close();
    }
}
