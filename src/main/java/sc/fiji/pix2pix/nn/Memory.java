package sc.fiji.pix2pix.nn;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What networks need outside the Java heap, in bytes, and what the machine has. */
public final class Memory {

    private Memory() {}

    /** Memory that this computer, or the container that this program runs in, could give now without swapping. */
    public static long available() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long free = system.getFreeMemorySize();
        // Linux counts cached files as used though it gives them back; in a container with a limit of its own its figure is not the one that counts.
        long total = fromProc("MemTotal:");
        if (total > 0 && system.getTotalMemorySize() >= total) free = Math.max(free, fromProc("MemAvailable:"));
        return free;
    }

    /** What a network may take of it: half is left to other programs, to the growth of the Java heap and to the native library itself. */
    public static long usable() {
        return available() / 2;
    }

    private static long fromProc(String key) {
        Path file = Path.of("/proc/meminfo");
        if (!Files.isReadable(file)) return -1;
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key)) return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
        return -1;
    }

    /** Number of weights of a generator. */
    public static long weights(GeneratorSettings g) {
        long count = 0;
        int kernel = g.upsampling() == Upsampling.RESIZE ? 9 : 16;
        for (int i = 0; i < g.levels(); i++) {
            long inner = g.channels(i);
            long outer = i == 0 ? g.inputChannels() : g.channels(i - 1);
            long out = i == 0 ? g.decodedChannels() : outer;
            count += 16 * inner * outer + inner + kernel * (i == g.levels() - 1 ? inner : 2 * inner) * out + out + 4 * (inner + out);
        }
        for (int i = 0; i < g.refinement(); i++) count += (9L * g.refinementInput(i) + 1) * g.refinementOutput(i);
        return count;
    }

    /** Number of weights of a discriminator. */
    public static long weights(DiscriminatorSettings d) {
        long count = 0;
        for (int i = 0; i < d.layers() + 2; i++) {
            long in = i == 0 ? d.inputChannels() + d.outputChannels() : d.channels(i - 1);
            count += 16 * in * d.channels(i) + 5L * d.channels(i);
        }
        return count;
    }

    /** What {@link TiledInference} keeps for a batch of tiles, [n, h, w]; {@link Long#MAX_VALUE} if a tensor would need 2 GB or more. */
    public static long tileBytes(GeneratorSettings g, Precision precision, int level, int n, int h, int w) {
        long pixels = (long) n * h * w;
        if (tooLong(largest(g, 0, level, pixels))) return Long.MAX_VALUE;
        long atCut = level < g.levels() ? 2 * (pixels >> 2 * level) * g.channels(level - 1) : 0;
        int packed = Math.max(0, Math.min(PackedImages.levels(g, precision), level < g.levels() ? level - 1 : level));
        long transformed = WinogradMemory.inference(g, precision, Double.POSITIVE_INFINITY, 0, level, n, h, w);
        // Of one image the last convolution's output is given on as it comes.
        long given = n == 1 && g.refinement() == 0 && g.blend() == 0 ? pixels * g.decodedChannels() : 0;
        long input = pixels * g.inputChannels();
        boolean rounded = PackedImages.input(g, packed) == Precision.BF16;
        if (rounded) input = input / 2 + Math.min(input, OneDnnRounding.BAND);
        // What is in bf16 is not copied to be multiplied.
        return Float.BYTES * (values(g, 0, level, pixels, 1, packed) - given + atCut + input + transformed) + operandBytes(g, precision, rounded ? packed : 0, pixels);
    }

    /** What it keeps besides for the inner levels of a whole image; {@link Long#MAX_VALUE} if a tensor would need 2 GB or more. */
    public static long wholeBytes(GeneratorSettings g, Precision precision, int level, int h, int w) {
        if (level == g.levels()) return 0;
        long pixels = (long) h * w;
        if (tooLong(largest(g, level, g.levels(), pixels))) return Long.MAX_VALUE;
        // At the cut there are only what enters and what leaves, as the convolution's output.
        long unjoined = (pixels >> 2 * level) * g.channels(level - 1);
        long transformed = WinogradMemory.inference(g, precision, Double.POSITIVE_INFINITY, level, g.levels(), 1, h, w);
        return Float.BYTES * (values(g, level, g.levels(), pixels, 1, 0) - unjoined + transformed) + operandBytes(g, precision, level, pixels);
    }

    private static boolean tooLong(long values) {
        return Float.BYTES * values > Integer.MAX_VALUE - Floats.LINE;
    }

    /**
     * Of levels {@code from} to {@code to} - 1 and the input of the decoder level that follows.
     *
     * @param encoded how often what an encoder level gives is kept
     * @param packed levels that are kept in bf16
     */
    private static long values(GeneratorSettings g, int from, int to, long pixels, int encoded, int packed) {
        long values = 0;
        for (int i = from; i < to; i++) {
            long inner = pixels >> 2 * (i + 1);
            long outer = pixels >> 2 * i;
            long out = i == 0 ? g.decodedChannels() : g.channels(i - 1);
            // decoder: resized image, convolution, and both halves of the next one's input or the result
            values += encoded * inner * g.channels(i) / (i < packed ? 2 : 1);
            values += (g.upsampling() == Upsampling.RESIZE ? outer * decoderChannels(g, i) : 0) + (i <= packed && i > 0 ? 0 : outer * out)
                + (i == 0 ? outer * out : 2 * outer * out / (i <= packed ? 2 : 1));
        }
        if (from == 0 && g.refinement() > 0) {
            for (int i = 0; i < g.refinement(); i++) values += pixels * g.refinementInput(i) * (i == 0 ? 1 : encoded);
            values += pixels * g.headChannels();
        }
        return values + scratch(g, from, to, pixels);
    }

    /**
     * What convolutions to few channels ({@link OneDnnFold}) and enlargements in blocks ({@link OneDnnPhases}) put in order, one after the other in the same memory.
     */
    private static long scratch(GeneratorSettings g, int from, int to, long pixels) {
        long most = 0;
        for (int i = from; i < to; i++) {
            long outer = pixels >> 2 * i;
            int out = i == 0 ? g.decodedChannels() : g.channels(i - 1);
            // Rows of the last level are put in order behind what they come from.
            long decoder = g.upsampling() == Upsampling.RESIZE ? folded(outer, 9, out) : (i == 0 ? 2 : 1) * Math.min(outer * out * 9 / 8, OneDnnPhases.BAND);
            most = Math.max(most, Math.max(folded(outer, 16, g.channels(i)), decoder));
        }
        if (from == 0) for (int i = 0; i < g.refinement(); i++) most = Math.max(most, folded(pixels, 9, g.refinementOutput(i)));
        return most;
    }

    private static long folded(long pixels, int taps, int channels) {
        return channels <= OneDnnDirections.FEW_CHANNELS ? Math.min(pixels * taps * channels, OneDnnFold.BAND) : 0;
    }

    /** Values of the largest tensor of levels {@code from} to {@code to} - 1. */
    private static long largest(GeneratorSettings g, int from, int to, long pixels) {
        long largest = (pixels >> 2 * from) * (from == 0 ? Math.max(g.inputChannels() + (g.refinement() > 0 ? g.width() : 0), g.headChannels()) : g.channels(from - 1));
        for (int i = from; i < to; i++) {
            int halvings = g.upsampling() == Upsampling.RESIZE ? i : i + 1;
            largest = Math.max(largest, (pixels >> 2 * halvings) * decoderChannels(g, i));
        }
        return largest;
    }

    private static long decoderChannels(GeneratorSettings g, int level) {
        return g.channels(level) * (level == g.levels() - 1 ? 1L : 2L); // encoder and decoder side by side
    }

    /** The copy of the largest image that a convolution from level {@code from} on reads, where it multiplies in another precision than float32. */
    private static long operandBytes(GeneratorSettings g, Precision precision, int from, long pixels) {
        if (precision == Precision.FLOAT32) return 0;
        long outer = pixels >> 2 * from;
        long decoder = decoderChannels(g, from) * (g.upsampling() == Upsampling.RESIZE ? outer : outer / 4);
        return Short.BYTES * Math.max(decoder, outer * (from == 0 ? g.inputChannels() : g.channels(from - 1)));
    }

    /** Number of weights of the layer that has most. */
    private static long widest(GeneratorSettings g) {
        long most = 0;
        int kernel = g.upsampling() == Upsampling.RESIZE ? 9 : 16;
        for (int i = 0; i < g.levels(); i++) most = Math.max(most, kernel * decoderChannels(g, i) * (i == 0 ? g.decodedChannels() : g.channels(i - 1)));
        return most;
    }

    /**
     * All that a training needs: weights, both moments, gradients and copies of weights in other orders, which large layers of a generator share, the averaged
     * generator, activations and their gradients.
     */
    public static long trainingBytes(GeneratorSettings g, DiscriminatorSettings d, Precision precision, boolean averaging, int batch, int crop) {
        long pixels = (long) batch * crop * crop;
        long activations = 2 * Float.BYTES * (values(g, 0, g.levels(), pixels, 2, 0) + pixels * g.inputChannels())
            + 2 * operandBytes(g, precision, 0, pixels);
        long discriminator = 0;
        long inOrder = 0;
        for (int i = 0; i < d.layers() + 1; i++) {
            long small = pixels >> 2 * Math.min(i + 1, d.layers());
            discriminator += 8 * small * d.channels(i); // of real and generated images at once
            long large = 2 * pixels >> 2 * Math.min(i, d.layers());
            long gradient = i == 0 ? 0 : Math.min(large * d.channels(i - 1) * 9 / 8, OneDnnPhases.BAND);
            inOrder = Math.max(inOrder, Math.max(folded(large, 16, d.channels(i)), gradient));
        }
        discriminator += inOrder;
        discriminator += 4 * pixels * (d.inputChannels() + d.outputChannels());
        if (precision == Precision.FLOAT32) {
            discriminator += WinogradMemory.training(g, batch, crop) + WinogradMemory.training(d, batch, crop);
            if (averaging) discriminator += WinogradMemory.inference(g, Precision.FLOAT32, 1, 0, g.levels(), batch, crop, crop);
        }
        return activations + Float.BYTES * (discriminator + weights(g) * (averaging ? 4 : 3) + 3 * widest(g) + weights(d) * 7);
    }
}
