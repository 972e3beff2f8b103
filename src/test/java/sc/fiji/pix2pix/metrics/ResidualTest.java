package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sc.fiji.pix2pix.metrics.TestImages.row;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class ResidualTest {

    @Test
    void theExampleOfTheDocumentation() {
        Residual residual = Residual.of(row(3, 1, 3, 1), row(1, 3, 1, 3), 2);
        assertEquals(new Residual(1, -1), residual);
    }

    @Test
    void whiteNoiseHasOneAndZero() {
        Random random = new Random(1);
        Raster observed = new Raster(100, 100, 1, PixelType.FLOAT32);
        for (int i = 0; i < 10000; i++) observed.plane(0)[i] = (float) (5 + 0.3 * random.nextGaussian());
        Residual residual = Residual.of(TestImages.flat(100, 5), observed, 0.3);
        assertEquals(1, residual.chiSquare(), 0.05); // standard error sqrt(2 / 10000)
        assertEquals(0, residual.structure(), 0.03);
    }

    /** Neighbours across the end of a row or a missing pixel are none. */
    @Test
    void missingPixelsAndEndsOfRows() {
        Raster reblurred = new Raster(2, 2, PixelType.FLOAT32, new float[] {1, 2, Float.NaN, 3});
        Residual residual = Residual.of(reblurred, TestImages.flat(2, 0), 1);
        assertEquals(14 / 3.0, residual.chiSquare(), 1e-12);
        assertEquals((2 + 6) / 2.0 / (14 / 3.0), residual.structure(), 1e-12);
        assertTrue(Double.isNaN(Residual.of(row(Float.NaN), row(0), 1).chiSquare()));
    }

    @Test
    void refusesNoNoise() {
        assertThrows(IllegalArgumentException.class, () -> Residual.of(row(1), row(1), 0));
    }
}
