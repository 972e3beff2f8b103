package sc.fiji.pix2pix.deconvolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.Golden;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

class RichardsonLucyTest {

    @Test
    void agreesWithScikitImage() throws IOException {
        Golden golden = new Golden("image_science");
        double[] noisy = golden.get("noisy");
        float[] plane = new float[noisy.length];
        for (int i = 0; i < plane.length; i++) plane[i] = (float) noisy[i];
        Raster image = new Raster(64, 64, PixelType.FLOAT32, plane);
        RichardsonLucySettings settings = new RichardsonLucySettings(20, false, OptionalDouble.empty(), 0, RichardsonLucySettings.Model.DARK);
        Raster result = RichardsonLucy.apply(image, Kernel.gaussian(2 * Kernel.FWHM_PER_SIGMA, 17), settings, Progress.NONE);
        double[] expected = golden.get("richardson_lucy_20");
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], result.plane(0)[i], 1e-6 * expected[i]);
    }

    @Test
    void sharpensAndKeepsTheFlux() {
        Raster sharp = Scenes.sharp(128);
        Raster seen = Scenes.seen(sharp, 2, 3);
        Raster result = RichardsonLucy.apply(seen, Scenes.PSF, RichardsonLucySettings.fixed(25), Progress.NONE);
        assertTrue(Scenes.rms(result, sharp) < 0.5 * Scenes.rms(seen, sharp));
        assertEquals(Scenes.sum(sharp), Scenes.sum(result), 0.02 * Scenes.sum(sharp));
    }

    @Test
    void stopsWhenTheResidualIsDownToTheNoise() {
        Raster sharp = Scenes.sharp(128);
        RichardsonLucy measured = new RichardsonLucy(Scenes.seen(sharp, 2, 3), 0, Scenes.PSF, RichardsonLucySettings.stopping(500));
        measured.run(Progress.NONE);
        assertTrue(measured.iterations() > 3 && measured.iterations() < 500, measured.iterations() + " iterations");
        assertTrue(measured.chiSquare() <= 1);
        RichardsonLucySettings noisier = new RichardsonLucySettings(500, true, OptionalDouble.of(4), 0, RichardsonLucySettings.Model.SKY);
        RichardsonLucy early = new RichardsonLucy(Scenes.seen(sharp, 2, 3), 0, Scenes.PSF, noisier);
        early.run(Progress.NONE);
        assertTrue(early.iterations() < measured.iterations(), early.iterations() + " iterations");
    }

    /** Near what is missing the result is the same as without the mask, up to the information that is lost. */
    @Test
    void missingPixelsStayMissingAndSpoilNothing() {
        Raster sharp = Scenes.sharp(128);
        Raster seen = Scenes.seen(sharp, 2, 3);
        Raster masked = Scenes.masked(seen);
        for (RichardsonLucySettings.Model model : RichardsonLucySettings.Model.values()) {
            RichardsonLucySettings settings = new RichardsonLucySettings(15, false, OptionalDouble.empty(), 0, model);
            Raster whole = RichardsonLucy.apply(seen, Scenes.PSF, settings, Progress.NONE);
            Raster result = RichardsonLucy.apply(masked, Scenes.PSF, settings, Progress.NONE);
            for (int i = 0; i < 128 * 128; i++) assertEquals(Float.isNaN(masked.plane(0)[i]), Float.isNaN(result.plane(0)[i]));
                assertTrue(Scenes.rms(result, sharp) < 1.1 * Scenes.rms(whole, sharp));
        }
    }

    /** A star half outside on the left leaves the right edge alone, and the edge pixels explain it without a dark or bright rim. */
    @Test
    void edgesDoNotWrapAround() {
        Raster wide = new Raster(96, 64, 1, PixelType.FLOAT32);
        Arrays.fill(wide.plane(0), 10);
        wide.plane(0)[30 * 96 + 15] = 5000;
        Raster seen = Convolution.apply(wide, Scenes.PSF, Convolution.Edge.NEAREST).crop(16, 0, 64, 64);
        Raster result = RichardsonLucy.apply(seen, Scenes.PSF, RichardsonLucySettings.fixed(20), Progress.NONE);
        for (int y = 0; y < 64; y++) assertEquals(10, result.get(63, y, 0), 0.5);
        for (int y = 0; y < 64; y++) assertEquals(10, result.get(32, y, 0), 0.5);
    }

    @Test
    void countsNoFurtherThanTheIterationsThereAre() {
        List<String> reports = new ArrayList<>();
        RichardsonLucy.apply(Scenes.sharp(48), Scenes.PSF, RichardsonLucySettings.fixed(2), (fraction, message) -> reports.add(message));
        assertEquals(List.of("Richardson-Lucy 1/2", "Richardson-Lucy 2/2", "Richardson-Lucy 2/2"), reports);
    }

    @Test
    void refusesWhatCannotWork() {
        Raster small = new Raster(16, 40, 1, PixelType.FLOAT32);
        String message = assertThrows(IllegalArgumentException.class, () -> RichardsonLucy.apply(small, Kernel.gaussian(3, 17), RichardsonLucySettings.fixed(1),
            Progress.NONE)).getMessage();
        assertTrue(message.contains("17 x 17") && message.contains("16 x 40"), message);
        assertThrows(IllegalArgumentException.class, () -> RichardsonLucySettings.fixed(0));
        assertThrows(IllegalArgumentException.class, () -> new RichardsonLucySettings(1, true, OptionalDouble.of(0), 0, RichardsonLucySettings.Model.SKY));
    }
}
