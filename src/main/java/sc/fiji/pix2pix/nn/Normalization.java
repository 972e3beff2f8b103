package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) and instance normalisation (Ulyanov et al. 2016), with gain and bias per channel:
 * y = gain (x - mean) / sqrt(var + 1e-5) + bias. The statistics are those of the whole batch, or of each image. Batch normalisation keeps
 * running statistics (momentum 0.1, unbiased variance, as PyTorch) and uses them outside training; instance normalisation always takes
 * the image's own, unless {@link #freeze} fixed those of a larger image that this one is a tile of.
 */
final class Normalization implements AutoCloseable {
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private final NormKind kind;
    private final int channels;
    private final Parameter gain;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;
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

    /**
     * The normalisation of a group of rows that share statistics, per channel, {@link Channels#repeated}: v = factor x + offset.
     *
     * @param mean of the group
     * @param scale 1 / sqrt(var + epsilon)
     */
    record Line(float[] factor, float[] offset, float[] mean, float[] scale) {

        /** Of no normalisation. */
        static Line identity(int channels) {
            float[] ones = new float[channels];
            Arrays.fill(ones, 1);
            float[] zeros = Channels.repeated(new float[channels]);
            return new Line(Channels.repeated(ones), zeros, zeros, zeros);
        }

        /** Adds d to one sum and d xhat to the other. */
        void addGradients(float[] d, float[] a, int length, float[] sums, float[] products) {
            for (int i = 0; i < length; i++) {
                sums[i] += d[i];
                products[i] += d[i] * ((a[i] - mean[i]) * scale[i]);
            }
        }
    }

    /** The gradient by the input of a group, per channel, {@link Channels#repeated}: ofGradient dv + ofInput (x - mean) + constant. */
    record Slope(float[] ofGradient, float[] ofInput, float[] constant, float[] mean) {

        void apply(float[] d, float[] a, int length) {
            for (int i = 0; i < length; i++) d[i] = d[i] * ofGradient[i] + (a[i] - mean[i]) * ofInput[i] + constant[i];
        }
    }

    /** How to normalise {@code x}: for each batch, or for each image. */
    Line[] lines(Tensor x, Pass pass) {
        Line[] lines = new Line[kind == NormKind.BATCH ? pass.batches() : x.n()];
        int rows = x.length() / channels / lines.length;
        for (int g = 0; g < lines.length; g++) lines[g] = line(statistics(x, pass, g * rows, rows));
        return lines;
    }

    /**
     * v = factor x + offset, per channel.
     *
     * @param scale 1 / sqrt(var + epsilon)
     */
    record Affine(float[] factor, float[] offset, float[] scale) {}

    /** What batch normalisation does outside training. */
    Affine running() {
        return affine(runningStatistics());
    }

    private Affine affine(Statistics s) {
        float[] factor = new float[channels];
        float[] offset = new float[channels];
        float[] scales = new float[channels];
        gain.values().get(0, factor);
        bias.values().get(0, offset);
        for (int c = 0; c < channels; c++) {
            double scale = 1 / Math.sqrt(s.variance[c] + EPSILON);
            offset[c] = (float) (offset[c] - s.mean[c] * factor[c] * scale);
            factor[c] = (float) (factor[c] * scale);
            scales[c] = (float) scale;
        }
        return new Affine(factor, offset, scales);
    }

    private Line line(Statistics s) {
        Affine map = affine(s);
        return new Line(Channels.repeated(map.factor), Channels.repeated(map.offset), Channels.repeated(floats(s.mean)), Channels.repeated(map.scale));
    }

    private Statistics runningStatistics() {
        return new Statistics(doubles(runningMean.values()), doubles(runningVar.values()));
    }

    private Statistics statistics(Tensor x, Pass pass, int firstRow, int rows) {
        if (!pass.training()) {
            if (kind == NormKind.BATCH) return runningStatistics();
            if (frozen != null) return frozen;
        }
        Channels.Moments moments = Channels.moments(Rows.of(x), firstRow, rows);
        double[] m = moments.mean();
        double[] v = moments.squares();
        for (int c = 0; c < channels; c++) v[c] /= rows;
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

    /**
     * The backward pass of a group: dx = gain scale (dv - mean(dv) - xhat mean(dv xhat)), the means over the rows that shared the statistics.
     *
     * @param sums per channel those of dv, then those of dv xhat
     * @param line of the forward pass
     * @param wanted whether the gradients of gain and bias are added to
     */
    Slope slope(Line line, double[] sums, int rows, Gradients wanted) {
        if (wanted.ofWeights()) {
            gain.accumulate(Arrays.copyOfRange(sums, channels, 2 * channels));
            bias.accumulate(Arrays.copyOf(sums, channels));
        }
        float[] ofInput = new float[channels];
        float[] constant = new float[channels];
        for (int c = 0; c < channels; c++) {
            ofInput[c] = (float) (-line.factor[c] * (double) line.scale[c] * sums[channels + c] / rows);
            constant[c] = (float) (-line.factor[c] * sums[c] / rows);
        }
        return new Slope(line.factor, Channels.repeated(ofInput), Channels.repeated(constant), line.mean);
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

    List<Parameter> parameters() {
        return List.of(gain, bias);
    }

    List<StateTensor> state(String prefix) {
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
    }
}
