package sc.fiji.pix2pix.train;

import java.util.Random;
import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.PixelLoss;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.Tensor;

/** Opens the training step of pix2pix to the benchmark: each run is one step on the same random batch. */
public final class StepWorkload implements Runnable {
    private final Pix2Pix networks;
    private final Tensor input;
    private final Tensor target;
    private long seed;

    /** @param size side of the images in pixels */
    public StepWorkload(GeneratorSettings g, DiscriminatorSettings d, int batch, int size, Precision precision) {
        networks = new Pix2Pix(g, d, GanLoss.BCE, PixelLoss.L1, 100, precision, 1);
        input = random(batch, size, g.inputChannels(), 1);
        target = random(batch, size, g.outputChannels(), 2);
    }

    private static Tensor random(int batch, int size, int channels, long seed) {
        Tensor tensor = Tensor.allocate(batch, size, size, channels);
        Random random = new Random(seed);
        for (int i = 0; i < tensor.length(); i++) tensor.floats().put(i, 2 * random.nextFloat() - 1);
        return tensor;
    }

    @Override
    public void run() {
        networks.step(input, target, 2e-4, true, seed++);
    }
}
