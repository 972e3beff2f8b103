package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sc.fiji.pix2pix.metrics.TestImages.flat;
import static sc.fiji.pix2pix.metrics.TestImages.noisy;
import static sc.fiji.pix2pix.metrics.TestImages.sky;

import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.Raster;

class BackgroundNoiseTest {

    @Test
    void ofPureNoiseAndOfAFieldFullOfLight() {
        assertEquals(2, BackgroundNoise.of(noisy(flat(128, 5), 2, 1)), 0.08);
        Raster galaxy = sky(128, 5, new double[] {64, 64, 3e5, 25, 20});
        assertEquals(2, BackgroundNoise.of(noisy(galaxy, 2, 1)), 0.12);
    }

    @Test
    void smallImagesAndMissingPixels() {
        Raster image = noisy(flat(20, 5), 2, 2);
        assertEquals(2, BackgroundNoise.of(image), 0.3);
        for (int i = 0; i < 300; i++) image.plane(0)[i] = Float.NaN;
        assertEquals(2, BackgroundNoise.of(image), 0.5);
        assertEquals(0, BackgroundNoise.of(flat(20, 5)));
        assertThrows(IllegalArgumentException.class, () -> BackgroundNoise.of(flat(20, Float.NaN)));
    }
}
