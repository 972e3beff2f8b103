package sc.fiji.pix2pix.photometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
