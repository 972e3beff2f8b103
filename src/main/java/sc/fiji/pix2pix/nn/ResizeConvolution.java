package sc.fiji.pix2pix.nn;

import java.util.List;

/**
 * Doubles the image by repeating pixels, then a 3 x 3 convolution of stride 1: no checkerboards (Odena et al. 2016). x [n, h, w, in] becomes
 * [n, 2h, 2w, out].
 */
final class ResizeConvolution implements FusingLayer {
    private final Convolution convolution;
    private Tensor doubled;
    private Tensor dx;
    private Tensor x;

    /** @param operands stay open as long as the layer */
    ResizeConvolution(int in, int out, Operands operands) {
        convolution = Convolution.plain(in, out, 3, 1, 1, operands);
    }

    ResizeConvolution initialise(long seed) {
        convolution.initialise(seed);
        return this;
    }

    /** Says that a normalisation follows. */
    ResizeConvolution beforeNorm(boolean norm) {
        convolution.beforeNorm(norm);
        return this;
    }

    @Override
    public Tensor forward(Tensor input, Pass pass) {
        return convolution.forward(twice(input), pass);
    }

    @Override
    public void forward(Tensor input, Rows to, RowsWritten then) {
        convolution.forward(twice(input), to, then);
    }

    @Override
    public void forward(Tensor input, RowSink to) {
        convolution.forward(twice(input), to);
    }

    @Override
    public void fuse(Normalization norm, float slope) {
        convolution.fuse(norm, slope);
    }

    @Override
    public void give(Precision precision) {
        if (precision != Precision.FLOAT32) throw new IllegalArgumentException("Pixels are repeated in float32.");
    }

    private Tensor twice(Tensor input) {
        x = input;
        int row = x.w() * x.c();
        doubled = Tensor.reuse(doubled, x.n(), 2 * x.h(), 2 * x.w(), x.c());
        Blocks.run(x.n() * x.h(), 1, (block, y, n) -> {
            float[] a = Blocks.load(0, x.floats(), y * row, row);
            float[] b = Blocks.scratch(1, 2 * row);
            for (int p = 0; p < 2 * x.w(); p++) System.arraycopy(a, p / 2 * x.c(), b, p * x.c(), x.c());
            doubled.floats().put(4 * y * row, b, 0, 2 * row);
            doubled.floats().put(4 * y * row + 2 * row, b, 0, 2 * row);
        });
        return doubled;
    }

    /** Each pixel's gradient is the sum over its four copies. */
    @Override
    public Tensor backward(Tensor dy, Gradients wanted) {
        Tensor d = convolution.backward(dy, wanted);
        if (d == null) return null;
        int row = x.w() * x.c();
        dx = Tensor.reuse(dx, x);
        Blocks.run(x.n() * x.h(), 1, (block, y, n) -> {
            float[] a = Blocks.load(0, d.floats(), 4 * y * row, 4 * row);
            float[] sum = Blocks.scratch(1, row);
            for (int p = 0; p < x.w(); p++) {
                for (int c = 0; c < x.c(); c++) {
                    int at = 2 * p * x.c() + c;
                    sum[p * x.c() + c] = a[at] + a[at + x.c()] + a[2 * row + at] + a[2 * row + at + x.c()];
                }
            }
            dx.floats().put(y * row, sum, 0, row);
        });
        return dx;
    }

    @Override
    public List<Parameter> parameters() {
        return convolution.parameters();
    }

    @Override
    public List<StateTensor> state(String prefix) {
        return convolution.state(prefix);
    }

    @Override
    public void shareCopies(SharedMemory memory) {
        convolution.shareCopies(memory);
    }

    @Override
    public void close() {
        convolution.close();
        Tensor.close(doubled, dx);
    }
}
