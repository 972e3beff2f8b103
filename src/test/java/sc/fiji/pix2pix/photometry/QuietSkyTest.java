package sc.fiji.pix2pix.photometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class QuietSkyTest {

    @Test
    void findsTheNoiseUnderAGalaxyThatFillsTheImage() {
        Raster image = new StarField(300, 300, null, 100, 4, 2).image;
        QuietSky noise = QuietSky.of(image, 0);
        assertEquals(4, noise.sigma(), 0.08);
        assertEquals(100, noise.level(), 0.5);
        StarField.add(image, ProfileFit.of(70, 2, 0, 0), 150, 150, 500);
        assertTrue(SkyEstimate.of(image, 0).std() > 8);
        assertEquals(4, QuietSky.of(image, 0).sigma(), 0.4);
    }

    @Test
    void smallAndMaskedImagesHaveOneAsWell() {
        assertEquals(4, QuietSky.of(new StarField(30, 30, null, 100, 4, 2).image, 0).sigma(), 0.4);
        Raster masked = new StarField(200, 200, null, 100, 4, 2).image;
        for (int i = 0; i < 200 * 200; i++) if (i % 200 == 50 || i / 200 < 9) masked.plane(0)[i] = Float.NaN;
        assertEquals(4, QuietSky.of(masked, 0).sigma(), 0.2);
        assertEquals(0, QuietSky.of(new Raster(64, 64, 1, PixelType.FLOAT32), 0).sigma());
    }

    @Test
    void paddingIsNoSky() {
        Raster padded = new StarField(300, 300, null, 100, 4, 2).image;
        for (int i = 0; i < 300 * 300; i++) if (i % 300 + 0.4 * (i / 300) > 230) padded.plane(0)[i] = 0;
        QuietSky sky = QuietSky.of(padded, 0);
        assertEquals(4, sky.sigma(), 0.2);
        assertEquals(100, sky.level(), 1);
    }
}
