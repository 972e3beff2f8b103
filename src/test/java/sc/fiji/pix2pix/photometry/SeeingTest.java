package sc.fiji.pix2pix.photometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class SeeingTest {

    @ParameterizedTest
    @CsvSource({"2, 3, 0, 0", "3, 2.5, 0.1, -0.05", "4.5, 4, -0.2, 0.1", "7, 3, 0, 0.15", "10, 100, 0, 0"})
    void findsTheWidthOfStarsOfSignalToNoise50(double fwhm, double beta, double e1, double e2) {
        ProfileFit profile = ProfileFit.of(fwhm, beta, e1, e2);
        StarField field = new StarField(520, 520, profile, 1000, 5, 1);
        field.addGrid((int) Math.ceil(11 * fwhm) + 5, StarField.peak(profile, 50, 5), new Random(2));
        SeeingResult seeing = Seeing.measure(field.image, OptionalDouble.of(0.4));
        assertEquals(fwhm, seeing.fwhm(), 0.03 * fwhm);
        assertEquals(0.4 * seeing.fwhm(), seeing.arcsec().getAsDouble(), 1e-12);
        assertEquals(1 / beta, 1 / seeing.beta(), 0.06);
        assertEquals(profile.ellipticity(), seeing.ellipticity(), 0.03);
        assertEquals(1000, seeing.sky(), 1);
        assertEquals(5, seeing.noise(), 0.3);
    }

    private static StarField field(double peak) {
        StarField field = new StarField(300, 300, ProfileFit.of(3.5, 3, 0, 0), 1000, 5, 3);
        field.addGrid(42, peak, new Random(4));
        return field;
    }

    private static void assertWidth(Raster image) {
        assertEquals(3.5, Seeing.measure(image, OptionalDouble.empty()).fwhm(), 0.03 * 3.5);
    }

    @Test
    void thePsfIsThatOfTheStars() {
        Raster psf = Seeing.measure(field(2000).image, OptionalDouble.empty()).psf();
        ProfileFit truth = ProfileFit.of(3.5, 3, 0, 0);
        int centre = psf.width() / 2;
        assertEquals(1, psf.width() % 2);
        double sum = 0;
        double all = 0;
        for (int i = 0; i < psf.plane(0).length; i++) {
            assertTrue(psf.plane(0)[i] >= 0);
            sum += psf.plane(0)[i];
            all += truth.at(i % psf.width() - centre, i / psf.width() - centre);
        }
        assertEquals(1, sum, 1e-5);
        for (int x = -4; x <= 4; x++) assertEquals(truth.at(x, 0) / all, psf.get(centre + x, centre, 0), 0.01 / all);
    }

    @Test
    void missingPixelsDoNotDisturb() {
        Raster image = field(500).image;
        for (int i = 0; i < 300 * 300; i++) if (i % 300 == 63 || i / 300 < 8 || i % 300 > 292) image.plane(0)[i] = Float.NaN;
        assertWidth(image);
    }

    /** A third of the stars is cut off at 800 above the sky, as a full detector cuts them. */
    @Test
    void saturatedStarsAreLeftOut() {
        StarField field = field(400);
        Random random = new Random(5);
        for (int i = 0; i < 25; i++) field.add(30 + random.nextInt(240), 30 + random.nextInt(240), 4000);
        for (int i = 0; i < 300 * 300; i++) field.image.plane(0)[i] = Math.min(1800, field.image.plane(0)[i]);
        assertWidth(field.image);
    }

    /** Galaxies of many sizes among the stars, and hot pixels. */
    @Test
    void galaxiesAndHotPixelsAreNoStars() {
        StarField field = field(500);
        Random random = new Random(6);
        for (int i = 0; i < 20; i++) {
            StarField.add(field.image, ProfileFit.of(5 + 7 * random.nextDouble(), 2.5, 0.3 * random.nextGaussian() / 2, 0), 20 + random.nextInt(260),
                20 + random.nextInt(260), 300);
            field.image.plane(0)[random.nextInt(300 * 300)] = 5000;
        }
        assertWidth(field.image);
    }

    @Test
    void saysWhenThereAreNoStars() {
        StarField empty = new StarField(200, 200, ProfileFit.of(3, 3, 0, 0), 100, 5, 1);
        assertMessage("no star was", empty.image);
        empty.add(100, 100, 1000);
        assertMessage("only 1 star was found", empty.image);
        assertMessage("no star was", new Raster(64, 64, 1, PixelType.FLOAT32));
        Raster missing = new Raster(4, 4, 1, PixelType.FLOAT32);
        Arrays.fill(missing.plane(0), Float.NaN);
        assertMessage("without a valid pixel", missing);
        assertMessage("no star was", new Raster(3, 2, 1, PixelType.FLOAT32));
    }

    private static void assertMessage(String part, Raster image) {
        String message = assertThrows(IllegalArgumentException.class, () -> Seeing.measure(image, OptionalDouble.empty())).getMessage();
        assertTrue(message.contains(part), message);
    }
}
