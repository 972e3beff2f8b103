package sc.fiji.pix2pix.intensity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntensityMapTest {

    @Test
    void linearMapMeetsItsEndsAndDoesNotClip() {
        LinearMap map = new LinearMap(100, 300);
        assertEquals(-1, map.forward(100));
        assertEquals(0, map.forward(200));
        assertEquals(1, map.forward(300));
        assertEquals(2, map.forward(400));
        assertEquals(-2, map.forward(0));
        assertEquals(400, map.inverse(2));
        assertEquals(0, map.inverse(-2));
    }

    @Test
    void asinhMapMeetsItsEndsAndDoesNotClip() {
        // asinh(sinh(s)) = s: with sky 10 and softening 2, 10 + 2 sinh(s) is stretched to s.
        AsinhMap map = new AsinhMap(10, 2, 10 + 2 * Math.sinh(-1), 10 + 2 * Math.sinh(3));
        assertEquals(-1, map.forward((float) (10 + 2 * Math.sinh(-1))), 1e-6);
        assertEquals(-0.5, map.forward(10), 1e-6);
        assertEquals(0, map.forward((float) (10 + 2 * Math.sinh(1))), 1e-6);
        assertEquals(1, map.forward((float) (10 + 2 * Math.sinh(3))), 1e-6);
        assertEquals(1.5, map.forward((float) (10 + 2 * Math.sinh(4))), 1e-6);
        assertEquals(10 + 2 * Math.sinh(4), map.inverse(1.5f), 1e-5);
        assertEquals(10 + 2 * Math.sinh(-5), map.inverse(-3), 1e-4);
    }

    @Test
    void roundTripLosesNoMoreThanTheRoundingOfANetworkValue() {
        AsinhMap map = new AsinhMap(0.02, 0.05, -0.3, 4000);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            float value = (float) ((random.nextBoolean() ? 1 : -0.01) * 0.001 * Math.exp(18 * random.nextDouble()));
            // An ulp of y near 1 is 6e-8; the slope of the inverse is half the stretched range times the distance from the sky.
            double tolerance = 2 * 6e-8 * 8 * (Math.abs(value) + 0.07);
            assertEquals(value, map.inverse(map.forward(value)), tolerance);
        }
    }

    /** Also where pixel values have much in common, where float32 has hardly room for the range, and in all its directions. */
    @ParameterizedTest
    @CsvSource({"0, 65535", "60000.3, 60100", "1000.00001, 1000.01", "-1e-20, 3e-19", "-3e38, 3e38", "0, 2e-38", "-7, 0.1"})
    void linearMapsAreAsExactAsFloatsAllow(double low, double high) {
        LinearMap map = new LinearMap(low, high);
        double range = high - low;
        Random random = new Random(1);
        float[] pixels = new float[1000];
        for (int i = 0; i < pixels.length; i++) pixels[i] = (float) (low + (1.5 * random.nextDouble() - 0.25) * Math.min(range, 2e38));
        float[] network = pixels.clone();
        map.forward(network, pixels.length);
        float[] back = network.clone();
        map.inverse(back, pixels.length);
        for (int i = 0; i < pixels.length; i++) {
            double exact = 2 * (pixels[i] - low) / range - 1;
            assertEquals(exact, network[i], 2e-7 * (1 + Math.abs(exact)), "of " + pixels[i]);
            assertEquals(map.forward(pixels[i]), network[i]);
            assertEquals(map.inverse(network[i]), back[i]);
            assertEquals(pixels[i], back[i], 2e-7 * range + 2 * Math.ulp(pixels[i]));
        }
    }

    @Test
    void slopeIsThatOfTheInverse() {
        for (IntensityMap map : new IntensityMap[] {new LinearMap(-5, 20), new AsinhMap(3, 0.5, -5, 20)}) {
            for (float y = -1.5f; y < 1.5f; y += 0.25f) {
                double rise = (double) map.inverse(y + 0.01f) - map.inverse(y - 0.01f);
                assertEquals(rise / 0.02, map.slope(y), 0.002 * map.slope(y), map + " at " + y);
            }
        }
    }

    @Test
    void mapsIncreaseStrictly() {
        for (IntensityMap map : new IntensityMap[] {new LinearMap(-5, 20), new AsinhMap(3, 0.5, -5, 20), new AsinhMap(100, 0.1, 0, 20)}) {
            for (float v = -1000; v < 1000; v += 0.5f) assertTrue(map.forward(v) < map.forward(v + 0.5f), map + " at " + v);
        }
    }

    @Test
    void notANumberStaysSo() {
        assertTrue(Float.isNaN(new LinearMap(0, 1).forward(Float.NaN)));
        assertTrue(Float.isNaN(new AsinhMap(0, 1, 0, 1).inverse(Float.NaN)));
    }

    @Test
    void fluxUnitsAsSmallAsTenToTheMinusTwentyWork() {
        AsinhMap map = new AsinhMap(0, 1e-20, -5e-20, 1e-17);
        assertEquals(3e-18f, map.inverse(map.forward(3e-18f)), 1e-24);
    }

    @Test
    void bothKindsSurviveTheirMap() {
        for (IntensityMap map : new IntensityMap[] {new LinearMap(-5.25, 20), new AsinhMap(3, 0.1, -5, 20)}) {
            assertEquals(map, IntensityMap.fromMap(map.toMap()));
        }
        Map<String, Object> wholeNumbers = Map.of("method", "linear", "low", 0, "high", 255L);
        assertEquals(new LinearMap(0, 255), IntensityMap.fromMap(wholeNumbers), "as JSON may give them");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
    void numbersThatAreNoPixelValueAreRefused(double bad) {
        assertThrows(IllegalArgumentException.class, () -> new LinearMap(bad, 1));
        assertThrows(IllegalArgumentException.class, () -> new LinearMap(0, bad));
        assertThrows(IllegalArgumentException.class, () -> new AsinhMap(bad, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new AsinhMap(0, bad, 0, 1));
    }

    @Test
    void rangesThatAreNoneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LinearMap(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new LinearMap(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new AsinhMap(0, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new AsinhMap(0, -1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new AsinhMap(0, 1, 1, 0));
        // So far from the sky that doubles cannot tell the two ends apart.
        assertThrows(IllegalArgumentException.class, () -> new AsinhMap(1e30, 1e-30, 0, 1e-5));
    }

    @Test
    void damagedEntriesAreRefusedByName() {
        Map<String, Object> good = new LinearMap(0, 1).toMap();
        assertTrue(refusal(with(good, "method", "cubic")).contains("cubic"));
        assertTrue(refusal(with(good, "method", null)).contains("unknown"));
        assertTrue(refusal(with(good, "low", "0")).contains("'low'"));
        assertTrue(refusal(with(good, "low", null)).contains("'low'"));
        assertTrue(refusal(with(good, "low", Double.NaN)).contains("low"));
        assertTrue(refusal(with(good, "gamma", 2)).contains("'gamma'"));
        assertTrue(refusal(with(new AsinhMap(0, 1, 0, 1).toMap(), "softening", 0)).contains("softening"));
        assertTrue(refusal(Map.of()).contains("unknown"));
    }

    private static String refusal(Map<?, ?> map) {
        return assertThrows(IllegalArgumentException.class, () -> IntensityMap.fromMap(map)).getMessage();
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> changed = new HashMap<>(map);
        changed.put(key, value);
        return changed;
    }
}
