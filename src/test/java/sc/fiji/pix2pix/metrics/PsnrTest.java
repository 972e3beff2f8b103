package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.Golden;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class PsnrTest {

    private static Raster row(float... values) {
        return new Raster(values.length, 1, PixelType.FLOAT32, values);
    }

    @Test
    void theExampleOfTheDocumentation() {
        assertEquals(15.05, Psnr.of(row(0, 1, 3, 3), row(0, 1, 2, 4), 4), 0.005);
        assertEquals(4, Psnr.range(row(0, 1, 2, 4)));
    }

    @Test
    void equalImagesAndMissingPixels() {
        assertEquals(Double.POSITIVE_INFINITY, Psnr.of(row(1, 2), row(1, 2), 1));
        assertEquals(Psnr.of(row(1, 3), row(1, 2), 1), Psnr.of(row(1, 3, Float.NaN), row(1, 2, 5), 1));
        assertEquals(Double.NaN, Psnr.of(row(Float.NaN), row(1), 1));
        assertEquals(2, Psnr.range(row(1, Float.NaN, 3, Float.POSITIVE_INFINITY)));
    }

    @Test
    void agreesWithScikitImage() throws IOException {
        Golden golden = new Golden("image_science");
        assertEquals(golden.get("psnr_db")[0], Psnr.of(raster(golden, "noisy"), raster(golden, "truth"), max(golden.get("truth"))), 1e-5);
    }

    private static Raster raster(Golden golden, String name) {
        double[] values = golden.get(name);
        float[] plane = new float[values.length];
        for (int i = 0; i < plane.length; i++) plane[i] = (float) values[i];
        return new Raster(64, 64, PixelType.FLOAT32, plane);
    }

    private static double max(double[] values) {
        double max = values[0];
        for (double v : values) max = Math.max(max, v);
        return max;
    }

    @Test
    void refusesDifferentSizesAndNoRange() {
        assertThrows(IllegalArgumentException.class, () -> Psnr.of(row(1, 2), row(1), 1));
        assertThrows(IllegalArgumentException.class, () -> Psnr.of(row(1), row(1), 0));
    }
}
