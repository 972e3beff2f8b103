package sc.fiji.pix2pix.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.astro.Noise;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.metrics.Measure;
import sc.fiji.pix2pix.pairs.MemoryPairs;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.progress.CancelledException;
import sc.fiji.pix2pix.progress.Progress;

class EvaluationTest {
    static final Kernel PSF = Kernel.gaussian(4);
    private static final IntensityMaps STRETCH = new IntensityMaps(List.of(new LinearMap(0, 100)));
    private static final Restoration NOTHING = (image, progress) -> image;

    /** Stars and a broad source, blurred to 4 pixels, with noise of a known sigma. */
    static Pair pair(String name, double noise, int seed) {
        int size = 64;
        Raster truth = new Raster(size, size, 1, PixelType.FLOAT32);
        Random random = new Random(seed);
        for (int star = 0; star < 6; star++) {
            double x = 8 + 48 * random.nextDouble();
            double y = 8 + 48 * random.nextDouble();
            double sigma = star == 0 ? 4 : 0.9;
            double peak = star == 0 ? 40 : 60 + 100 * random.nextDouble();
            for (int i = 0; i < size * size; i++)
                truth.plane(0)[i] += (float) (peak * Math.exp(-(Math.pow(i % size - x, 2) + Math.pow(i / size - y, 2)) / (2 * sigma * sigma)));
        }
        for (int i = 0; i < size * size; i++) truth.plane(0)[i] += 10;
        Raster input = Convolution.apply(truth, PSF, Convolution.Edge.NEAREST);
        Noise.addWhite(input, noise, random);
        return new Pair(name, input, truth);
    }

    private static Evaluation run(Restoration model, Kernel psf, Pair... pairs) throws IOException {
        return Evaluation.run(MemoryPairs.of(List.of(pairs)), model, STRETCH, psf, Progress.NONE);
    }

    @Test
    void aModelThatDoesNothingScoresAsTheInput() throws IOException {
        Evaluation evaluation = run(NOTHING, null, pair("a", 1, 1), pair("b", 1, 2));
        for (Measure measure : Measure.values())
            assertEquals(evaluation.summary(measure, Method.INPUT), evaluation.summary(measure, Method.MODEL), measure.column());
        assertFalse(evaluation.has(Method.WIENER));
        assertTrue(evaluation.notes().isEmpty(), evaluation.notes().toString());
    }

    @Test
    void theTableHasARowPerImageAndThreeOfSummary() throws IOException {
        Evaluation evaluation = run(NOTHING, null, pair("a", 1, 1), pair("b", 2, 2));
        Table table = EvaluationTables.images(evaluation);
        assertEquals(List.of("a", "b", "mean", "standard error", "worst"), table.rows().stream().map(Table.Row::name).toList());
        int psnr = table.columns().indexOf("PSNR");
        double[] values = table.rows().stream().mapToDouble(row -> row.values()[psnr]).toArray();
        assertEquals((values[0] + values[1]) / 2, values[2], 1e-12);
        assertEquals(Math.abs(values[0] - values[1]) / 2, values[3], 1e-12);
        assertEquals(Math.min(values[0], values[1]), values[4]);
        assertTrue(table.columns().containsAll(List.of("PSNR_input", "SSIM_stretched", "Aperture_flux", "Purity_input", "Noise_input")));
        assertFalse(table.columns().contains("PSNR_RL"));
        int noise = table.columns().indexOf("Noise_input");
        assertEquals(2, table.rows().get(1).values()[noise], 0.2);
    }

    /** Ratios of noise to noise are no sign of other units, and no range makes no PSNR. */
    @Test
    void targetsWithoutSourcesOrWithoutAnythingAreTold() throws IOException {
        Raster sky = new Raster(64, 64, 1, PixelType.FLOAT32);
        Noise.addWhite(sky, 2, new Random(1));
        Raster brighter = new Raster(64, 64, 1, PixelType.FLOAT32);
        Arrays.fill(brighter.plane(0), 1);
        Noise.addWhite(brighter, 2, new Random(2));
        List<String> notes = run(NOTHING, null, new Pair("sky", brighter, sky), new Pair("flat", brighter, new Raster(64, 64, 1, PixelType.FLOAT32))).notes();
        assertEquals(List.of("All pixels of 1 target(s) are equal: without a data range there is no PSNR and no SSIM of them.",
            "1 target(s) and their inputs show no source: their ratios of flux above the sky are those of noise and mean nothing."), notes);
    }

    @Test
    void sourcesOfAllImagesArePooled() throws IOException {
        Evaluation evaluation = run(NOTHING, null, pair("a", 1, 1), pair("b", 1, 2));
        Table fluxes = EvaluationTables.fluxes(evaluation);
        double sources = fluxes.rows().stream().mapToDouble(row -> row.values()[2]).sum();
        assertEquals(evaluation.sources(Method.MODEL).size(), sources);
        assertTrue(sources >= 6, "sources: " + sources);
        Table detections = EvaluationTables.detections(evaluation);
        assertEquals("5 to 10", detections.rows().get(0).name());
        assertEquals("above 100", detections.rows().get(4).name());
        assertEquals(evaluation.detections(Method.MODEL).truth().size(), detections.rows().stream().mapToDouble(row -> row.values()[2]).sum());
    }

    @Test
    void theWorstTheMedianAndTheBest() throws IOException {
        Evaluation evaluation = run(NOTHING, null, pair("a", 2, 1), pair("b", 8, 1), pair("c", 0.5, 1), pair("d", 4, 1));
        assertEquals(List.of("b", "d", "c"), evaluation.worstMedianBest().stream().map(EvaluatedImage::name).toList());
        assertEquals(1, run(NOTHING, null, pair("a", 1, 1)).worstMedianBest().size());
    }

    @Test
    void onePairThatDoesNotFitIsNamedAndTheOthersAreJudged() throws IOException {
        Pair good = pair("good", 1, 1);
        Pair bad = new Pair("bad", good.input().crop(0, 0, 60, 64), good.target());
        Evaluation evaluation = run(NOTHING, null, good, bad);
        assertEquals(1, evaluation.images().size());
        assertTrue(evaluation.failures().get(0).startsWith("bad: ") && evaluation.failures().get(0).contains("60 x 64"), evaluation.failures().get(0));
        IOException none = assertThrows(IOException.class, () -> run((image, p) -> new Raster(64, 64, 3, PixelType.FLOAT32), null, good));
        assertTrue(none.getMessage().contains("good: "), none.getMessage());
    }

    @Test
    void targetsOfOtherChannelsThanTheModels() {
        Pair pair = pair("a", 1, 1);
        Raster colours = new Raster(64, 64, PixelType.FLOAT32, pair.target().plane(0), pair.target().plane(0));
        IOException e = assertThrows(IOException.class, () -> run(NOTHING, null, new Pair("a", pair.input(), colours)));
        assertTrue(e.getMessage().contains("2 channel(s)"), e.getMessage());
    }

    /** Planes for FWHM and noise behind the image go to the model and not into the figures of the input. */
    @Test
    void inputsWithFurtherPlanes() throws IOException {
        Pair pair = pair("a", 1, 1);
        float[] four = new float[64 * 64];
        Arrays.fill(four, 4);
        Raster conditioned = new Raster(64, 64, PixelType.FLOAT32, pair.input().plane(0), four, four);
        List<Integer> channels = new ArrayList<>();
        Evaluation evaluation = run((image, p) -> {
            channels.add(image.channels());
            return pair.target();
        }, null, new Pair("a", conditioned, pair.target()));
        assertEquals(List.of(3), channels);
        assertEquals(run(NOTHING, null, pair).summary(Measure.PSNR, Method.INPUT), evaluation.summary(Measure.PSNR, Method.INPUT));
    }

    /** Plain pairs for a model with conditions: in units of the noise, with the figures of the plain ones. */
    @Test
    void plainPairsWithConditions() throws IOException {
        Pair pair = pair("a", 2, 1);
        float[] holes = pair.input().plane(0).clone();
        holes[70] = Float.NaN;
        Raster input = new Raster(64, 64, PixelType.FLOAT32, holes);
        NoiseUnitPairs pairs = new NoiseUnitPairs(MemoryPairs.of(List.of(new Pair("a", input, pair.target()))));
        Raster seen = pairs.load(0).input();
        Restoration network = (image, p) -> {
            assertEquals(NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS, image.channels());
            assertEquals(4, image.get(5, 5, NetworkInput.VERSIONS));
            assertTrue(Float.isFinite(image.plane(0)[70]));
            return seen;
        };
        Evaluation evaluation = Evaluation.run(pairs, NoiseUnitPairs.withPlanes(network, PSF, 4, 0, NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS), STRETCH, null, Progress.NONE);
        Evaluation plain = run(NOTHING, null, new Pair("a", input, pair.target()));
        assertEquals(plain.summary(Measure.PSNR, Method.INPUT).mean(), evaluation.summary(Measure.PSNR, Method.MODEL).mean(), 1e-3);
        assertEquals(plain.summary(Measure.APERTURE_FLUX, Method.INPUT).mean(), evaluation.summary(Measure.APERTURE_FLUX, Method.MODEL).mean(), 1e-3);
        assertEquals(1, evaluation.images().get(0).noise(), 1e-3);
        int all = NetworkInput.VERSIONS + NetworkInput.CONDITIONS;
        Restoration looksBeyond = NoiseUnitPairs.withPlanes((image, p) -> {
            assertEquals(64 + 2 * NetworkInput.frame(all), image.width());
            return new Raster(image.width(), image.height(), PixelType.FLOAT32, image.plane(0));
        }, PSF, 4, 0, all);
        Raster restored = looksBeyond.apply(seen, Progress.NONE);
        assertEquals(64, restored.width());
        assertTrue(Float.isNaN(restored.plane(0)[70]) && Float.isFinite(restored.plane(0)[71]));
    }

    @Test
    void otherUnitsAndLostPixelsAreNoted() throws IOException {
        Pair pair = pair("a", 1, 1);
        float[] bright = pair.input().plane(0).clone();
        for (int i = 0; i < bright.length; i++) bright[i] *= 100;
        bright[5] = Float.NaN;
        Raster input = new Raster(64, 64, PixelType.FLOAT32, bright);
        float[] hole = pair.target().plane(0).clone();
        hole[100] = Float.NaN;
        Evaluation evaluation = run((image, p) -> new Raster(64, 64, PixelType.FLOAT32, hole), null, new Pair("a", input, pair.target()));
        assertEquals(2, evaluation.notes().size(), evaluation.notes().toString());
        assertTrue(evaluation.notes().get(0).contains("units"));
        assertTrue(evaluation.notes().get(1).contains("missing"));
    }

    @Test
    void escapeStops() {
        Progress stop = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancelledException.class, () -> Evaluation.run(MemoryPairs.of(List.of(pair("a", 1, 1))), NOTHING, STRETCH, null, stop));
    }
}
