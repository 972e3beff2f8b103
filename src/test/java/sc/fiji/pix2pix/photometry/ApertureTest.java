package sc.fiji.pix2pix.photometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class ApertureTest {

    private static Raster constant(float value) {
        Raster image = new Raster(30, 20, 1, PixelType.FLOAT32);
        Arrays.fill(image.plane(0), value);
        return image;
    }

    @Test
    void areasAreExact() {
        for (double radius : new double[] {0.3, 0.5, 1, 2.7, 6}) {
            Aperture sum = Aperture.sum(constant(3), 14.3, 9.8, radius);
            assertEquals(Math.PI * radius * radius, sum.area(), 1e-10);
            assertEquals(3 * Math.PI * radius * radius, sum.flux(), 1e-9);
        }
        assertEquals(1, Aperture.overlap(0.2, 0.1, 5), 1e-12);
        assertEquals(0, Aperture.overlap(7, 0, 5), 1e-12);
        // A quarter of the unit square around (0.5, 0.5) lies within 1 of the origin: pi / 4.
        assertEquals(Math.PI / 4, Aperture.overlap(0.5, 0.5, 1), 1e-12);
    }

    @Test
    void edgesAndMissingPixelsTakeTheirShareOfTheArea() {
        Raster image = constant(2);
        assertEquals(Math.PI * 9 / 4, Aperture.sum(image, -0.5, -0.5, 3).area(), 1e-10);
        image.plane(0)[10 * 30 + 15] = Float.NaN;
        assertEquals(Math.PI * 9 - 1, Aperture.sum(image, 15, 10, 3).area(), 1e-10);
        assertEquals(0, Aperture.flux(image, 15, 10, 3, 2), 1e-10);
    }

    @Test
    void theRingKnowsTheSky() {
        Raster image = constant(5);
        image.plane(0)[10 * 30 + 15] = 1000;
        assertEquals(5, Aperture.ring(image, 15, 10, 3, 6).median());
        assertEquals(995, Aperture.flux(image, 15, 10, 2, 5), 1e-9);
        assertThrows(IllegalArgumentException.class, () -> Aperture.sum(image, 1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> Aperture.ring(image, -100, 1, 3, 6));
    }
}
