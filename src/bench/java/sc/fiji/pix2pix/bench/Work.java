package sc.fiji.pix2pix.bench;

import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.GeneratorSettings;

/**
 * Floating-point operations that convolutions cannot do without, two per multiplication and addition. Transposed convolutions of stride 2 count the
 * products that are not with an inserted zero.
 */
final class Work {
    private static final long KERNEL = 16;

    private Work() {}

    /** GFLOP of one generator pass over {@code images} of {@code size} x {@code size} pixels. */
    static double inference(GeneratorSettings g, int images, int size) {
        return 2e-9 * images * generator(g, size);
    }

    /**
     * GFLOP of a training step: the generator forward and both gradients; the discriminator three times forward, twice both gradients and once the
     * gradient by the image; without the gradients by the inputs of the first layers, which nobody wants.
     */
    static double step(GeneratorSettings g, DiscriminatorSettings d, int batch, int size) {
        long first = down(g, 0, size);
        long firstOfD = layer(d, 0, size);
        return 2e-9 * batch * (3 * generator(g, size) - first + 8 * discriminator(d, size) - 2 * firstOfD);
    }

    private static long generator(GeneratorSettings g, long size) {
        long products = 0;
        for (int i = 0; i < g.levels(); i++) {
            long inner = size >> i + 1;
            long in = g.channels(i) * (i == g.levels() - 1 ? 1L : 2L);
            long out = i == 0 ? g.outputChannels() : g.channels(i - 1);
            products += down(g, i, size) + inner * inner * KERNEL * in * out;
        }
        return products;
    }

    private static long down(GeneratorSettings g, int level, long size) {
        long inner = size >> level + 1;
        return inner * inner * KERNEL * g.channels(level) * (level == 0 ? g.inputChannels() : g.channels(level - 1));
    }

    private static long discriminator(DiscriminatorSettings d, long size) {
        long products = 0;
        for (int i = 0; i < d.layers() + 2; i++) products += layer(d, i, size);
        return products;
    }

    private static long layer(DiscriminatorSettings d, int i, long size) {
        long side = i < d.layers() ? size >> i + 1 : (size >> d.layers()) - (i - d.layers() + 1);
        return side * side * KERNEL * d.channels(i) * (i == 0 ? d.inputChannels() + d.outputChannels() : d.channels(i - 1));
    }
}
