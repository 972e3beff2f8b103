package sc.fiji.pix2pix.deconvolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.Golden;
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
}
