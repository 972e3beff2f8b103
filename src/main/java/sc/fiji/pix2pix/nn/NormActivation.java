package sc.fiji.pix2pix.nn;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What follows a convolution, in one pass over its output: normalisation (or none), LeakyReLU max(v, slope v) (slope 0: ReLU) and dropout (or
 * none; Srivastava et al. 2014). It can write max(v, 0) as well, which is what a skip connection of the U-Net carries, and write either into some
 * channels of a larger tensor.
 *
 * <p>Dropout drops half of the values and doubles the others, by a mask that only seed and position decide: the backward pass draws it again.
 */
final class NormActivation implements Layer {
    /** No dropout. */
    static final int KEEP_ALL = -1;
    /** Of an encoder and of a discriminator, as in the paper. */
    static final float LEAKY = 0.2f;
    static final float RELU = 0;
    /** Makes every positive float but denormal ones larger than 1. */
    private static final float STEEP = 1e38f;

    private final Normalization norm;
    private final int channels;
    private final float slope;
    private final int salt;
    private Tensor x;
    private Tensor y;
    private Tensor dx;
    private Normalization.Line[] lines;
    private boolean dropping;
    /** Whether the convolution before this does all but the rectified copy. */
    private boolean fused;
    private long seed;

    /**
     * @param norm null for none
     * @param salt makes the masks of several dropout layers differ; {@link #KEEP_ALL} for no dropout
     */
    NormActivation(Normalization norm, int channels, float slope, int salt) {
        this.norm = norm;
        this.channels = channels;
        this.slope = slope;
        this.salt = salt;
    }

    /** Null if there is none. */
    Normalization norm() {
        return norm;
    }

    /** Lets the convolution before this do its work, without dropout: what remains is to copy what is rectified, and the gradients if there is no normalisation. */
    void fuseInto(FusingLayer convolution) {
        convolution.fuse(norm, slope);
        fused = true;
    }

    @Override
    public Tensor forward(Tensor input, Pass pass) {
        return forward(input, pass, null);
    }

    /** As {@link #forward(Tensor, Pass)}, with max(v, 0) to {@code rectified} as well. */
    Tensor forward(Tensor input, Pass pass, Rows rectified) {
        if (!fused) y = Tensor.reuse(y, input);
        Tensor result = fused ? input : y;
        forward(input, pass, Rows.of(result), rectified);
        return result;
    }

    /**
     * @param input [n, h, w, channels]
     * @param out receives the result: rows of as many pixels and channels; may be the input where no backward pass follows, and is it once fused
     * @param rectified null or receives max(v, 0) of what {@code out} receives max(v, slope v) of
     */
    void forward(Tensor input, Pass pass, Rows out, Rows rectified) {
        x = input;
        dropping = pass.stochastic() && salt != KEEP_ALL;
        seed = pass.seed();
        Rows in = Rows.of(x);
        lines = norm == null || fused ? new Normalization.Line[] {Normalization.Line.identity(channels)} : norm.lines(x, pass);
        if (fused) {
            // The sign, which is all that gradients need, is the same before and after.
            if (rectified != null) rectify(in, rectified, 0, in.count());
            return;
        }
        int rows = in.count() / lines.length;
        for (int g = 0; g < lines.length; g++) {
            Normalization.Line line = lines[g];
            Channels.pieces(g * rows, rows, channels, (start, n) -> {
                float[] a = in.load(0, start, n);
                float[] b = Blocks.scratch(1, n * channels);
                activate(a, line.factor(), line.offset(), n * channels, b);
                if (dropping) multiply(b, mask(start, n * channels), n * channels);
                out.store(b, start, n);
                if (rectified == null) return;
                rectify(b, n * channels);
                rectified.store(b, start, n);
            });
        }
    }

    private void activate(float[] a, float[] factor, float[] offset, int length, float[] out) {
        for (int i = 0; i < length; i++) {
            float v = a[i] * factor[i] + offset[i];
            out[i] = Math.max(v, slope * v);
        }
    }

    /** max(v, slope v), in place. */
    static void leaky(float[] a, float slope, int length) {
        for (int i = 0; i < length; i++) a[i] = Math.max(a[i], slope * a[i]);
    }

    private static void multiply(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) a[i] *= b[i];
    }

    /** {@code to = max(from, 0)}, of {@code count} rows from {@code first} on. */
    static void rectify(Rows from, Rows to, int first, int count) {
        Channels.pieces(first, count, from.channels(), (start, n) -> {
            float[] a = from.load(0, start, n);
            rectify(a, n * from.channels());
            to.store(a, start, n);
        });
    }

    private static void rectify(float[] a, int length) {
        for (int i = 0; i < length; i++) a[i] = Math.max(a[i], 0);
    }

    /** 0 or 2 for each value of the piece that begins with {@code start}. */
    private float[] mask(int start, int length) {
        SplittableRandom random = new SplittableRandom(Seeds.mix(seed, salt, start));
        float[] values = Blocks.scratch(4, length);
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if (i % Long.SIZE == 0) bits = random.nextLong();
            values[i] = 2 * (bits & 1);
            bits >>>= 1;
        }
        return values;
    }

    @Override
    public Tensor backward(Tensor dy, Gradients wanted) {
        return backward(Rows.of(dy), wanted);
    }

    /** As {@link #backward(Tensor, Gradients)}, of some channels of a larger gradient. */
    Tensor backward(Rows dy, Gradients wanted) {
        dx = Tensor.reuse(dx, x);
        return backward(dy, null, dx, wanted);
    }

    /**
     * The backward pass of the last forward.
     *
     * @param dy gradient by what {@code out} received
     * @param dRectified gradient by what {@code rectified} received, null if there was none
     * @param to receives the gradient by the input; may be what {@code dy} is all channels of
     * @return {@code to}
     */
    Tensor backward(Rows dy, Rows dRectified, Tensor to, Gradients wanted) {
        Rows result = Rows.of(to);
        int rows = x.n() * x.h() * x.w() / lines.length;
        for (int g = 0; g < lines.length; g++) {
            Normalization.Line line = lines[g];
            int first = g * rows;
            if (norm == null) {
                Channels.pieces(first, rows, channels, (start, n) -> throughActivation(dy, dRectified, result, Rows.of(x).load(0, start, n), line, start, n));
            } else {
                double[] sums = gradientSums(dy, dRectified, result, line, first, rows);
                throughNorm(norm.slope(line, sums, rows, wanted), result, first, rows);
            }
        }
        return to;
    }

    /** Per channel the sums of the gradient by the normalised values, which is put to {@code to}, then those of its products with them. */
    private double[] gradientSums(Rows dy, Rows dRectified, Rows to, Normalization.Line line, int first, int rows) {
        return Channels.sums(first, rows, channels, 2, (start, n, sums) -> {
            float[] a = Rows.of(x).load(0, start, n);
            float[] d = throughActivation(dy, dRectified, to, a, line, start, n);
            line.addGradients(d, a, n * channels, sums[0], sums[1]);
        });
    }

    /** From the gradient by the normalised values to that by the input, in its place. */
    private void throughNorm(Normalization.Slope slope, Rows to, int first, int rows) {
        Channels.pieces(first, rows, channels, (start, n) -> {
            float[] d = to.load(1, start, n);
            slope.apply(d, Rows.of(x).load(0, start, n), n * channels);
            to.store(d, start, n);
        });
    }

    /** Gradient by the values before the activation, to {@code to} and in scratch array 1. */
    private float[] throughActivation(Rows dy, Rows dRectified, Rows to, float[] a, Normalization.Line line, int start, int n) {
        float[] d = dy.load(1, start, n);
        if (dropping) multiply(d, mask(start, n * channels), n * channels);
        if (dRectified == null) leakyGradient(d, a, line.factor(), line.offset(), n * channels);
        else bothGradients(d, dRectified.load(3, start, n), a, line.factor(), line.offset(), n * channels);
        to.store(d, start, n);
        return d;
    }

    private void leakyGradient(float[] d, float[] a, float[] factor, float[] offset, int length) {
        float rise = 1 - slope;
        for (int i = 0; i < length; i++) d[i] *= slope + rise * step(a[i] * factor[i] + offset[i]);
    }

    private void bothGradients(float[] d, float[] rectified, float[] a, float[] factor, float[] offset, int length) {
        float rise = 1 - slope;
        for (int i = 0; i < length; i++) {
            float positive = step(a[i] * factor[i] + offset[i]);
            d[i] = d[i] * (slope + rise * positive) + rectified[i] * positive;
        }
    }

    /** 1 for a positive value, 0 for others: without a branch, which would keep the loop from being vectorised. */
    private static float step(float v) {
        return Math.min((v + Math.abs(v)) * STEEP, 1);
    }

    @Override
    public List<Parameter> parameters() {
        return norm == null ? List.of() : norm.parameters();
    }

    @Override
    public List<StateTensor> state(String prefix) {
        return norm == null ? List.of() : norm.state(prefix);
    }

    @Override
    public void close() {
        if (norm != null) norm.close();
        Tensor.close(y, dx);
    }
}
