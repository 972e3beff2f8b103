package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * A convolution or transposed convolution with bias. x [n, h, w, in] becomes [n, (h + 2p - k) / s + 1, ..., out], transposed
 * [n, (h - 1) s - 2p + k, ..., out].
 */
final class Convolution implements FusingLayer {
    private final ConvolutionShape shape;
    private final Parameter weight;
    private final Parameter bias;
    private final ConvolutionKernel kernel;
    /** Off where a normalisation follows: it takes the bias away again, whose gradient is exactly zero. */
    private boolean trainBias = true;
    /** Of the output. */
    private Precision precision = Precision.FLOAT32;
    private Tensor x;
    private Tensor y;
    private Tensor dx;

    private Convolution(ConvolutionShape shape, Operands operands) {
        this.shape = shape;
        kernel = ConvolutionKernels.best(shape, operands);
        weight = new Parameter(kernel.order(), shape.weights());
        bias = new Parameter(shape.out());
    }

    /** @param operands stay open as long as the layer */
    static Convolution plain(int in, int out, int size, int stride, int padding, Operands operands) {
        return new Convolution(new ConvolutionShape(false, in, out, size, stride, padding), operands);
    }

    /** @param operands stay open as long as the layer */
    static Convolution transposed(int in, int out, int size, int stride, int padding, Operands operands) {
        return new Convolution(new ConvolutionShape(true, in, out, size, stride, padding), operands);
    }

    /** Weights N(0, 0.02), bias 0, as in the paper. */
    Convolution initialise(long seed) {
        return initialise(0.02, seed);
    }

    /** Weights N(0, deviation), bias 0. */
    Convolution initialise(double deviation, long seed) {
        weight.initialise(0, deviation, seed);
        Blocks.fill(bias.values(), 0);
        return this;
    }

    /** Says that a normalisation follows. */
    Convolution beforeNorm(boolean norm) {
        trainBias = !norm;
        return this;
    }

    @Override
    public Tensor forward(Tensor input, Pass pass) {
        x = input;
        y = shape.output(x, y, precision);
        kernel.forward(x, weight, bias, y);
        return y;
    }

    @Override
    public void forward(Tensor input, Rows to, RowsWritten then) {
        shape.check(input);
        if (kernel.forward(input, weight, bias, to, then)) return;
        Rows.copy(Rows.of(forward(input, Pass.INFERENCE)), to);
        then.rows(0, y.n() * y.h());
    }

    @Override
    public void forward(Tensor input, RowSink to) {
        shape.check(input);
        if (kernel.forward(input, weight, bias, to)) return;
        RowSinks.give(forward(input, Pass.INFERENCE), to);
    }

    @Override
    public void fuse(Normalization norm, float slope) {
        if (norm != null) {
            Normalization.Affine map = norm.running();
            weight.scale(shape.transposed() ? 1 : 0, map.factor());
            FloatBuffer offsets = bias.values();
            for (int c = 0; c < shape.out(); c++) offsets.put(c, offsets.get(c) * map.factor()[c] + map.offset()[c]);
        }
        kernel.activate(slope);
    }

    @Override
    public void give(Precision precision) {
        if (precision == this.precision) return;
        this.precision = precision;
        kernel.give(precision);
    }

    @Override
    public Tensor backward(Tensor dy, Gradients wanted) {
        if (wanted.ofInput()) dx = Tensor.reuse(dx, x);
        if (wanted == Gradients.INPUT) {
            kernel.inputGradient(dy, weight, dx);
            return dx;
        }
        Tensor wantedDx = wanted.ofInput() ? dx : null;
        kernel.gradients(x, weight, dy, wantedDx);
        if (trainBias) bias.accumulate(Channels.sums(dy));
        return wantedDx;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(weight, bias);
    }

    @Override
    public List<StateTensor> state(String prefix) {
        return List.of(weight.state(prefix + ".weight"), bias.state(prefix + ".bias"));
    }

    @Override
    public void shareCopies(SharedMemory memory) {
        kernel.shareCopies(memory);
    }

    @Override
    public void close() {
        weight.close();
        bias.close();
        Tensor.close(y, dx);
        kernel.close();
    }
}
