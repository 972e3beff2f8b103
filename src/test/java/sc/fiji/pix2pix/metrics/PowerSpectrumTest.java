package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class PowerSpectrumTest {
    private static final double[] EDGES = {0, 0.1, 0.25, 0.5};

    private static Raster noise(int width, int height) {
        Random random = new Random(1);
        Raster image = new Raster(width, height, 1, PixelType.FLOAT32);
        for (int i = 0; i < width * height; i++) image.plane(0)[i] = (float) random.nextGaussian();
        return image;
    }

    private static Raster times(Raster image, float factor) {
        Raster result = new Raster(image.width(), image.height(), 1, PixelType.FLOAT32);
        for (int i = 0; i < result.plane(0).length; i++) result.plane(0)[i] = factor * image.plane(0)[i];
        return result;
    }

    @Test
    void theExampleOfTheDocumentation() {
        Raster truth = noise(31, 20);
        assertArrayEquals(new double[] {9, 9, 9}, PowerSpectrum.ratio(times(truth, 3), truth, EDGES), 1e-5);
    }

    /** The mean of two neighbours in a row multiplies a wave of u cycles per pixel by cos(pi u), so that its power falls by the square. */
    @Test
    void meansOfNeighboursLoseHighFrequencies() {
        int size = 128;
        Raster truth = new Raster(size, size, 1, PixelType.FLOAT32);
        Raster mean = new Raster(size, size, 1, PixelType.FLOAT32);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                truth.plane(0)[y * size + x] = wave(x);
                mean.plane(0)[y * size + x] = (wave(x) + wave(x - 1)) / 2;
            }
        }
        double[] ratio = PowerSpectrum.ratio(mean, truth, 0.05, 0.08, 0.2, 0.3);
        assertEquals(Math.pow(Math.cos(Math.PI / 16), 2), ratio[0], 1e-4);
        assertEquals(0.5, ratio[2], 1e-4);
    }

    private static float wave(int x) {
        return (float) (Math.sin(2 * Math.PI * x / 16) + Math.sin(2 * Math.PI * x / 4));
    }

    @Test
    void missingPixelsAreFilledInBoth() {
        Raster truth = noise(16, 16);
        Raster image = times(truth, 2);
        image.plane(0)[37] = Float.NaN;
        truth.plane(0)[90] = Float.POSITIVE_INFINITY;
        for (double ratio : PowerSpectrum.ratio(image, truth, EDGES)) assertEquals(4, ratio, 1e-5);
    }

    @Test
    void imagesWithoutPowerAndBadEdges() {
        Raster flat = TestImages.flat(8, 5);
        assertTrue(Double.isNaN(PowerSpectrum.ratio(flat, flat, EDGES)[1]));
        assertThrows(IllegalArgumentException.class, () -> PowerSpectrum.ratio(flat, flat, 0.2, 0.1));
        assertThrows(IllegalArgumentException.class, () -> PowerSpectrum.ratio(flat, flat, 0.2));
    }
}
