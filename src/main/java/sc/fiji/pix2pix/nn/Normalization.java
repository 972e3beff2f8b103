package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) and instance normalisation (Ulyanov et al. 2016), with gain and bias per channel:
 * y = gain (x - mean) / sqrt(var + 1e-5) + bias. The statistics are those of the whole batch, or of each image. Batch normalisation keeps
 * running statistics (momentum 0.1, unbiased variance, as PyTorch) and uses them outside training; instance normalisation always takes
 * the image's own, unless {@link #freeze} fixed those of a larger image that this one is a tile of.
 */
final class Normalization implements Layer {
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private final NormKind kind;
    private final int channels;
    private final Parameter gain;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;
    private Tensor x;
    private Tensor y;
    private Tensor dx;
    /** Of the last forward, per group and channel. */
    private double[][] mean;
    private double[][] scale;
    private Statistics frozen;
    private RegionSums collected;

    /** Per channel. */
    record Statistics(double[] mean, double[] variance) {}

    Normalization(NormKind kind, int channels) {
        this.kind = kind;
        this.channels = channels;
        gain = new Parameter(channels);
        bias = new Parameter(channels);
        runningMean = kind == NormKind.BATCH ? new Parameter(channels) : null;
        runningVar = kind == NormKind.BATCH ? new Parameter(channels) : null;
    }

    /** Gain N(1, 0.02), bias 0, running mean 0 and variance 1. */
    Normalization initialise(long seed) {
        gain.initialise(1, 0.02, seed);
        Blocks.fill(bias.values(), 0);
        if (kind == NormKind.BATCH) {
            Blocks.fill(runningMean.values(), 0);
            Blocks.fill(runningVar.values(), 1);
        }
        return this;
    }

    /**
     * Adds an input to the statistics of the larger image that it is made of tiles of. Only for instance normalisation.
     *
     * @param input what this layer would be given
     * @param regions per image of the batch what to count, in pixels of an image {@code scale} times as large
     */
    void collect(Tensor input, List<Region> regions, int scale) {
        if (collected == null) collected = new RegionSums(channels);
        for (int n = 0; n < regions.size(); n++) collected.add(input, n, regions.get(n), scale);
    }

    /** Uses what was collected in inference from now on, until {@link #release}. */
    void freeze() {
        frozen = collected.statistics();
        collected = null;
    }

    /** Uses each image's own statistics again. */
    void release() {
        frozen = null;
        collected = null;
    }

    @Override
    public Tensor forward(Tensor input, Pass pass) {
        x = input;
        y = Tensor.reuse(y, x);
        int groups = kind == NormKind.BATCH ? 1 : x.n();
        int rows = x.length() / channels / groups;
        mean = new double[groups][];
        scale = new double[groups][];
        for (int g = 0; g < groups; g++) {
            Statistics s = statistics(pass, g * rows, rows);
            mean[g] = s.mean;
            scale[g] = new double[channels];
            for (int c = 0; c < channels; c++) scale[g][c] = 1 / Math.sqrt(s.variance[c] + EPSILON);
            normalise(g, g * rows, rows);
        }
        return y;
    }

    private Statistics statistics(Pass pass, int firstRow, int rows) {
        if (!pass.training()) {
            if (kind == NormKind.BATCH) return new Statistics(doubles(runningMean.values()), doubles(runningVar.values()));
            if (frozen != null) return frozen;
        }
        double[] m = Channels.sums(x.floats(), firstRow, rows, channels);
        for (int c = 0; c < channels; c++) m[c] /= rows;
        float[] centre = floats(m);
        // The second pass over the differences keeps the digits that E[x^2] - E[x]^2 loses.
        double[] v = Channels.sums(x.floats(), null, firstRow, rows, channels, 1, (a, none, n, k, sums) -> {
            for (int r = 0; r < n; r++) {
                int at = r * k;
                for (int c = 0; c < k; c++) {
                    float d = a[at + c] - centre[c];
                    sums[c] += d * d;
                }
            }
        });
        for (int c = 0; c < channels; c++) {
            double rest = m[c] - centre[c];
            v[c] = Math.max(0, v[c] / rows - rest * rest);
        }
        if (pass.training() && kind == NormKind.BATCH) updateRunning(m, v, rows);
        return new Statistics(m, v);
    }

    private void updateRunning(double[] m, double[] v, int rows) {
        double unbiased = rows > 1 ? rows / (rows - 1.0) : 1;
        FloatBuffer means = runningMean.values();
        FloatBuffer vars = runningVar.values();
        for (int c = 0; c < channels; c++) {
            means.put(c, (float) ((1 - MOMENTUM) * means.get(c) + MOMENTUM * m[c]));
            vars.put(c, (float) ((1 - MOMENTUM) * vars.get(c) + MOMENTUM * v[c] * unbiased));
        }
    }

    private void normalise(int group, int firstRow, int rows) {
        float[] factor = new float[channels];
        float[] offset = new float[channels];
        FloatBuffer gains = gain.values();
        FloatBuffer biases = bias.values();
        for (int c = 0; c < channels; c++) {
            factor[c] = (float) (gains.get(c) * scale[group][c]);
            offset[c] = (float) (biases.get(c) - mean[group][c] * gains.get(c) * scale[group][c]);
        }
        Channels.map(x.floats(), null, y.floats(), firstRow, rows, channels, (a, none, out, n, k) -> {
            for (int r = 0; r < n; r++) {
                int at = r * k;
                for (int c = 0; c < k; c++) out[at + c] = a[at + c] * factor[c] + offset[c];
            }
        });
    }

    /** dx = gain scale (dy - mean(dy) - xhat mean(dy xhat)), the means over the rows that shared the statistics. */
    @Override
    public Tensor backward(Tensor dy, Gradients wanted) {
        dx = Tensor.reuse(dx, x);
        int groups = mean.length;
        int rows = x.length() / channels / groups;
        double[] gainGradient = new double[channels];
        double[] biasGradient = new double[channels];
        for (int g = 0; g < groups; g++) {
            double[] sums = gradientSums(dy, g, g * rows, rows);
            for (int c = 0; c < channels; c++) {
                biasGradient[c] += sums[c];
                gainGradient[c] += sums[channels + c];
            }
            inputGradient(dy, g, g * rows, rows, sums);
        }
        if (wanted.ofWeights()) {
            gain.accumulate(gainGradient);
            bias.accumulate(biasGradient);
        }
        return dx;
    }

    /** Per channel the sums of dy, then those of dy xhat. */
    private double[] gradientSums(Tensor dy, int group, int firstRow, int rows) {
        float[] m = floats(mean[group]);
        float[] s = floats(scale[group]);
        return Channels.sums(dy.floats(), x.floats(), firstRow, rows, channels, 2, (d, a, n, k, sums) -> {
            for (int r = 0; r < n; r++) {
                int at = r * k;
                for (int c = 0; c < k; c++) {
                    sums[c] += d[at + c];
                    sums[k + c] += d[at + c] * ((a[at + c] - m[c]) * s[c]);
                }
            }
        });
    }

    private void inputGradient(Tensor dy, int group, int firstRow, int rows, double[] sums) {
        float[] m = floats(mean[group]);
        float[] ofDy = new float[channels];
        float[] ofX = new float[channels];
        float[] constant = new float[channels];
        FloatBuffer gains = gain.values();
        for (int c = 0; c < channels; c++) {
            double s = scale[group][c];
            ofDy[c] = (float) (gains.get(c) * s);
            ofX[c] = (float) (-gains.get(c) * s * s * sums[channels + c] / rows);
            constant[c] = (float) (-gains.get(c) * s * sums[c] / rows);
        }
        Channels.map(dy.floats(), x.floats(), dx.floats(), firstRow, rows, channels, (d, a, out, n, k) -> {
            for (int r = 0; r < n; r++) {
                int at = r * k;
                for (int c = 0; c < k; c++) out[at + c] = d[at + c] * ofDy[c] + (a[at + c] - m[c]) * ofX[c] + constant[c];
            }
        });
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) result[i] = (float) values[i];
        return result;
    }

    private static double[] doubles(FloatBuffer values) {
        double[] result = new double[values.limit()];
        for (int i = 0; i < result.length; i++) result[i] = values.get(i);
        return result;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gain, bias);
    }

    @Override
    public List<StateTensor> state(String prefix) {
        StateTensor weight = gain.state(prefix + ".weight");
        StateTensor offset = bias.state(prefix + ".bias");
        if (kind != NormKind.BATCH) return List.of(weight, offset);
        return List.of(weight, offset, runningMean.state(prefix + ".running_mean"), runningVar.state(prefix + ".running_var"));
    }

    @Override
    public void close() {
        gain.close();
        bias.close();
        if (kind == NormKind.BATCH) {
            runningMean.close();
            runningVar.close();
        }
        Tensor.close(y, dx);
    }
}
