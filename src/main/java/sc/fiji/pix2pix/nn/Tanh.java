package sc.fiji.pix2pix.nn;

/** tanh, value by value: the head of the generator that the paper has. */
final class Tanh implements Layer {
    /** tanh of it is 1 in float32, to two units of the last digit. With a larger one rounding would give more than 1 here and there. */
    private static final float LIMIT = 8.2f;

    private Tensor y;
    private Tensor dx;

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        y = Tensor.reuse(y, x);
        Blocks.map(x.floats(), y.floats(), Tanh::tanh);
        return y;
    }

    /** Receives rows in place of {@link #forward}, and gives them on. */
    static RowSink rows(RowSink to) {
        return (first, count, channel, values) -> {
            tanh(values, values, count);
            to.put(first, count, channel, values);
        };
    }

    /**
     * To six units of the last digit and never more than 1, without a branch or a call, so that the loop is vectorised: x P(x^2) / Q(x^2) with P and Q of degree 4,
     * fitted to tanh up to 9 for the least of the largest relative errors, 2e-8 (iterated least squares).
     */
    private static void tanh(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            float t = Math.max(-LIMIT, Math.min(LIMIT, x[i]));
            float s = t * t;
            float p = 1 + s * (0.13381033f + s * (0.0034955966f + s * (2.0609212e-5f + s * 1.3354824e-8f)));
            float q = 1 + s * (0.46714349f + s * (0.025877015f + s * (3.2856483e-4f + s * 7.7766286e-7f)));
            out[i] = t * p / q;
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
