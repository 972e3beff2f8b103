package sc.fiji.pix2pix.intensity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PixelSampleTest {

    @Test
    void fewPixelsAreAllKeptWithoutMissingOnes() {
        PixelSample sample = new PixelSample(10, 1);
        assertTrue(sample.isEmpty());
        sample.add(new float[] {3, Float.NaN, 1});
        sample.add(new float[] {Float.NEGATIVE_INFINITY, 2});
        assertArrayEquals(new float[] {1, 2, 3}, sample.sorted());
        assertEquals(1, sample.minimum());
        assertEquals(3, sample.maximum());
    }

    @Test
    void everyPartOfALongStreamIsSampledAlike() {
        PixelSample sample = new PixelSample(10_000, 1);
        float[] plane = new float[1000];
        for (int i = 0; i < 1000; i++) {
            for (int k = 0; k < plane.length; k++) plane[k] = i;
            sample.add(plane);
        }
        float[] sorted = sample.sorted();
        assertEquals(10_000, sorted.length);
        // Planes 0 to 999: quantiles of a uniform distribution, whose standard error at the median is 1000 * 0.5 / 100 = 5.
        for (double share : new double[] {0.1, 0.5, 0.9}) assertEquals(1000 * share, PixelSample.quantile(sorted, share), 20);
        assertEquals(0, sample.minimum());
        assertEquals(999, sample.maximum());
    }

    @Test
    void quantilesAreInterpolated() {
        float[] sorted = {0, 10, 20, 30, 40};
        assertEquals(0, PixelSample.quantile(sorted, 0));
        assertEquals(20, PixelSample.quantile(sorted, 0.5));
        assertEquals(39, PixelSample.quantile(sorted, 0.975), 1e-9);
        assertEquals(40, PixelSample.quantile(sorted, 1));
    }
}
