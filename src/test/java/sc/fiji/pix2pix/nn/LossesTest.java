package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossesTest {

    @Test
    void crossEntropyOfKnownLogits() {
        // -log(sigmoid(0)) = log 2; softplus(2) = 2.126928, softplus(-2) = 0.126928
        assertEquals(Math.log(2), loss(GanLoss.BCE, true, false, 0), 1e-6);
        assertEquals(0.126928, loss(GanLoss.BCE, true, false, 2), 1e-5);
        assertEquals(2.126928, loss(GanLoss.BCE, false, false, 2), 1e-5);
        assertEquals(1000, loss(GanLoss.BCE, true, false, -1000), 1e-6);
    }

    @Test
    void leastSquaresAndHingeOfKnownLogits() {
        assertEquals(0.25, loss(GanLoss.LSGAN, true, false, 0.5f), 1e-6);
        assertEquals(9, loss(GanLoss.LSGAN, false, false, 3), 1e-6);
        assertEquals(0.5, loss(GanLoss.HINGE, true, false, 0.5f), 1e-6);
        assertEquals(0, loss(GanLoss.HINGE, true, false, 2), 1e-6);
        assertEquals(1.5, loss(GanLoss.HINGE, false, false, 0.5f), 1e-6);
        assertEquals(-2, loss(GanLoss.HINGE, true, true, 2), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(value = GanLoss.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void gradientIsTheDerivative(GanLoss kind) {
        for (boolean real : new boolean[] {true, false}) {
            for (boolean generator : new boolean[] {true, false}) {
                if (generator && !real) continue;
                for (float z : new float[] {-2.3f, -0.4f, 0.3f, 1.7f}) {
                    double numeric = (loss(kind, real, generator, z + 0.01f) - loss(kind, real, generator, z - 0.01f)) / 0.02;
                    assertEquals(numeric, gradient(kind, real, generator, z), 1e-3, kind + " at " + z);
                }
            }
        }
    }

    @Test
    void l1IsTheMeanAbsoluteDifferenceAndItsGradientTheSign() {
        try (Tensor a = of(1, -2, 3, 0.5f); Tensor b = of(0, 0, 5, 0.5f); Tensor g = of(9, 9, 9, 9)) {
            assertEquals(1.25, Losses.l1(a, b, 100, g), 1e-6);
            assertEquals(25, g.floats().get(0), 1e-5);
            assertEquals(-25, g.floats().get(1), 1e-5);
            assertEquals(-25, g.floats().get(2), 1e-5);
            assertEquals(0, g.floats().get(3), 1e-5);
        }
    }

    @Test
    void l2IsFollowedByItsGradientAndReportedAsL1() {
        try (Tensor a = of(1, -2, 3, 0.5f); Tensor b = of(0, 0, 5, 0.5f); Tensor g = of(9, 9, 9, 9)) {
            assertEquals(1.25, Losses.pixel(PixelLoss.L2, a, b, PixelUnits.NETWORK, 100, g), 1e-6);
            assertEquals(50, g.floats().get(0), 1e-4); // 100 * 2 * 1 / 4
            assertEquals(-100, g.floats().get(1), 1e-4);
            assertEquals(-100, g.floats().get(2), 1e-4);
            assertEquals(0, g.floats().get(3), 1e-4);
            assertEquals(1.25, Losses.pixel(PixelLoss.HUBER, a, b, PixelUnits.NETWORK, 100, g), 1e-6);
            assertEquals(2.5, g.floats().get(0), 1e-4); // 100 * 2 * 0.05 / 4
        }
    }

    /** Pixel values that are the square of the network's. */
    private static final PixelUnits SQUARED = new PixelUnits() {
        @Override
        public double value(int channel, float y) {
            return y * y;
        }

        @Override
        public double slope(int channel, float y) {
            return 2 * y;
        }
    };

    @Test
    void psnrHasTheGradientOfTheLogarithmsOfBothMeanSquares() {
        float[] made = {1, 2, 3, 0.5f};
        float[] wanted = {1.1f, 1.7f, 3.1f, 0.4f};
        try (Tensor a = of(made); Tensor b = of(wanted); Tensor g = of(9, 9, 9, 9)) {
            assertEquals(0.15, Losses.pixel(PixelLoss.PSNR, a, b, SQUARED, 2, g), 1e-6);
            for (int i = 0; i < made.length; i++) {
                float step = 1e-3f;
                float[] up = made.clone();
                float[] down = made.clone();
                up[i] += step;
                down[i] -= step;
                assertEquals(2 * (logs(up, wanted) - logs(down, wanted)) / (2 * step), g.floats().get(i), 0.02 * Math.abs(g.floats().get(i)) + 1e-3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PixelLoss.class)
    void whatIsMissingInTheTargetCountsAsRight(PixelLoss kind) {
        try (Tensor a = of(1, 2, 3, 0.5f); Tensor b = of(1.1f, Float.NaN, 3.1f, 0.4f); Tensor c = of(1.1f, 2, 3.1f, 0.4f); Tensor g = of(9, 9, 9, 9); Tensor h = of(9, 9, 9, 9)) {
            assertEquals(Losses.pixel(kind, a, c, SQUARED, 2, h), Losses.pixel(kind, a, b, SQUARED, 2, g), 1e-9);
            for (int i = 0; i < 4; i++) assertEquals(h.floats().get(i), g.floats().get(i), 1e-6 * Math.abs(h.floats().get(i)));
            assertEquals(0, g.floats().get(1));
        }
    }

    @ParameterizedTest
    @EnumSource(PixelLoss.class)
    void whatIsMissingInTheOutputIsWrong(PixelLoss kind) {
        try (Tensor a = of(1, Float.NaN); Tensor b = of(1.1f, 2); Tensor g = of(9, 9)) {
            assertTrue(Double.isNaN(Losses.pixel(kind, a, b, SQUARED, 1, g)));
        }
    }

    @Test
    void psnrOfAPerfectImageHasNoGradient() {
        try (Tensor a = of(1, 2); Tensor g = of(9, 9)) {
            Losses.pixel(PixelLoss.PSNR, a, a, SQUARED, 1, g);
            assertEquals(0, g.floats().get(0));
            assertEquals(0, g.floats().get(1));
        }
    }

    private static double logs(float[] made, float[] wanted) {
        double linear = 0;
        double stretched = 0;
        for (int i = 0; i < made.length; i++) {
            linear += Math.pow(SQUARED.value(0, made[i]) - SQUARED.value(0, wanted[i]), 2);
            stretched += Math.pow(made[i] - wanted[i], 2);
        }
        return (Math.log(linear) + Math.log(stretched)) / 2;
    }

    @Test
    void probabilityOfLogits() {
        try (Tensor z = of(0, 0, 1000, -1000)) {
            assertEquals(0.5, Losses.meanProbability(GanLoss.BCE, z), 1e-9);
        }
    }

    private static double loss(GanLoss kind, boolean real, boolean generator, float z) {
        try (Tensor t = of(z); Tensor g = of(0)) {
            return Losses.adversarial(kind, t, real, generator, 1, g);
        }
    }

    private static double gradient(GanLoss kind, boolean real, boolean generator, float z) {
        try (Tensor t = of(z); Tensor g = of(0)) {
            Losses.adversarial(kind, t, real, generator, 1, g);
            return g.floats().get(0);
        }
    }

    private static Tensor of(float... values) {
        Tensor t = Tensor.allocate(1, 1, values.length, 1);
        t.floats().put(0, values);
        return t;
    }
}
