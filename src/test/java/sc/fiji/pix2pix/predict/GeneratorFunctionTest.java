package sc.fiji.pix2pix.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Cut;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NnAccess;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.StateTensor;
import sc.fiji.pix2pix.nn.Upsampling;
import sc.fiji.pix2pix.progress.CancelledException;
import sc.fiji.pix2pix.progress.Progress;

/** The tiling with real networks, from a model file to an image. */
class GeneratorFunctionTest {
    @TempDir
    Path folder;

    /** A model whose weights are large enough that the output depends on everything the network sees. */
    private Path model(GeneratorSettings settings) throws IOException {
        Random random = new Random(1);
        Path file = folder.resolve("model.zip");
        LinearMap map = new LinearMap(100, 300);
        ImageSide input = new ImageSide(PixelType.FLOAT32, IntensityMaps.same(map, settings.inputChannels()));
        ImageSide output = new ImageSide(PixelType.FLOAT32, IntensityMaps.same(map, settings.outputChannels()));
        try (Generator generator = new Generator(settings, 1)) {
            for (StateTensor t : generator.state()) {
                FloatBuffer values = FloatBuffer.allocate(t.count());
                for (int i = 0; i < t.count(); i++) values.put(i, value(t, random));
                t.set(values);
            }
            ModelFile.write(file, new ModelDescription(settings, input, output, Map.of(), List.of()), generator.state(), null);
        }
        return file;
    }

    private static float value(StateTensor t, Random random) {
        if (t.name().endsWith("running_var")) return 0.5f + random.nextFloat();
        if (t.shape().length == 1)
            return (float) random.nextGaussian() * 0.1f + (t.name().contains("norm") && t.name().endsWith("weight") ? 1 : 0);
        long fan = 1;
        for (int i = 1; i < t.shape().length; i++) fan *= t.shape()[i];
        return (float) (random.nextGaussian() * 1.5 / Math.sqrt(fan));
    }

    @ParameterizedTest
    @CsvSource({"BATCH, TRANSPOSED, false, 3", "BATCH, RESIZE, true, 3", "NONE, TRANSPOSED, false, 2", "NONE, RESIZE, false, 4", "INSTANCE, TRANSPOSED, false, 3",
        "INSTANCE, RESIZE, true, 2"})
    void tiledEqualsWhole(NormKind norm, Upsampling upsampling, boolean residual, int levels) throws IOException {
        GeneratorSettings settings = new GeneratorSettings(2, residual ? 2 : 1, levels, 4, norm, true, residual, upsampling);
        Raster image = PredictorTest.noise(301, 178, 2, 5);
        try (Predictor predictor = Predictor.open(model(settings))) {
            assertEquals(settings, predictor.description().generator());
            Raster whole = predictor.apply(image, new TileSettings(4096, -1), Progress.NONE);
            Raster tiled = predictor.apply(image, new TileSettings(16, -1), Progress.NONE);
            double range = range(whole);
            assertTrue(range > 10, "the network does something: " + range);
            PredictorTest.assertClose(whole, tiled, 1e-3 * range);
            Raster again = predictor.apply(image, new TileSettings(4096, -1), Progress.NONE);
            PredictorTest.assertClose(whole, again, 0);
            Raster hard = predictor.apply(image, new TileSettings(48, 0), Progress.NONE);
            assertThrows(AssertionError.class, () -> PredictorTest.assertClose(whole, hard, 1e-3 * range), "the test could fail");
        }
    }

    /** The whole image in one piece, then with ever less memory, as long as that gives exact tiles. */
    @ParameterizedTest
    @CsvSource({"BATCH, TRANSPOSED, 5", "INSTANCE, RESIZE, 4"})
    void withLessMemoryTheImageIsTheSame(NormKind norm, Upsampling upsampling, int levels) throws IOException {
        GeneratorSettings settings = new GeneratorSettings(1, 1, levels, 4, norm, true, false, upsampling);
        Raster image = PredictorTest.noise(301, 178, 1, 5);
        Set<Integer> cuts = new HashSet<>();
        Generator generator = new Generator(settings, 1);
        try (ModelFile file = ModelFile.open(model(settings)); GeneratorFunction f = new GeneratorFunction(generator)) {
            file.readGenerator(generator.state());
            Cut uncut = f.cuts().get(levels - 1);
            long bytes = f.bytes(uncut, 1, 192, 320);
            Raster whole = result(f, image, bytes);
            for (bytes = bytes * 3 / 4; plan(f, image, bytes).exact(); bytes = bytes * 3 / 4) {
                TilePlan plan = plan(f, image, bytes);
                assertTrue(plan.bytes(f) <= bytes);
                cuts.add(plan.cut().level());
                PredictorTest.assertClose(whole, result(f, image, bytes), 2e-3); // of some 100
            }
            assertTrue(cuts.size() > 1, "cuts " + cuts);
            assertTrue(plan(f, image, bytes).tiles() > 1, "there is still a way");
        }
    }

    private static TilePlan plan(GeneratorFunction f, Raster image, long bytes) {
        return TilePlan.of(image.width(), image.height(), f, TileSettings.AUTOMATIC, bytes);
    }

    /** In the pixel values of the models here. */
    private static Raster result(GeneratorFunction f, Raster image, long bytes) {
        Raster result = new Raster(image.width(), image.height(), 1, PixelType.FLOAT32);
        IntensityMaps maps = IntensityMaps.same(new LinearMap(100, 300), 1);
        TilePlan plan = plan(f, image, bytes);
        new Tiler(f, plan, image, maps, new Mosaic(plan, maps, result), Progress.NONE).run();
        return result;
    }

    @Test
    void canBeCancelledAnywhere() throws IOException {
        GeneratorSettings settings = new GeneratorSettings(1, 1, 3, 2, NormKind.INSTANCE, true, false, Upsampling.TRANSPOSED);
        Raster image = PredictorTest.noise(50, 70, 1, 5);
        TileSettings tiles = new TileSettings(16, -1);
        try (Predictor predictor = Predictor.open(model(settings))) {
            Raster expected = predictor.apply(image, tiles, Progress.NONE);
            int checks = 0;
            for (boolean cancelled = true; cancelled; checks += 1 + checks / 4) {
                Progress cancel = new PredictorTest.CancelAfter(checks);
                try {
                    predictor.apply(image, tiles, cancel);
                    cancelled = false;
                } catch (CancelledException e) {
                    PredictorTest.assertClose(expected, predictor.apply(image, tiles, Progress.NONE), 0);
                }
            }
            assertTrue(checks > 20, "" + checks);
        }
    }

    @Test
    void aLargeImageTakesBoundedMemoryAndLittleMoreWork() {
        for (NormKind norm : NormKind.values()) {
            GeneratorSettings settings = new GeneratorSettings(1, 1, 8, 8, norm, true, false, Upsampling.TRANSPOSED);
            try (GeneratorFunction f = new GeneratorFunction(new Generator(settings, 1))) {
                Cut uncut = f.cuts().get(7);
                for (int size : new int[] {2048, 4096, 8192, 16384}) {
                    long bytes = size > 8192 ? 1L << 30 : 1L << 29;
                    TilePlan plan = TilePlan.of(size, size, f, TileSettings.AUTOMATIC, bytes);
                    assertTrue(plan.exact(), norm + " " + size);
                    assertTrue(plan.bytes(f) <= bytes);
                    double pixels = (double) plan.tiles() * plan.x().tile() * plan.y().tile() / size / size;
                    double work = plan.tiles() == 1 ? plan.cut().tileWork()
                        : plan.cut().wholeWork() + pixels * (plan.cut().surveyWork() + plan.cut().tileWork());
                    double most = norm == NormKind.INSTANCE ? 5 : 1.6; // each of its outer levels needs a pass
                    assertTrue(work < most * uncut.tileWork(), norm + " " + size + ": " + work / uncut.tileWork());
                }
            }
        }
    }

    /** On processors without bf16 oneDNN emulates it. Of 16 channels images are kept in bf16, of 64 and more products are those of transformed tiles. */
    @ParameterizedTest
    @CsvSource({"INSTANCE, TRANSPOSED, 8", "BATCH, TRANSPOSED, 16", "NONE, TRANSPOSED, 16", "BATCH, RESIZE, 16", "BATCH, TRANSPOSED, 64"})
    void bf16GivesNearlyTheSameImage(NormKind norm, Upsampling upsampling, int width) throws IOException {
        Assumptions.assumeTrue(NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
        Path file = model(new GeneratorSettings(2, 1, 3, width, norm, false, false, upsampling));
        Raster image = PredictorTest.noise(101, 78, 2, 5);
        try (Predictor exact = Predictor.open(file); Predictor rounded = Predictor.open(file, Precision.BF16)) {
            Raster expected = exact.apply(image, TileSettings.AUTOMATIC, Progress.NONE);
            for (int tile : new int[] {0, 48, 8, 0}) {
                Raster actual = rounded.apply(image, new TileSettings(tile, -1), Progress.NONE);
                double squares = 0;
                for (int i = 0; i < expected.plane(0).length; i++) squares += Math.pow(actual.plane(0)[i] - expected.plane(0)[i], 2);
                // Each of six convolutions rounds what it is given to 8 significant bits.
                double error = Math.sqrt(squares / expected.plane(0).length) / range(expected);
                assertTrue(error > 1e-5 && error < 1e-2, "tile " + tile + ": " + error);
            }
        }
    }

    private static double range(Raster image) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float v : image.plane(0)) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        return high - low;
    }

    @Test
    void smallAndOddSizes() throws IOException {
        GeneratorSettings settings = new GeneratorSettings(1, 1, 4, 2, NormKind.BATCH, false, false, Upsampling.TRANSPOSED);
        try (Predictor predictor = Predictor.open(model(settings))) {
            for (int[] size : new int[][] {{1, 1}, {1, 50}, {17, 3}, {16, 16}}) {
                Raster result = predictor.apply(PredictorTest.noise(size[0], size[1], 1, 1), TileSettings.AUTOMATIC, Progress.NONE);
                assertEquals(size[0], result.width());
                assertEquals(size[1], result.height());
                for (float v : result.plane(0)) assertTrue(v >= 100 && v <= 300, "" + v);
            }
        }
    }

    @Test
    void aTensorBeyondTwoGigabytesIsNeverPlanned() {
        try (GeneratorFunction paper = new GeneratorFunction(new Generator(new GeneratorSettings(1, 1, 8, 2, NormKind.BATCH, true, false,
            Upsampling.TRANSPOSED), 1))) {
            Cut uncut = paper.cuts().get(7);
            assertEquals(Long.MAX_VALUE, paper.bytes(uncut, 1, 1 << 15, 1 << 15));
            assertTrue(paper.bytes(uncut, 1, 4096, 4096) < Long.MAX_VALUE);
            TilePlan plan = TilePlan.of(1 << 15, 1 << 15, paper, TileSettings.AUTOMATIC, Long.MAX_VALUE - 1);
            assertTrue(plan.bytes(paper) < Long.MAX_VALUE);
            assertTrue(plan.exact());
        }
    }

    @Test
    void aDamagedModelIsRefused() throws IOException {
        Path file = model(new GeneratorSettings(1, 1, 2, 2, NormKind.NONE, false, false, Upsampling.TRANSPOSED));
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        java.nio.file.Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertTrue(assertThrows(IOException.class, () -> Predictor.open(file)).getMessage().contains(file.toString()));
    }
}
