package sc.fiji.pix2pix.photometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.Golden;

class SkyEstimateTest {

    @Test
    void agreesWithAstropy() throws IOException {
        Golden golden = new Golden("image_science");
        double[] noisy = golden.get("noisy");
        float[] values = new float[noisy.length];
        for (int i = 0; i < values.length; i++) values[i] = (float) noisy[i];
        SkyEstimate sky = SkyEstimate.of(values);
        double[] expected = golden.get("sigma_clipped_mean_median_std");
        assertEquals(expected[0], sky.mean(), 1e-6 * expected[0]);
        assertEquals(expected[1], sky.median(), 1e-6 * expected[1]);
        assertEquals(expected[2], sky.std(), 1e-6 * expected[2]);
        assertEquals(golden.get("mad_std")[0], sky.madStd(), 1e-6 * sky.madStd());
    }

    /** Of 1 to 9 and 100 the standard deviation is 28.6, so 100 goes (3.3 sigma from the median); of 1 to 9 it is sqrt(60 / 9). */
    @Test
    void dropsWhatIsFarFromTheMedian() {
        SkyEstimate sky = SkyEstimate.of(new float[] {3, 1, Float.NaN, 2, 100, 4, 5, 6, 9, 8, 7, Float.POSITIVE_INFINITY});
        assertEquals(9, sky.count());
        assertEquals(5, sky.mean());
        assertEquals(5, sky.median());
        assertEquals(Math.sqrt(60.0 / 9), sky.std(), 1e-12);
        assertEquals(2.5 * SkyEstimate.SIGMA_PER_MAD, sky.madStd(), 1e-12);
    }

    @Test
    void refusesAnImageWithoutPixels() {
        assertThrows(IllegalArgumentException.class, () -> SkyEstimate.of(new float[] {Float.NaN}));
    }
}
