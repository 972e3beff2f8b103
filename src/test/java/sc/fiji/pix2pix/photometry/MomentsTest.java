package sc.fiji.pix2pix.photometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class MomentsTest {

    private static Raster gaussian(double x, double y, double fwhm, double e1, double e2) {
        Raster image = new Raster(80, 80, 1, PixelType.FLOAT32);
        StarField.add(image, ProfileFit.of(fwhm, Double.POSITIVE_INFINITY, e1, e2), x, y, 50);
        return image;
    }

    /** Of a Gaussian under its own window they are its own: (a^2 - b^2) / (a^2 + b^2) and the geometric mean of both sigmas. */
    @Test
    void areThoseOfAGaussian() {
        Moments m = Moments.measure(gaussian(40.3, 38.9, 6, 0.2, -0.3), 39, 40, 0, 2).orElseThrow();
        assertEquals(40.3, m.x(), 1e-4);
        assertEquals(38.9, m.y(), 1e-4);
        assertEquals(6 / 2.3548200450309493, m.sigma(), 2e-3);
        assertEquals(0.2, m.e1(), 1e-3);
        assertEquals(-0.3, m.e2(), 1e-3);
        assertEquals(Math.hypot(0.2, 0.3), m.ellipticity(), 1e-3);
    }

    @Test
    void giveUpWhereThereIsNoSource() {
        Raster empty = new Raster(40, 40, 1, PixelType.FLOAT32);
        assertTrue(Moments.measure(empty, 20, 20, 0, 2).isEmpty());
        empty.plane(0)[20 * 40 + 20] = 100; // narrower than pixels can show
        assertTrue(Moments.measure(empty, 20, 20, 0, 2).isEmpty());
        assertTrue(Moments.measure(gaussian(40, 40, 60, 0, 0), 40, 40, 0, 1).isEmpty()); // far wider than expected
    }
}
