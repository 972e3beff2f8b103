package sc.fiji.pix2pix.nn;

/** tanh, value by value: the head of the generator that the paper has. */
final class Tanh implements Layer {
    private Tensor y;
    private Tensor dx;

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        y = Tensor.reuse(y, x);
        Blocks.map(x.floats(), y.floats(), (a, out, length) -> {
            for (int i = 0; i < length; i++) out[i] = tanh(a[i]);
        });
        return y;
    }

    /** Math.tanh is exact to digits that a float does not have, at several times the cost of one exponential. */
    private static float tanh(float x) {
        double e = Math.exp(-2 * Math.abs((double) x));
        return (float) Math.copySign((1 - e) / (1 + e), x);
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
