package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles with as little overlap as each cut allows, against the generator on the whole image. */
class TiledInferenceTest {

    static Generator generator(NormKind norm, Upsampling upsampling, int levels, boolean residual) {
        return generator(norm, upsampling, levels, residual, 0);
    }

    static Generator generator(NormKind norm, Upsampling upsampling, int levels, boolean residual, int refinement) {
        Generator g = new Generator(new GeneratorSettings(2, residual ? 2 : 1, levels, 3, norm, false, residual, upsampling, 0, refinement), 1);
        randomise(g);
        return g;
    }

    /** Weights under which values neither vanish nor explode. */
    private static void randomise(Generator g) {
        Random random = new Random(1);
        for (StateTensor t : g.state()) {
            FloatBuffer values = FloatBuffer.allocate(t.count());
            for (int i = 0; i < t.count(); i++) values.put(i, value(t, random));
            t.set(values);
        }
    }

    /** Large enough that the output depends on everything the network sees. */
    private static float value(StateTensor t, Random random) {
        if (t.name().endsWith("running_var")) return 0.5f + random.nextFloat();
        if (t.shape().length == 1) return (float) random.nextGaussian() * 0.1f + (t.name().contains("norm") && t.name().endsWith("weight") ? 1 : 0);
        long fan = 1;
        for (int i = 1; i < t.shape().length; i++) fan *= t.shape()[i];
        return (float) (random.nextGaussian() * 1.5 / Math.sqrt(fan));
    }

    /** Tiles of a side along one axis, each with what it answers for. */
    private static List<int[]> axis(int length, Cut cut, int tile) {
        int step = tile - (2 * cut.radius() + 2 * cut.stride() - 1) / (2 * cut.stride()) * 2 * cut.stride();
        List<int[]> all = new ArrayList<>();
        int from = 0;
        for (int origin = 0; from < length; origin += step) {
            int at = Math.min(origin, length - tile);
            int to = at + tile == length ? length : at + tile - (tile - step) / 2;
            all.add(new int[] {at, from - at, to - from});
            from = to;
        }
        return all;
    }

    private static List<Tile> tiles(int h, int w, Cut cut, int tile) {
        List<Tile> all = new ArrayList<>();
        for (int[] y : axis(h, cut, tile)) {
            for (int[] x : axis(w, cut, tile)) all.add(new Tile(x[0], y[0], new Region(x[1], y[1], x[2], y[2])));
        }
        return all;
    }

    /** A square tile as the input. */
    private static void fill(TiledInference inference, int side, Tensor x, Tile t) {
        inference.input(1, side, side, (row, values) -> x.floats().get(((t.y() + row) * x.w() + t.x()) * x.c(), values, 0, side * x.c()));
    }

    private static double farthest(Tensor tile, Tile t, float[] whole, int width) {
        Region r = t.interior();
        double farthest = 0;
        for (int v = r.y(); v < r.y() + r.height(); v++) {
            int line = v * tile.w() * tile.c();
            int ofWhole = ((t.y() + v) * width + t.x()) * tile.c();
            for (int i = r.x() * tile.c(); i < (r.x() + r.width()) * tile.c(); i++)
                farthest = Math.max(farthest, Math.abs(tile.floats().get(line + i) - whole[ofWhole + i]));
        }
        return farthest;
    }

    private static RowSink into(Tensor to) {
        return (first, count, channel, values) -> new Rows(to, channel, 1).store(values, first, count);
    }

    private static double error(TiledInference inference, Cut cut, Tensor x, float[] whole, int side) {
        List<Tile> tiles = tiles(x.h(), x.w(), cut, side);
        assertTrue(tiles.size() > 3);
        inference.begin(cut.level(), x.h(), x.w());
        for (Survey survey : inference.surveys()) {
            for (Tile t : tiles) {
                fill(inference, side, x, t);
                survey.add(List.of(t));
            }
            survey.end();
        }
        double error = 0;
        try (Tensor result = Tensor.allocate(1, side, side, whole.length / x.h() / x.w())) {
            for (Tile t : tiles) {
                fill(inference, side, x, t);
                inference.run(List.of(t), into(result));
                error = Math.max(error, farthest(result, t, whole, x.w()));
            }
        }
        inference.release();
        return error;
    }

    @ParameterizedTest
    @CsvSource({"BATCH, TRANSPOSED, 4, false, 0", "BATCH, RESIZE, 3, true, 2", "NONE, TRANSPOSED, 3, true, 3", "NONE, RESIZE, 4, false, 0",
        "INSTANCE, TRANSPOSED, 4, false, 1", "INSTANCE, RESIZE, 3, true, 0"})
    void everyCutGivesTheWholeImage(NormKind norm, Upsampling upsampling, int levels, boolean residual, int refinement) {
        Generator g = generator(norm, upsampling, levels, residual, refinement);
        try (TiledInference inference = new TiledInference(g); Tensor x = LayerGradientTest.random(1, 160, 192, 2, 1)) {
            Tensor y = g.infer(x);
            float[] whole = new float[y.length()];
            y.floats().get(0, whole);
            everyCutGives(whole, inference, g, x);
            g.inferOnly();
            everyCutGives(whole, inference, g, x);
        }
    }

    /** Of 16 channels outer levels are kept in bf16 as far as the cut allows. */
    @ParameterizedTest
    @CsvSource({"BATCH, TRANSPOSED, 4", "NONE, TRANSPOSED, 3", "BATCH, RESIZE, 3"})
    void alsoInBf16(NormKind norm, Upsampling upsampling, int levels) {
        Assumptions.assumeTrue(NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
        Generator g = new Generator(new GeneratorSettings(2, 1, levels, 16, norm, false, false, upsampling), Precision.BF16, 1);
        randomise(g);
        g.inferOnly();
        try (TiledInference inference = new TiledInference(g); Tensor x = LayerGradientTest.random(1, 160, 192, 2, 1)) {
            Tensor y = g.infer(x);
            float[] whole = new float[y.length()];
            y.floats().get(0, whole);
            everyCutGives(whole, inference, g, x, 2e-3);
        }
    }

    private static void everyCutGives(float[] whole, TiledInference inference, Generator g, Tensor x) {
        everyCutGives(whole, inference, g, x, 2e-5);
    }

    private static void everyCutGives(float[] whole, TiledInference inference, Generator g, Tensor x, double tolerance) {
        for (Cut cut : Cut.all(g.settings())) {
            int overlap = (2 * cut.radius() + 2 * cut.stride() - 1) / (2 * cut.stride()) * 2 * cut.stride();
            assertEquals(0, error(inference, cut, x, whole, overlap + 2 * cut.stride()), tolerance, "cut " + cut.level());
        }
    }

    /** What is blended would otherwise depend on which thread is first. */
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "3, 1"})
    void aBatchIsGivenOneImageAfterTheOther(int images, int refinement) {
        Generator g = generator(NormKind.BATCH, Upsampling.TRANSPOSED, 3, false, refinement);
        int side = 64;
        try (TiledInference inference = new TiledInference(g); Tensor x = LayerGradientTest.random(images, side, side, 2, 1)) {
            Tensor y = g.infer(x);
            float[] whole = new float[y.length()];
            y.floats().get(0, whole);
            inference.begin(3, side, side);
            inference.input(images, side, side, (row, values) -> x.floats().get(row * side * 2, values, 0, side * 2));
            int[] pixels = new int[images];
            Tile tile = new Tile(0, 0, new Region(0, 0, side, side));
            inference.run(Collections.nCopies(images, tile), (first, count, channel, values) -> {
                synchronized (pixels) {
                    int image = first / side / side;
                    for (int i = 0; i < images; i++) assertTrue(i < image ? pixels[i] == side * side * y.c() : i == image || pixels[i] == 0, "image " + image + " too early");
                    pixels[image] += count;
                    assertTrue(first % side + count <= side, "a run goes on in the next row");
                    for (int i = 0; i < count; i++) assertEquals(whole[(first + i) * y.c() + channel], values[i]);
                }
            });
            for (int n : pixels) assertEquals(side * side * y.c(), n);
        }
    }

    /** Levels' rows and inputs come in several bands; in bf16 the input is rounded as it comes, of an odd number of channels, too. */
    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT32, 3", "BF16, 1", "BF16, 2", "BF16, 3"})
    void largeImagesGoInBands(Precision precision, int channels) {
        Assumptions.assumeTrue(precision == Precision.FLOAT32 || NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
        GeneratorSettings settings = new GeneratorSettings(channels, 3, 3, 16, NormKind.BATCH, false, false, Upsampling.TRANSPOSED);
        int h = 1056;
        int w = 1024;
        Generator g = new Generator(settings, precision, 1);
        randomise(g);
        try (TiledInference inference = new TiledInference(g); Tensor x = LayerGradientTest.random(1, h, w, channels, 1); Tensor result = Tensor.allocate(1, h, w, 3)) {
            float[] plain = ConvolutionKernelTest.values(g.infer(x).floats());
            g.inferOnly();
            inference.begin(3, h, w);
            inference.input(1, h, w, (row, values) -> x.floats().get(row * w * channels, values, 0, w * channels));
            inference.run(List.of(new Tile(0, 0, new Region(0, 0, w, h))), into(result));
            float[] given = ConvolutionKernelTest.values(result.floats());
            assertArrayEquals(ConvolutionKernelTest.values(g.infer(x).floats()), given, "also as a whole");
            double sum = 0;
            for (int i = 0; i < plain.length; i++) sum += Math.abs(plain[i] - given[i]);
            // In bf16 normalisations fused into convolutions are rounded with the weights.
            assertTrue(sum / plain.length < (precision == Precision.BF16 ? 0.02 : 1e-5), "mean difference " + sum / plain.length);
        }
    }

    @Test
    void theRadiusOfACutIsThatOfItsOuterLevels() {
        GeneratorSettings paper = new GeneratorSettings(1, 1, 8, 64, NormKind.BATCH, false, false, Upsampling.TRANSPOSED);
        // One level: output o is made from the pixels (o - 1) / 2 to (o + 1) / 2 of half the size, so o = 0 from -1, which begins 2 pixels before.
        assertEquals(2, Cut.of(paper, 1).radius());
        assertEquals(30, Cut.of(paper, 4).radius());
        assertTrue(Cut.of(paper, 8).radius() > 700);
    }

    @Test
    void aCheckBetweenLayersStopsTheInnerLevels() {
        Generator g = generator(NormKind.BATCH, Upsampling.TRANSPOSED, 4, false);
        try (TiledInference inference = new TiledInference(g); Tensor x = LayerGradientTest.random(1, 64, 64, 2, 1)) {
            inference.begin(2, 64, 64);
            Survey survey = inference.surveys().get(0);
            Tile whole = new Tile(0, 0, new Region(0, 0, 64, 64));
            fill(inference, 64, x, whole);
            survey.add(List.of(whole));
            g.setCheck(() -> {
                throw new IllegalStateException("stopped");
            });
            assertThrows(IllegalStateException.class, survey::end);
        }
    }
}
