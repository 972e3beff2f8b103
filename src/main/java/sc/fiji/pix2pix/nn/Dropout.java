package sc.fiji.pix2pix.nn;

import java.util.SplittableRandom;

/** Drops half of the values and doubles the others (Srivastava et al. 2014), by a mask of its own that only seed and position decide. */
final class Dropout implements Layer {
    private static final int BITS = Long.SIZE;

    private final int salt;
    private Tensor mask;
    private Tensor y;
    private Tensor dx;
    private boolean active;

    /** @param salt makes the masks of several dropout layers differ */
    Dropout(int salt) {
        this.salt = salt;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        active = pass.stochastic();
        if (!active) return x;
        mask = Tensor.reuse(mask, x);
        y = Tensor.reuse(y, x);
        Blocks.run(mask.length(), Blocks.SIZE, (block, start, length) -> draw(Seeds.mix(pass.seed(), salt, block), start, length));
        Blocks.map(x.floats(), mask.floats(), y.floats(), Dropout::multiply);
        return y;
    }

    private void draw(long seed, int start, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = Blocks.scratch(0, length);
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if (i % BITS == 0) bits = random.nextLong();
            values[i] = 2 * (bits & 1);
            bits >>>= 1;
        }
        mask.floats().put(start, values, 0, length);
    }

    private static void multiply(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) out[i] = a[i] * b[i];
    }

    @Override
    public Tensor backward(Tensor dy, Gradients wanted) {
        if (!active) return dy;
        dx = Tensor.reuse(dx, dy);
        Blocks.map(dy.floats(), mask.floats(), dx.floats(), Dropout::multiply);
        return dx;
    }

    @Override
    public void close() {
        Tensor.close(mask, y, dx);
    }
}
