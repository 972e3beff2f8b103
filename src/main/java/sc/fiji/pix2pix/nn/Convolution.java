package sc.fiji.pix2pix.nn;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution or transposed convolution with bias. x [n, h, w, in] becomes [n, (h + 2p - k) / s + 1, ..., out], transposed
 * [n, (h - 1) s - 2p + k, ..., out].
 */
final class Convolution implements Layer {
    private final boolean transposed;
    private final int out;
    private final int size;
    private final int stride;
    private final int padding;
    private final Parameter weight;
    private final Parameter bias;
    private final ConvolutionKernel kernel;
    /** Off where a normalisation follows: it takes the bias away again, whose gradient is exactly zero. */
    private boolean trainBias = true;
    private INDArray scratch;
    private Tensor x;
    private Tensor y;
    private Tensor dx;

    private Convolution(boolean transposed, int in, int out, int size, int stride, int padding) {
        this.transposed = transposed;
        this.out = out;
        this.size = size;
        this.stride = stride;
        this.padding = padding;
        weight = transposed ? new Parameter(in, out, size, size) : new Parameter(out, in, size, size);
        bias = new Parameter(out);
        kernel = new Nd4jConvolution(transposed, size, stride, padding);
    }

    static Convolution plain(int in, int out, int size, int stride, int padding) {
        return new Convolution(false, in, out, size, stride, padding);
    }

    static Convolution transposed(int in, int out, int size, int stride, int padding) {
        return new Convolution(true, in, out, size, stride, padding);
    }

    /** Weights N(0, 0.02), bias 0, as in the paper. */
    Convolution initialise(long seed) {
        weight.initialise(0, 0.02, seed);
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
        y = Tensor.reuse(y, x.n(), length(x.h()), length(x.w()), out);
        kernel.forward(x, weight.value, bias.value, y);
        return y;
    }

    private int length(int l) {
        return transposed ? (l - 1) * stride - 2 * padding + size : (l + 2 * padding - size) / stride + 1;
    }

    @Override
    public Tensor backward(Tensor dy, Gradients wanted) {
        dx = Tensor.reuse(dx, x);
        if (wanted == Gradients.INPUT) {
            kernel.inputGradient(dy, weight.value, dx);
            return dx;
        }
        if (weight.hasGradient()) {
            if (scratch == null) scratch = Tensor.uninitialised(weight.shape);
            kernel.gradients(x, weight.value, dy, dx, scratch);
            Blocks.add(weight.gradients(), Tensor.view(scratch));
        } else {
            kernel.gradients(x, weight.value, dy, dx, weight.gradient());
        }
        weight.gradientWritten();
        if (trainBias) bias.accumulate(Channels.sums(dy.floats(), 0, dy.length() / out, out));
        return wanted.ofInput() ? dx : null;
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
    public void close() {
        weight.close();
        bias.close();
        Tensor.close(y, dx);
        if (scratch != null) scratch.close();
    }
}
