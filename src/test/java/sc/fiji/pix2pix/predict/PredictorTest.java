package sc.fiji.pix2pix.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.QuarterTurns;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Upsampling;
import sc.fiji.pix2pix.progress.CancelledException;
import sc.fiji.pix2pix.progress.Progress;

class PredictorTest {
    private static final TileSettings WHOLE = new TileSettings(1 << 20, -1);

    /** Pixel values are 100 v + 200 of the network's values v on both sides. */
    static Predictor predictor(TileFunction network, PixelType target) {
        GeneratorSettings settings = new GeneratorSettings(network.inputChannels(), network.outputChannels(), 1, 1, NormKind.NONE, false,
            false, Upsampling.TRANSPOSED);
        LinearMap map = new LinearMap(100, 300);
        ImageSide input = new ImageSide(PixelType.GRAY16, IntensityMaps.same(map, network.inputChannels()));
        ImageSide output = new ImageSide(target, IntensityMaps.same(map, network.outputChannels()));
        return new Predictor(new ModelDescription(settings, input, output, Map.of(), List.of()), network, "test.zip");
    }

    static Raster noise(int width, int height, int channels, long seed) {
        Random random = new Random(seed);
        Raster image = new Raster(width, height, channels, PixelType.GRAY16);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < width * height; i++) image.plane(c)[i] = 100 + 200 * random.nextFloat();
        }
        return image;
    }

    static void assertClose(Raster expected, Raster actual, double tolerance) {
        assertEquals(expected.channels(), actual.channels());
        for (int c = 0; c < expected.channels(); c++) assertArrayEquals(expected.plane(c), actual.plane(c), (float) tolerance);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "3, 1", "7, 5", "8, 8", "9, 33", "100, 61", "257, 131"})
    void tiledEqualsWholeForAnySize(int width, int height) {
        FakeNetwork network = new FakeNetwork(2, 3, 8, 6);
        Predictor predictor = predictor(network, PixelType.FLOAT32);
        Raster image = noise(width, height, 2, 1);
        Raster whole = predictor.apply(image, WHOLE, Progress.NONE);
        assertEquals(1, network.runs);
        assertEquals(width, whole.width());
        assertEquals(height, whole.height());
        assertEquals(PixelType.FLOAT32, whole.type());
        assertClose(whole, predictor.apply(image, new TileSettings(8, -1), Progress.NONE), 1e-3);
        assertClose(whole, predictor.apply(image, new TileSettings(64, 40), Progress.NONE), 1e-3);
        assertClose(whole, predictor.apply(image, TileSettings.AUTOMATIC, Progress.NONE), 1e-3);
    }

    @Test
    void manyTilesInBatches() {
        FakeNetwork network = new FakeNetwork(1, 1, 8, 6);
        Predictor predictor = predictor(network, PixelType.FLOAT32);
        Raster image = noise(300, 200, 1, 2);
        Raster whole = predictor.apply(image, WHOLE, Progress.NONE);
        network.runs = 0;
        assertClose(whole, predictor.apply(image, new TileSettings(48, 24), Progress.NONE), 1e-3);
        assertEquals(16, network.largestBatch);
        assertEquals(6, network.runs, "12 x 8 tiles, 16 at once");
    }

    @Test
    void oneByOneByHand() {
        // padded to 8 x 8 of the same value 150, which is -0.5; inside a square of 3 the mean stays; at position 3, 3 the pattern adds 9 /
        // 800
        Raster image = new Raster(1, 1, PixelType.FLOAT32, new float[] {150});
        Raster result = predictor(new FakeNetwork(1, 1, 8, 1), PixelType.FLOAT32).apply(image, TileSettings.AUTOMATIC, Progress.NONE);
        assertEquals(150 + 100 * 9 / 800f, result.get(0, 0, 0), 1e-3);
        assertEquals(150, image.get(0, 0, 0), "the input is not written to");
    }

    @Test
    void theMeanOfQuarterTurnsTreatsAllDirectionsAlike() {
        FakeNetwork network = new FakeNetwork(1, 1, 8, 6); // its pattern depends on the direction
        Predictor predictor = predictor(network, PixelType.FLOAT32);
        Raster image = noise(48, 32, 1, 3);
        Raster turned = QuarterTurns.turn(image, 1);
        Raster mean = predictor.applyTurned(image, TileSettings.AUTOMATIC, Progress.NONE);
        assertEquals(4, network.runs);
        assertClose(QuarterTurns.turn(mean, 1), predictor.applyTurned(turned, TileSettings.AUTOMATIC, Progress.NONE), 1e-3);
        Raster once = predictor.apply(image, TileSettings.AUTOMATIC, Progress.NONE);
        assertClose(once, mean, 3); // the pattern, of up to 2.6
        assertTrue(Math.abs(QuarterTurns.turn(once, 1).get(9, 12, 0) - predictor.apply(turned, TileSettings.AUTOMATIC, Progress.NONE).get(9, 12, 0)) > 0.1);
    }

    @Test
    void aSmallerOverlapIsBlendedSmoothly() {
        // a ramp, which a small overlap may only disturb near tile ends: no step between neighbours larger than a few of the ramp's
        Raster image = new Raster(256, 16, 1, PixelType.FLOAT32);
        for (int i = 0; i < image.plane(0).length; i++) image.plane(0)[i] = 100 + i % 256 * 0.5f;
        FakeNetwork network = new FakeNetwork(1, 1, 1, 20);
        Raster tiled = predictor(network, PixelType.FLOAT32).apply(image, new TileSettings(64, 32), Progress.NONE);
        Raster hard = predictor(network, PixelType.FLOAT32).apply(image, new TileSettings(64, 0), Progress.NONE);
        double step = 0;
        double hardStep = 0;
        for (int x = 30; x < 226; x++) {
            step = Math.max(step, Math.abs(tiled.get(x + 1, 8, 0) - tiled.get(x, 8, 0)));
            hardStep = Math.max(hardStep, Math.abs(hard.get(x + 1, 8, 0) - hard.get(x, 8, 0)));
        }
        assertTrue(step < hardStep, step + " " + hardStep);
    }

    @Test
    void missingPixelsDoNotSpread() {
        FakeNetwork network = new FakeNetwork(2, 2, 8, 3);
        Raster image = noise(40, 30, 2, 3);
        Raster clean = predictor(network, PixelType.FLOAT32).apply(image, TileSettings.AUTOMATIC, Progress.NONE);
        image.plane(0)[10 * 40 + 12] = Float.NaN;
        image.plane(1)[20 * 40 + 30] = Float.NEGATIVE_INFINITY;
        Raster result = predictor(network, PixelType.FLOAT32).apply(image, new TileSettings(16, -1), Progress.NONE);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                boolean missing = x == 12 && y == 10 || x == 30 && y == 20;
                boolean far = Math.max(Math.abs(x - 12), Math.abs(y - 10)) > 3 && Math.max(Math.abs(x - 30), Math.abs(y - 20)) > 3;
                for (int c = 0; c < 2; c++) {
                    assertEquals(missing, Float.isNaN(result.get(x, y, c)));
                    if (far) assertEquals(clean.get(x, y, c), result.get(x, y, c), 1e-3);
                }
            }
        }
        assertTrue(Float.isNaN(image.get(12, 10, 0)), "the input is not written to");
    }

    /** As if it were filled before: in the last tile that is read, the first, or several. */
    @ParameterizedTest
    @ValueSource(ints = {0, 20 * 40 + 17, 30 * 40 - 1})
    void missingPixelsMayBeFoundLate(int place) {
        Raster image = noise(40, 30, 2, 3);
        image.plane(1)[place] = Float.NaN;
        Raster filled = predictor(new FakeNetwork(2, 2, 8, 3), PixelType.FLOAT32).apply(MissingValues.fill(image), new TileSettings(16, -1), Progress.NONE);
        Raster result = predictor(new FakeNetwork(2, 2, 8, 3), PixelType.FLOAT32).apply(image, new TileSettings(16, -1), Progress.NONE);
        for (int c = 0; c < 2; c++) {
            filled.plane(c)[place] = Float.NaN;
            assertArrayEquals(filled.plane(c), result.plane(c));
        }
    }

    @Test
    void anImageWithoutAnyValue() {
        Raster image = new Raster(3, 3, PixelType.FLOAT32, new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN,
            Float.NaN, Float.NaN, Float.NaN});
        Raster result = predictor(new FakeNetwork(1, 1, 4, 1), PixelType.FLOAT32).apply(image, TileSettings.AUTOMATIC, Progress.NONE);
        for (float v : result.plane(0)) assertTrue(Float.isNaN(v));
    }

    @Test
    void rgbIsRoundedAndClamped() {
        Raster image = new Raster(8, 8, 3, PixelType.RGB);
        for (int c = 0; c < 3; c++) java.util.Arrays.fill(image.plane(c), new float[] {-1000, 123.4f, 1000}[c]);
        image.plane(0)[0] = Float.NaN;
        FakeNetwork network = new FakeNetwork(3, 3, 1, 0);
        Raster result = predictor(network, PixelType.RGB).apply(image, TileSettings.AUTOMATIC, Progress.NONE);
        assertEquals(PixelType.RGB, result.type());
        assertEquals(0, result.get(1, 1, 0));
        assertEquals(123, result.get(1, 1, 1));
        assertEquals(255, result.get(1, 1, 2));
        assertEquals(0, result.get(0, 0, 2), "RGB has no NaN");
        assertEquals(1000, predictor(network, PixelType.GRAY8).apply(image, TileSettings.AUTOMATIC, Progress.NONE).get(1, 1, 2), 1e-3,
            "not clipped otherwise");
    }

    @Test
    void refusesOtherChannels() {
        Predictor predictor = predictor(new FakeNetwork(3, 1, 8, 1), PixelType.FLOAT32);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> predictor.apply(noise(4, 4, 1, 1),
            TileSettings.AUTOMATIC, Progress.NONE));
        assertEquals("The model test.zip wants images of 3 channel(s), this one has 1: choose another image or model.", e.getMessage());
    }

    @Test
    void reportsProgressAndCanBeCancelledAtEveryStage() {
        List<Double> fractions = new ArrayList<>();
        Raster image = noise(100, 100, 1, 1);
        TileSettings tiles = new TileSettings(40, 24);
        predictor(new FakeNetwork(1, 1, 8, 4), PixelType.FLOAT32).apply(image, tiles, (fraction, message) -> fractions.add(fraction));
        assertTrue(fractions.size() > 2);
        assertEquals(0, fractions.get(0));
        assertEquals(1, fractions.get(fractions.size() - 1));
        for (int i = 1; i < fractions.size(); i++) assertTrue(fractions.get(i) > fractions.get(i - 1));

        for (int stage = 0; stage < 6; stage++) {
            FakeNetwork network = new FakeNetwork(1, 1, 8, 4);
            CancelAfter cancel = new CancelAfter(stage);
            Predictor predictor = predictor(network, PixelType.FLOAT32);
            assertThrows(CancelledException.class, () -> predictor.apply(image, tiles, cancel));
            assertEquals(Math.max(0, stage - 1) / 2, network.runs);
            // and the predictor is as good as before
            assertEquals(100, predictor.apply(image, tiles, Progress.NONE).width());
        }
    }

    /** Cancels at the check after the first {@code count}. */
    static final class CancelAfter implements Progress {
        private int count;

        CancelAfter(int count) {
            this.count = count;
        }

        @Override
        public void report(double fraction, String message) {}

        @Override
        public boolean cancelled() {
            return count-- <= 0;
        }
    }

    @Test
    void closesTheNetwork() {
        FakeNetwork network = new FakeNetwork(1, 1, 8, 4);
        predictor(network, PixelType.FLOAT32).close();
        assertTrue(network.closed);
    }
}
