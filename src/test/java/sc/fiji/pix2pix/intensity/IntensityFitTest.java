package sc.fiji.pix2pix.intensity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sc.fiji.pix2pix.intensity.IntensityMethod.ASINH;
import static sc.fiji.pix2pix.intensity.IntensityMethod.AUTO;
import static sc.fiji.pix2pix.intensity.IntensityMethod.LINEAR;
import static sc.fiji.pix2pix.intensity.IntensityMethod.PERCENTILE;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class IntensityFitTest {

    private static Raster row(float... values) {
        return new Raster(values.length, 1, PixelType.FLOAT32, values);
    }

    private static IntensityMap fit(IntensityMethod method, Raster... images) {
        return IntensityMaps.fit(method, List.of(images)).get(0);
    }

    /** 0 to 1000 in steps of 1. */
    private static float[] ramp() {
        float[] values = new float[1001];
        for (int i = 0; i < values.length; i++) values[i] = i;
        return values;
    }

    /** Sky of 100 +- 4 with one round source of peak 5000 and scale 3 pixels, 128 x 128. */
    private static float[] star() {
        Random random = new Random(3);
        float[] values = new float[128 * 128];
        for (int i = 0; i < values.length; i++) {
            double r = Math.hypot(i % 128 - 64, i / 128 - 64);
            values[i] = (float) (100 + 4 * random.nextGaussian() + 5000 * Math.exp(-r / 3));
        }
        return values;
    }

    @Test
    void linearTakesMinimumAndMaximumOfAllImagesPastMissingValues() {
        assertEquals(new LinearMap(-2, 7), fit(LINEAR, row(1, -2, Float.NaN), row(Float.POSITIVE_INFINITY, 7)));
    }

    @Test
    void percentilesAreWidenedByAQuarterAtMost() {
        // Percentiles 1 and 999; minimum and maximum lie nearer than a quarter of 998.
        assertEquals(new LinearMap(0, 1000), fit(PERCENTILE, row(ramp())));
        // One value of a million: the 99.9 percentile of the 1002 values lies at position 999.999; 249.5 is added to either end.
        float[] withOutlier = Arrays.copyOf(ramp(), 1002);
        withOutlier[1001] = 1e6f;
        LinearMap map = (LinearMap) fit(PERCENTILE, row(withOutlier));
        assertEquals(0, map.low());
        assertEquals(999.999 + (999.999 - 1.001) / 4, map.high(), 1e-6);
    }

    @Test
    void mostlyEqualPixelsKeepTheirWholeRange() {
        float[] values = new float[100_000];
        values[5] = 4;
        assertEquals(new LinearMap(0, 4), fit(PERCENTILE, row(values)));
    }

    @Test
    void asinhTakesSkyAndSofteningFromTheBackground() {
        float[] values = star();
        AsinhMap map = (AsinhMap) fit(ASINH, row(values));
        assertEquals(100, map.sky(), 0.3);
        assertEquals(3 * 4, map.softening(), 0.6);
        float maximum = Float.NEGATIVE_INFINITY;
        for (float value : values) maximum = Math.max(maximum, value);
        assertEquals(maximum, map.high(), "the core must not be cut off");
        assertTrue(map.low() < 85 && map.low() >= 70, "the lowest noise: " + map.low());
    }

    @Test
    void aLoneMarkerValueDoesNotEatTheRange() {
        float[] values = star();
        values[17] = 1e30f;
        values[18] = -1e30f;
        AsinhMap map = (AsinhMap) fit(ASINH, row(values));
        assertTrue(map.high() < 1e6, "high: " + map.high());
        assertTrue(map.low() > 0, "low: " + map.low());
    }

    @Test
    void backgroundWithoutNoiseKeepsAFiniteRange() {
        float[] values = new float[10_000];
        for (int i = 0; i < 50; i++) values[i] = 2 * (i + 1);
        AsinhMap map = (AsinhMap) fit(AUTO, row(values));
        assertEquals(0, map.sky());
        assertEquals(0.01, map.softening(), 1e-9);
        assertEquals(0, map.low());
        assertEquals(100, map.high());
    }

    @Test
    void autoTakesTheFullRangeOf8BitButNotForMasksAndLabels() {
        assertEquals(new LinearMap(0, 255), fit(AUTO, new Raster(2, 1, PixelType.GRAY8, new float[] {9, 90})));
        assertEquals(new LinearMap(0, 1), fit(AUTO, new Raster(2, 1, PixelType.GRAY8, new float[] {0, 1})));
        assertEquals(new LinearMap(8.5, 9.5), fit(AUTO, new Raster(1, 1, PixelType.GRAY8, new float[] {9})));
    }

    @Test
    void autoTakesTheFullRangeOfRgbWithoutReadingThemAll() {
        Iterable<Raster> oneOnly = () -> new Iterator<>() {
            private boolean fetched;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Raster next() {
                if (fetched) throw new IllegalStateException("The second image was fetched.");
                fetched = true;
                return new Raster(1, 1, 3, PixelType.RGB);
            }
        };
        assertEquals(IntensityMaps.same(new LinearMap(0, 255), 3), IntensityMaps.fit(AUTO, oneOnly));
    }

    @Test
    void autoTellsSkyWithSourcesFromOtherImages() {
        assertInstanceOf(AsinhMap.class, fit(AUTO, row(star())));
        assertInstanceOf(LinearMap.class, fit(AUTO, row(ramp())), "even distribution");
        Random random = new Random(4);
        float[] noise = new float[10_000];
        float[] exponential = new float[10_000];
        float[] nuclei = new float[10_000];
        float[] absorption = new float[10_000];
        float[] star = star();
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
            exponential[i] = (float) -Math.log(1 - random.nextDouble());
            nuclei[i] = (float) (100 + 5 * random.nextGaussian() + (i % 5 == 0 ? 1000 + 100 * random.nextGaussian() : 0));
            absorption[i] = 200 - star[i];
        }
        assertInstanceOf(LinearMap.class, fit(AUTO, row(noise)), "Gaussian noise");
        assertInstanceOf(LinearMap.class, fit(AUTO, row(exponential)), "a short tail");
        assertInstanceOf(LinearMap.class, fit(AUTO, row(nuclei)), "bright objects on a fifth of the image");
        assertInstanceOf(LinearMap.class, fit(AUTO, row(absorption)), "a tail below the background");
    }

    @Test
    void channelsAreFittedByThemselvesButThoseOfRgbTogether() {
        Raster image = new Raster(2, 1, PixelType.GRAY16, new float[] {0, 10}, new float[] {5, 8});
        assertEquals(new IntensityMaps(List.of(new LinearMap(0, 10), new LinearMap(5, 8))), IntensityMaps.fit(LINEAR, List.of(image)));
        Raster colour = new Raster(2, 1, PixelType.RGB, new float[] {1, 10}, new float[] {5, 8}, new float[] {5, 200});
        assertEquals(IntensityMaps.same(new LinearMap(1, 200), 3), IntensityMaps.fit(LINEAR, List.of(colour)));
    }

    @ParameterizedTest
    @EnumSource(IntensityMethod.class)
    void constantAndMissingPixelsGiveAMapOfUnitWidth(IntensityMethod method) {
        assertEquals(new LinearMap(6.5, 7.5), fit(method, row(7, 7, Float.NaN, 7)));
        assertEquals(new LinearMap(-0.5, 0.5), fit(method, row(Float.NaN, Float.POSITIVE_INFINITY)));
        for (float value : new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 1e10f, Float.MIN_VALUE}) {
            IntensityMap map = fit(method, row(value, value));
            assertEquals(0, map.forward(value), 1e-6);
            assertEquals(value, map.inverse(0), 1e-16);
        }
    }

    @ParameterizedTest
    @EnumSource(IntensityMethod.class)
    void anyTwoValuesGiveAUsableMap(IntensityMethod method) {
        float[] values = {-Float.MAX_VALUE, -1, -Float.MIN_VALUE, 0, 1e-38f, 1e-20f, 1, 1.0000001f, 65535, 1e20f, Float.MAX_VALUE};
        for (float a : values) {
            for (float b : values) {
                for (int count : new int[] {1, 2000}) {
                    float[] pixels = new float[count + 1];
                    Arrays.fill(pixels, a);
                    pixels[count] = b;
                    IntensityMap map = fit(method, row(pixels));
                    boolean finite = Float.isFinite(map.forward(a)) && Float.isFinite(map.forward(b));
                    assertTrue(finite, method + " of " + a + " and " + b + " gave " + map);
                }
            }
        }
    }

    @Test
    void sameImagesGiveTheSameMaps() {
        Random random = new Random(5);
        float[] values = new float[3_000_000];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        IntensityMap once = fit(PERCENTILE, row(values));
        assertEquals(once, fit(PERCENTILE, row(values)));
        // The 99.9 percentile of a Gaussian is 3.09; a quarter of 6.18 is added.
        assertEquals(3.09 + 6.18 / 4, ((LinearMap) once).high(), 0.05);
    }

    @Test
    void noImageAndUnequalChannelsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> IntensityMaps.fit(LINEAR, List.of()));
        Raster two = new Raster(1, 1, 2, PixelType.FLOAT32);
        String message = assertThrows(IllegalArgumentException.class, () -> IntensityMaps.fit(LINEAR, List.of(row(1), two))).getMessage();
        assertTrue(message.contains("2 channels") && message.contains("have 1"), message);
    }
}
