package sc.fiji.pix2pix.nn;

/** An activation function, value by value: LeakyReLU max(x, slope x) (slope 0: ReLU) or tanh. */
final class Activation implements Layer {
    private final boolean tanh;
    private final float slope;
    private Tensor y;
    private Tensor dx;

    private Activation(boolean tanh, float slope) {
        this.tanh = tanh;
        this.slope = slope;
    }

    /** LeakyReLU with the paper's slope of 0.2. */
    static Activation leakyRelu() {
        return new Activation(false, 0.2f);
    }

    static Activation relu() {
        return new Activation(false, 0);
    }

    static Activation tanh() {
        return new Activation(true, 0);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        y = Tensor.reuse(y, x);
        Blocks.map(x.floats(), y.floats(), tanh ? Activation::tanh : this::leaky);
        return y;
    }

    private void leaky(float[] a, float[] out, int length) {
        for (int i = 0; i < length; i++) out[i] = Math.max(a[i], slope * a[i]);
    }

    private static void tanh(float[] a, float[] out, int length) {
        for (int i = 0; i < length; i++) out[i] = (float) Math.tanh(a[i]);
    }

    /** From the output alone: its sign is that of the input, and tanh' = 1 - y^2. */
    @Override
    public Tensor backward(Tensor dy, Gradients wanted) {
        dx = Tensor.reuse(dx, y);
        Blocks.map(dy.floats(), y.floats(), dx.floats(), tanh ? Activation::tanhGradient : this::leakyGradient);
        return dx;
    }

    private void leakyGradient(float[] d, float[] out, float[] gradient, int length) {
        for (int i = 0; i < length; i++) gradient[i] = out[i] > 0 ? d[i] : slope * d[i];
    }

    private static void tanhGradient(float[] d, float[] out, float[] gradient, int length) {
        for (int i = 0; i < length; i++) gradient[i] = d[i] * (1 - out[i] * out[i]);
    }

    @Override
    public void close() {
        Tensor.close(y, dx);
    }
}
