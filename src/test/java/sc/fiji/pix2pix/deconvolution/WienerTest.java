package sc.fiji.pix2pix.deconvolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

class WienerTest {

    private static Raster apply(Raster image, double ratio) {
        return Wiener.apply(image, Scenes.PSF, OptionalDouble.of(ratio), Progress.NONE);
    }

    @Test
    void theRatioThatIsFoundIsCloseToTheBest() {
        Raster sharp = Scenes.sharp(128);
        Raster seen = Scenes.seen(sharp, 2, 3);
        double best = Double.POSITIVE_INFINITY;
        for (double exponent = -5; exponent < 2; exponent += 0.25) best = Math.min(best, Scenes.rms(apply(seen, Math.pow(10, exponent)), sharp));
        Raster result = Wiener.apply(seen, Scenes.PSF, OptionalDouble.empty(), Progress.NONE);
        assertTrue(Scenes.rms(result, sharp) < 1.1 * best);
        assertEquals(Scenes.sum(sharp), Scenes.sum(result), 0.02 * Scenes.sum(sharp));
    }

    /** With next to no noise term the filter undoes the blur. */
    @Test
    void invertsABlurWithoutNoise() {
        Raster sharp = Scenes.sharp(128);
        Raster seen = Scenes.seen(sharp, 0, 0);
        assertTrue(Scenes.rms(apply(seen, 1e-6), sharp) < 0.4 * Scenes.rms(seen, sharp));
    }

    @Test
    void aConstantStaysToItsEdges() {
        Raster sky = new Raster(50, 40, 1, PixelType.FLOAT32);
        Arrays.fill(sky.plane(0), 7);
        for (float v : apply(sky, 0.01).plane(0)) assertEquals(7, v, 1e-5);
    }

    @Test
    void missingPixelsStayMissingAndSpoilNothing() {
        Raster sharp = Scenes.sharp(128);
        Raster seen = Scenes.seen(sharp, 2, 3);
        Raster masked = Scenes.masked(seen);
        Raster result = apply(masked, 0.05);
        for (int i = 0; i < 128 * 128; i++) assertEquals(Float.isNaN(masked.plane(0)[i]), Float.isNaN(result.plane(0)[i]));
        assertTrue(Scenes.rms(result, sharp) < 1.5 * Scenes.rms(apply(seen, 0.05), sharp));
    }

    @Test
    void refusesWhatCannotWork() {
        Raster small = new Raster(16, 40, 1, PixelType.FLOAT32);
        assertThrows(IllegalArgumentException.class, () -> Wiener.apply(small, Kernel.gaussian(3, 17), OptionalDouble.of(1), Progress.NONE));
        assertThrows(IllegalArgumentException.class, () -> apply(Scenes.sharp(64), 0));
    }
}
