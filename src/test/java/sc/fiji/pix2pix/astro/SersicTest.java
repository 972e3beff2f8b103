package sc.fiji.pix2pix.astro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SersicTest {

    @ParameterizedTest
    @CsvSource({"0.5, 0.693147", "1, 1.678347", "4, 7.669249"})
    void bIsTheTabulated(double index, double b) {
        assertEquals(b, new Sersic(index, 3).b(), 1e-5);
    }

    /** Integrated ring by ring: 2 pi r I(r) dr. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 1, 2.5})
    void halfTheFluxLiesWithinTheHalfLightRadius(double index) {
        Sersic profile = new Sersic(index, 5);
        double within = 0;
        double step = 1e-3;
        for (double r = step / 2; r < 5; r += step) within += 2 * Math.PI * r * profile.value(r) * step;
        assertEquals(0.5, within, 1e-3);
        assertEquals(0.5, profile.fluxWithin(5), 1e-6);
        assertEquals(1, profile.fluxWithin(1e6), 1e-6);
    }

    @Test
    void indexOneHalfIsAGaussian() {
        Sersic profile = new Sersic(0.5, 2);
        double sigma = 2 / Math.sqrt(2 * Math.log(2));
        assertEquals(Math.exp(-9 / (2 * sigma * sigma)) / (2 * Math.PI * sigma * sigma), profile.value(3), 1e-9);
    }

    @Test
    void refusesWhatIsNoProfile() {
        assertThrows(IllegalArgumentException.class, () -> new Sersic(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Sersic(1, 0));
    }
}
