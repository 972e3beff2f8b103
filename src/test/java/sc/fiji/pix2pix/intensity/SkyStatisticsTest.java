package sc.fiji.pix2pix.intensity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SkyStatisticsTest {

    @Test
    void medianAndMedianDeviationByHand() {
        // Median 3; deviations 2 1 0 1 2, their median 1. Nothing lies beyond 3 x 1.4826.
        assertEquals(new SkyStatistics(3, 1.4826), SkyStatistics.of(new float[] {1, 2, 3, 4, 5}));
        // Median 2.5; deviations 1.5 0.5 0.5 1.5, their median 1.
        assertEquals(new SkyStatistics(2.5, 1.4826), SkyStatistics.of(new float[] {1, 2, 3, 4}));
        assertEquals(new SkyStatistics(7, 0), SkyStatistics.of(new float[] {7}));
        assertEquals(new SkyStatistics(3, 1.4826), SkyStatistics.of(new float[] {2, 4}));
    }

    @Test
    void aSourceIsCutAndTheRestMeasuredAgain() {
        // First round: median 4, deviations 3 2 1 0 1 2 996, sigma 2.97, 1000 is cut. Then median 3.5, deviations 0.5 0.5 1.5 1.5 2.5 2.5.
        assertEquals(new SkyStatistics(3.5, 1.5 * 1.4826), SkyStatistics.of(new float[] {1, 2, 3, 4, 5, 6, 1000}));
    }

    @Test
    void mostlyEqualValuesHaveNoScatter() {
        assertEquals(new SkyStatistics(0, 0), SkyStatistics.of(new float[] {0, 0, 0, 5, 9}));
    }

    @Test
    void gaussianSkyUnderSourcesIsRecovered() {
        Random random = new Random(1);
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (200 + 5 * random.nextGaussian() + (i % 20 == 0 ? 1000 * random.nextDouble() : 0));
        }
        Arrays.sort(values);
        SkyStatistics sky = SkyStatistics.of(values);
        assertEquals(200, sky.level(), 0.1);
        assertEquals(5, sky.sigma(), 0.15);
    }

    @Test
    void noValueIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SkyStatistics.of(new float[0]));
    }
}
