package sc.fiji.pix2pix.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NnAccess;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.PixelLoss;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.nn.Upsampling;

/**
 * Training in bf16 learns as training in float32 does. Networks are given bf16 as it is, so that this runs also on processors where oneDNN has to
 * emulate it.
 */
class Bf16TrainingTest {
    private static final int SIZE = 32;
    private static final int STEPS = 40;
    /** Steps at the end that are averaged. */
    private static final int LAST = 10;

    @BeforeEach
    void needsBf16() {
        Assumptions.assumeTrue(NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
    }

    @Test
    void learnsAsMuchAsInFloat32() {
        double exact = 0;
        double rounded = 0;
        for (int seed = 1; seed <= 3; seed++) {
            double[] a = train(Precision.FLOAT32, seed);
            double[] b = train(Precision.BF16, seed);
            assertFalse(Arrays.equals(a, b), "bf16 was not used");
            assertEquals(a[0], b[0], 0.02 * a[0], "loss of the first step");
            assertTrue(end(b) < 0.5 * b[0], "L1 from " + b[0] + " to " + end(b));
            exact += end(a) / 3;
            rounded += end(b) / 3;
        }
        assertEquals(exact, rounded, 0.05 * exact, "mean L1 of three seeds at the end");
    }

    @Test
    void theSameSeedGivesTheSameTraining() {
        assertArrayEquals(train(Precision.BF16, 1), train(Precision.BF16, 1));
    }

    private static double end(double[] losses) {
        return Arrays.stream(losses, STEPS - LAST, STEPS).average().orElseThrow();
    }

    /** L1 of each step in taking noise away from smooth images; once warm, steps make no arrays. */
    private static double[] train(Precision precision, long seed) {
        GeneratorSettings g = new GeneratorSettings(1, 1, 3, 8, NormKind.BATCH, false, false, Upsampling.TRANSPOSED);
        DiscriminatorSettings d = new DiscriminatorSettings(1, 1, 8, 1, NormKind.BATCH);
        double[] losses = new double[STEPS];
        try (Pix2Pix net = new Pix2Pix(g, d, GanLoss.LSGAN, PixelLoss.L1, 100, precision, seed); Tensor input = Tensor.allocate(2, SIZE, SIZE, 1);
            Tensor target = Tensor.allocate(2, SIZE, SIZE, 1)) {
            Random random = new Random(seed);
            long arrays = 0;
            for (int step = 0; step < STEPS; step++) {
                fill(input, target, random);
                losses[step] = net.step(input, target, 2e-3, true, step).l1();
                if (step == 1) arrays = NnAccess.arraysMade();
            }
            assertEquals(arrays, NnAccess.arraysMade());
        }
        return losses;
    }

    private static void fill(Tensor input, Tensor target, Random random) {
        for (int n = 0; n < target.n(); n++) {
            double fx = 0.1 + 0.2 * random.nextDouble();
            double fy = 0.1 + 0.2 * random.nextDouble();
            double phase = 6 * random.nextDouble();
            for (int i = 0; i < SIZE * SIZE; i++) {
                float value = (float) (0.8 * Math.sin(fx * (i % SIZE) + phase) * Math.cos(fy * (i / SIZE)));
                target.floats().put(n * SIZE * SIZE + i, value);
                input.floats().put(n * SIZE * SIZE + i, (float) (value + 0.2 * random.nextGaussian()));
            }
        }
    }
}
