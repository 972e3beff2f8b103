package sc.fiji.pix2pix.predict;

import java.nio.FloatBuffer;
import java.util.List;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.Region;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.nn.Upsampling;

/** A generator as a {@link TileFunction}. */
final class GeneratorFunction implements TileFunction {
    private final Generator generator;
    private final GeneratorSettings settings;
    private final int radius;
    private Tensor input;

    /** @param generator is closed with this function */
    GeneratorFunction(Generator generator) {
        this.generator = generator;
        this.settings = generator.settings();
        this.radius = generator.receptiveRadius();
    }

    @Override
    public int inputChannels() {
        return settings.inputChannels();
    }

    @Override
    public int outputChannels() {
        return settings.outputChannels();
    }

    @Override
    public int stride() {
        return settings.stride();
    }

    @Override
    public int radius() {
        return radius;
    }

    @Override
    public long bytes(int n, int h, int w) {
        return Float.BYTES * largest((long) n * h * w) > Integer.MAX_VALUE ? Long.MAX_VALUE : generator.inferenceBytes(n, h, w);
    }

    /** Values of the largest tensor on the way: one tensor holds less than 2 GB. */
    private long largest(long pixels) {
        long largest = pixels * Math.max(settings.inputChannels(), settings.outputChannels());
        for (int i = 0; i < settings.levels(); i++) {
            long channels = settings.channels(i) * (i == settings.levels() - 1 ? 1L : 2L); // encoder and decoder side by side
            int halvings = settings.upsampling() == Upsampling.RESIZE ? i : i + 1;
            largest = Math.max(largest, (pixels >> 2 * halvings) * channels);
        }
        return largest;
    }

    @Override
    public FloatBuffer input(int n, int h, int w) {
        input = Tensor.reuse(input, n, h, w, settings.inputChannels());
        return input.floats();
    }

    @Override
    public FloatBuffer run() {
        return generator.infer(input).floats();
    }

    @Override
    public void setCheck(Runnable check) {
        generator.setCheck(check);
    }

    @Override
    public int globalStatistics() {
        return generator.instanceNorms();
    }

    @Override
    public void collect(int k, List<Region> interiors) {
        generator.collectStatistics(input, k, interiors);
    }

    @Override
    public void fix(int k) {
        generator.fixStatistics(k);
    }

    @Override
    public void release() {
        generator.releaseStatistics();
    }

    @Override
    public void close() {
        if (input != null) input.close();
        generator.close();
    }
}
