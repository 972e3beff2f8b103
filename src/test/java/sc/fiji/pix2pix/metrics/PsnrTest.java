package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sc.fiji.pix2pix.metrics.TestImages.row;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.Golden;
import sc.fiji.pix2pix.image.Raster;

class PsnrTest {

    @Test
    void theExampleOfTheDocumentation() {
        assertEquals(15.05, Psnr.of(row(0, 1, 3, 3), row(0, 1, 2, 4), 4), 0.005);
        assertEquals(4, Psnr.range(row(0, 1, 2, 4)));
        assertEquals(4, Psnr.peak(row(1, 1, 2, 4)));
    }

    @Test
    void equalImagesAndMissingPixels() {
        assertEquals(Double.POSITIVE_INFINITY, Psnr.of(row(1, 2), row(1, 2), 1));
        assertEquals(Psnr.of(row(1, 3), row(1, 2), 1), Psnr.of(row(1, 3, Float.NaN), row(1, 2, 5), 1));
        assertEquals(Double.NaN, Psnr.of(row(Float.NaN), row(1), 1));
        assertEquals(2, Psnr.range(row(1, Float.NaN, 3, Float.POSITIVE_INFINITY)));
        assertEquals(Double.NaN, Psnr.peak(row(Float.NaN)));
    }

    @Test
    void agreesWithScikitImage() throws IOException {
        Golden golden = new Golden("image_science");
        Raster truth = TestImages.of(golden, "truth");
        assertEquals(golden.get("psnr_db")[0], Psnr.of(TestImages.of(golden, "noisy"), truth, Psnr.peak(truth)), 1e-6);
    }

    @Test
    void refusesDifferentSizesAndNoRange() {
        assertThrows(IllegalArgumentException.class, () -> Psnr.of(row(1, 2), row(1), 1));
        assertThrows(IllegalArgumentException.class, () -> Psnr.of(row(1), row(1), 0));
    }
}
