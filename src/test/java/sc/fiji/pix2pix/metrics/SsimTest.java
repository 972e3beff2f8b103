package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sc.fiji.pix2pix.metrics.TestImages.flat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.Golden;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class SsimTest {

    @Test
    void theExampleOfTheDocumentation() {
        assertEquals(0.80002, Ssim.gaussian(flat(11, 1), flat(11, 2), 2), 5e-6);
        assertEquals(0.80002, Ssim.uniform(flat(7, 1), flat(7, 2), 2, 7), 5e-6);
        assertEquals(1, Ssim.gaussian(flat(20, 3), flat(20, 3), 1), 1e-12);
    }

    @Test
    void agreesWithScikitImage() throws IOException {
        Golden golden = new Golden("image_science");
        Raster truth = TestImages.of(golden, "truth");
        Raster noisy = TestImages.of(golden, "noisy");
        double range = Psnr.peak(truth);
        assertEquals(golden.get("ssim_gaussian")[0], Ssim.gaussian(noisy, truth, range), 1e-6);
        assertEquals(golden.get("ssim_uniform7")[0], Ssim.uniform(noisy, truth, range, 7), 1e-6);
    }

    /** A missing pixel in the corner spoils one window; the others are those of the image without that row. */
    @Test
    void windowsWithMissingPixelsDoNotCount() {
        Raster truth = new Raster(11, 12, 1, PixelType.FLOAT32);
        Raster image = new Raster(11, 12, 1, PixelType.FLOAT32);
        for (int i = 0; i < 132; i++) {
            truth.plane(0)[i] = i % 7;
            image.plane(0)[i] = i % 5;
        }
        double without = Ssim.gaussian(image.crop(0, 1, 11, 11), truth.crop(0, 1, 11, 11), 6);
        image.plane(0)[0] = Float.NaN;
        assertEquals(without, Ssim.gaussian(image, truth, 6), 1e-12);
        truth.plane(0)[60] = Float.POSITIVE_INFINITY;
        assertEquals(Double.NaN, Ssim.gaussian(image, truth, 6));
    }

    @Test
    void channelsAreAveraged() {
        Raster truth = new Raster(11, 11, PixelType.FLOAT32, flat(11, 2).plane(0), flat(11, 2).plane(0));
        Raster image = new Raster(11, 11, PixelType.FLOAT32, flat(11, 2).plane(0), flat(11, 1).plane(0));
        assertEquals(0.90001, Ssim.gaussian(image, truth, 2), 5e-6);
    }

    @Test
    void tooSmallOrBadInput() {
        assertEquals(Double.NaN, Ssim.gaussian(flat(10, 1), flat(10, 1), 1));
        assertThrows(IllegalArgumentException.class, () -> Ssim.gaussian(flat(11, 1), flat(12, 1), 1));
        assertThrows(IllegalArgumentException.class, () -> Ssim.uniform(flat(11, 1), flat(11, 1), 1, 6));
        String message = assertThrows(IllegalArgumentException.class, () -> Ssim.gaussian(flat(11, 1), flat(11, 1), 0)).getMessage();
        assertTrue(message.contains("SSIM needs a positive data range"), message);
    }
}
