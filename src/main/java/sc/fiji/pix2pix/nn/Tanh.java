package sc.fiji.pix2pix.nn;

/** tanh, value by value: the head of the generator that the paper has. */
final class Tanh implements Layer {
    /** tanh of it is 1 in float32, to half a unit of the last digit. */
    private static final float LIMIT = 9;

    private Tensor y;
    private Tensor dx;

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        y = Tensor.reuse(y, x);
        Blocks.map(x.floats(), y.floats(), Tanh::tanh);
        return y;
    }

    /** Receives rows of so many channels, in place of {@link #forward}, and gives them on. */
    static RowSink rows(int channels, RowSink to) {
        return (first, count, values) -> {
            tanh(values, values, count * channels);
            to.put(first, count, values);
        };
    }

    /**
     * To a few units of the last digit, without a branch or a call, so that the loop is vectorised: Lambert's continued fraction, cut off after seven
     * terms, for an eighth of the argument, and tanh 2t = 2 tanh t / (1 + tanh^2 t) three times. Beyond 9 it is 1.
     */
    private static void tanh(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            float t = Math.max(-LIMIT, Math.min(LIMIT, x[i])) / 8;
            float s = t * t;
            float a = t * (135135 + s * (17325 + s * (378 + s))) / (135135 + s * (62370 + s * (3150 + s * 28)));
            float b = 2 * a / (1 + a * a);
            float c = 2 * b / (1 + b * b);
            out[i] = 2 * c / (1 + c * c);
        }
    }

    /** From the output alone: tanh' = 1 - y^2. */
    @Override
    public Tensor backward(Tensor dy, Gradients wanted) {
        dx = Tensor.reuse(dx, y);
        Blocks.map(dy.floats(), y.floats(), dx.floats(), (d, out, gradient, length) -> {
            for (int i = 0; i < length; i++) gradient[i] = d[i] * (1 - out[i] * out[i]);
        });
        return dx;
    }

    @Override
    public void close() {
        Tensor.close(y, dx);
    }
}
