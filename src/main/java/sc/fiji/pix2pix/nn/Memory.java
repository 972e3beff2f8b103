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
            long out = i == 0 ? g.headChannels() : outer;
            count += 16 * inner * outer + inner + kernel * (i == g.levels() - 1 ? inner : 2 * inner) * out + out + 4 * (inner + out);
        }
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

    /** Activations that an inference of [n, h, w] keeps while the shape stays the same; without the weights. */
    public static long inferenceBytes(GeneratorSettings g, int n, int h, int w) {
        long values = 0;
        long pixels = (long) n * h * w;
        for (int i = 0; i < g.levels(); i++) {
            long inner = pixels >> 2 * (i + 1);
            long outer = pixels >> 2 * i;
            long in = i == g.levels() - 1 ? g.channels(i) : 2L * g.channels(i);
            long out = i == 0 ? g.headChannels() : g.channels(i - 1);
            // encoder: convolution, activation; decoder: resized image, convolution, and both halves of the next one's input or the result
            values += 2 * inner * g.channels(i);
            values += (g.upsampling() == Upsampling.RESIZE ? outer * in : 0) + outer * out + (i == 0 ? 1 : 2) * outer * out;
        }
        return Float.BYTES * (values + pixels * g.inputChannels());
    }

    /** The copy of the largest image that a convolution reads, where they multiply in another precision than float32. */
    public static long operandBytes(GeneratorSettings g, Precision precision, int n, int h, int w) {
        if (precision == Precision.FLOAT32) return 0;
        long pixels = (long) n * h * w;
        long decoder = g.channels(0) * (g.levels() == 1 ? 1L : 2L) * (g.upsampling() == Upsampling.RESIZE ? pixels : pixels / 4);
        return Short.BYTES * Math.max(decoder, pixels * g.inputChannels());
    }

    /** All that a training needs: weights, both moments, gradients of the discriminator, the averaged generator, activations and their gradients. */
    public static long trainingBytes(GeneratorSettings g, DiscriminatorSettings d, Precision precision, boolean averaging, int batch, int crop) {
        long activations = 2 * (inferenceBytes(g, batch, crop, crop) + operandBytes(g, precision, batch, crop, crop));
        long discriminator = 0;
        for (int i = 0; i < d.layers() + 1; i++) {
            long pixels = (long) batch * crop * crop >> 2 * Math.min(i + 1, d.layers());
            discriminator += 4 * pixels * d.channels(i);
        }
        discriminator += 2L * batch * crop * crop * (d.inputChannels() + d.outputChannels());
        return activations + Float.BYTES * (discriminator + weights(g) * (averaging ? 4 : 3) + weights(d) * 5);
    }
}
