package sc.fiji.pix2pix.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.astro.DegradationSettings;
import sc.fiji.pix2pix.astro.DegradedPairs;
import sc.fiji.pix2pix.astro.GalaxySimulator;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.astro.Range;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.NnAccess;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.StateTensor;
import sc.fiji.pix2pix.pairs.ImageSource;
import sc.fiji.pix2pix.pairs.MemoryPairs;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;

class TrainerTest {
    @TempDir
    Path folder;

    /** Everything that carries state is on: dropout, batch norm, discriminator, average, warm-up, falling rate, validation, several batches an epoch. */
    static TrainSettings settings(int epochs) {
        return TrainSettings.preset("paper").with(Map.ofEntries(Map.entry("levels", 3), Map.entry("width", 4), Map.entry("patch", 1), Map.entry("crop", 16),
            Map.entry("epochs", epochs), Map.entry("batch", 2), Map.entry("crops", 2), Map.entry("averaging", 0.9), Map.entry("warmup", 1),
            Map.entry("constant", 2), Map.entry("decay", 3), Map.entry("validation", 0.25), Map.entry("rate", 2e-3)));
    }

    static PairSource pairs(int count) {
        List<Pair> pairs = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < count; i++) {
            Raster target = new Raster(24, 20, 1, PixelType.FLOAT32);
            Raster input = new Raster(24, 20, 1, PixelType.FLOAT32);
            int x0 = random.nextInt(24);
            int y0 = random.nextInt(20);
            for (int y = 0; y < 20; y++) {
                for (int x = 0; x < 24; x++) {
                    double r = Math.hypot(x - x0, y - y0);
                    target.plane(0)[y * 24 + x] = (float) (1000 * Math.exp(-r / 2));
                    input.plane(0)[y * 24 + x] = (float) (700 * Math.exp(-r / 3) + 20 * random.nextGaussian());
                }
            }
            pairs.add(new Pair("image " + i, input, target));
        }
        return MemoryPairs.of(pairs);
    }

    @Test
    void twoAndTwoEpochsAreFour() throws IOException {
        Path once = folder.resolve("once.zip");
        Path twice = folder.resolve("twice.zip");
        List<EpochRecord> four = Trainer.train(settings(4), pairs(8), Map.of("input", "here"), once, TrainListener.NONE);
        Trainer.train(settings(2), pairs(8), Map.of("input", "here"), twice, TrainListener.NONE);
        List<EpochRecord> continued = Trainer.resume(twice, 2, pairs(8), Map.of("input", "moved"), TrainListener.NONE);
        assertSameHistory(four, continued);
        assertArrayEquals(weights(once), weights(twice));
        assertArrayEquals(weights(Trainer.checkpointOf(once)), weights(Trainer.checkpointOf(twice)));
        assertEquals(Map.of("input", "here"), Trainer.sourceOf(once));
        assertEquals(Map.of("input", "moved"), Trainer.sourceOf(twice));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 12})
    void aTrainingStoppedAtAnyStepGoesOnAsIfItHadNot(int stopAt) throws IOException {
        Path once = folder.resolve("once.zip");
        Path stopped = folder.resolve("stopped.zip");
        List<EpochRecord> three = Trainer.train(settings(3), pairs(8), Map.of(), once, TrainListener.NONE);
        Trainer.train(settings(3), pairs(8), Map.of(), stopped, new StopAfter(stopAt));
        assertTrue(Files.exists(stopped), "a model after a stop");
        int done = historyOf(Trainer.checkpointOf(stopped));
        List<EpochRecord> continued = Trainer.resume(stopped, 3 - done, pairs(8), null, TrainListener.NONE);
        assertSameHistory(three, continued);
        assertArrayEquals(weights(Trainer.checkpointOf(once)), weights(Trainer.checkpointOf(stopped)));
    }

    @Test
    void cropsThatAreMadeAfreshAreMadeAlikeAfterAStop() throws IOException {
        Path once = folder.resolve("once.zip");
        Path stopped = folder.resolve("stopped.zip");
        TrainSettings settings = settings(2).with(Map.of("residual", true, "norm", "none", "pixelloss", "l2", "softening", 10, "intensity", "asinh"));
        List<EpochRecord> two = Trainer.train(settings, degraded(), Map.of(), once, TrainListener.NONE);
        Trainer.train(settings, degraded(), Map.of(), stopped, new StopAfter(5));
        int done = historyOf(Trainer.checkpointOf(stopped));
        assertSameHistory(two, Trainer.resume(stopped, 2 - done, degraded(), null, TrainListener.NONE));
        assertArrayEquals(weights(Trainer.checkpointOf(once)), weights(Trainer.checkpointOf(stopped)));
        try (ModelFile file = ModelFile.open(once)) {
            assertEquals(NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS, file.description().generator().inputChannels());
            assertEquals(NetworkInput.VERSIONS, file.description().generator().blend());
            assertEquals(file.description().input().maps().get(0), file.description().target().maps().get(0));
        }
    }

    static PairSource degraded() {
        return degraded(0);
    }

    static PairSource degraded(double starFwhm) {
        GalaxySimulator simulator = new GalaxySimulator(40, 0.05, 2, 25, null);
        ImageSource sharp = new ImageSource() {
            @Override
            public int size() {
                return 6;
            }

            @Override
            public String name(int i) {
                return "field " + i;
            }

            @Override
            public Raster load(int i) {
                return simulator.observe(i).sharp();
            }
        };
        return new DegradedPairs(sharp, new DegradationSettings(DegradationSettings.Shape.MIXED, new Range(2, 3), new Range(3, 4), null, new Range(1, 5),
            new Range(0, 0), 0, 2, 0, starFwhm, 0), true, 1);
    }

    @Test
    void theSameSeedGivesTheSameModelAndAnotherAnother() throws IOException {
        Path[] files = {folder.resolve("a.zip"), folder.resolve("b.zip"), folder.resolve("c.zip")};
        for (int i = 0; i < 3; i++) Trainer.train(settings(2).with(Map.of("seed", i == 2 ? 2 : 1)), pairs(6), Map.of(), files[i], TrainListener.NONE);
        assertArrayEquals(weights(files[0]), weights(files[1]));
        assertFalse(java.util.Arrays.equals(weights(files[0]), weights(files[2])));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bce", "lsgan", "hinge", "none"})
    void everyLossLearns(String loss) throws IOException {
        TrainSettings s = settings(12).with(Map.of("loss", loss, "norm", "none", "dropout", false, "residual", true, "warmup", 0, "constant", 100, "crops", 6, "rate", 5e-3));
        List<EpochRecord> history = Trainer.train(s, pairs(12), Map.of(), folder.resolve("m.zip"), TrainListener.NONE);
        EpochRecord first = history.get(0);
        EpochRecord last = history.get(11);
        assertTrue(last.lossL1() < 0.8 * first.lossL1(), loss + ": L1 from " + first.lossL1() + " to " + last.lossL1());
        assertTrue(last.validationPsnr() > first.validationPsnr(), loss + ": PSNR from " + first.validationPsnr() + " to " + last.validationPsnr());
        assertEquals(loss.equals("none"), Double.isNaN(last.lossD()));
    }

    @Test
    void keepsTheBestModelBesideTheLatest() throws IOException {
        Path model = folder.resolve("m.zip");
        // A rate this high goes astray at once.
        List<EpochRecord> history = Trainer.train(settings(6).with(Map.of("rate", 0.05, "loss", "none", "warmup", 0)), pairs(8), Map.of(), model, TrainListener.NONE);
        int best = 0;
        for (int i = 1; i < history.size(); i++) {
            if (history.get(i).validationL1() < history.get(best).validationL1()) best = i;
        }
        assertEquals(best + 1, historyOf(model), "epochs of the best model");
        assertEquals(6, historyOf(Trainer.checkpointOf(model)));
    }

    @Test
    void missingValuesDoNotSpread() throws IOException {
        PairSource pairs = pairs(6);
        for (int i = 0; i < 6; i++) {
            pairs.load(i).input().plane(0)[30] = Float.NaN;
            pairs.load(i).target().plane(0)[31] = Float.POSITIVE_INFINITY;
        }
        List<EpochRecord> history = Trainer.train(settings(2), pairs, Map.of(), folder.resolve("m.zip"), TrainListener.NONE);
        assertTrue(Double.isFinite(history.get(1).validationL1()));
        assertTrue(Double.isFinite(history.get(1).lossL1()));
    }

    @Test
    void smallImagesArePaddedAndThatIsSaidOnce() throws IOException {
        List<String> notes = new ArrayList<>();
        Trainer.train(settings(1).with(Map.of("crop", 64)), pairs(6), Map.of(), folder.resolve("m.zip"), noting(notes));
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(notes.get(0).contains("24 x 20"), notes.toString());
    }

    @Test
    void saysBeforehandThatMemoryWillNotDoAndWhatWould() {
        TrainSettings huge = TrainSettings.preset("paper").with(Map.of("crop", 16384, "batch", 64));
        String message = assertThrows(IllegalArgumentException.class,
            () -> Trainer.train(huge, pairs(2), Map.of(), folder.resolve("m.zip"), TrainListener.NONE)).getMessage();
        assertTrue(message.matches(".*needs about .* GB.*try batch=1 crop=\\d+ width=\\d+.*"), message);
        assertFalse(Files.exists(folder.resolve("m.zip")));
    }

    @Test
    void aStopBeforeTheFirstStepWritesNothingAndLaterKeepsAnEarlierModel() throws IOException {
        Path model = folder.resolve("m.zip");
        Trainer.train(settings(2), pairs(8), Map.of(), model, new StopAfter(0));
        assertFalse(Files.exists(model));
        Trainer.train(settings(2), pairs(8), Map.of(), model, TrainListener.NONE);
        float[] good = weights(model);
        Trainer.train(settings(2), pairs(8), Map.of(), model, new StopAfter(1));
        assertArrayEquals(good, weights(model));
    }

    @Test
    void inputAndTargetInDifferentUnitsHaveMapsOfTheirOwn() throws IOException {
        List<Pair> different = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Pair pair = pairs(6).load(i);
            Raster target = new Raster(24, 20, 1, PixelType.FLOAT32);
            for (int p = 0; p < target.plane(0).length; p++) target.plane(0)[p] = 3e7f + 1e5f * pair.target().plane(0)[p];
            different.add(new Pair(pair.name(), pair.input(), target));
        }
        TrainSettings residual = TrainSettings.preset("small");
        TrainingData same = TrainingData.fit(pairs(6), residual, TrainListener.NONE);
        assertEquals(same.input().maps(), same.target().maps());
        TrainingData data = TrainingData.fit(MemoryPairs.of(different), residual, TrainListener.NONE);
        assertTrue(Math.abs(data.input().maps().get(0).forward(700)) < 1.5, "the input is seen in its own range");
        assertTrue(Math.abs(data.target().maps().get(0).forward(1.3e8f)) < 1.5, "the target is seen in its own range");
    }

    @Test
    void precisionThatIsLackingIsSaidOnceAndTheModelTellsWhatItWasTrainedIn() throws IOException {
        Path model = folder.resolve("m.zip");
        List<String> notes = new ArrayList<>();
        TrainListener listener = noting(notes);
        TrainSettings bf16 = settings(1).with(Map.of("precision", "bf16"));
        NnAccess.onNd4jAlone(() -> Trainer.train(bf16, pairs(6), Map.of(), model, listener));
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(notes.get(0).startsWith("precision=bf16 needs"), notes.toString());
        assertEquals("float32", settingsIn(model).get("precision"));
        NnAccess.onNd4jAlone(() -> Trainer.resume(model, 1, Precision.BF16, pairs(6), null, listener));
        assertEquals(2, notes.size(), notes.toString());
    }

    @Test
    void aPrecisionOfANewerVersionIsNamedAndFilesWithoutOneKeepOpening() throws IOException {
        Trainer.train(settings(1), pairs(4), Map.of(), folder.resolve("m.zip"), TrainListener.NONE);
        Map<String, Object> settings = settingsIn(folder.resolve("m.zip"));
        settings.put("precision", "fp8");
        assertTrue(resumeMessage("newer", settings).matches(".*newer-latest.zip cannot be continued.*precision=fp8 is not possible.*"));
        settings.remove("precision");
        assertTrue(resumeMessage("older", settings).contains("older-latest.zip cannot be continued: it holds the model alone"));
    }

    /** Why a training with these settings does not go on from a file that has no checkpoint. */
    private String resumeMessage(String name, Map<String, Object> settings) throws IOException {
        try (ModelFile file = ModelFile.open(folder.resolve("m.zip")); Generator generator = new Generator(file.description().generator(), 0)) {
            ModelDescription d = file.description();
            file.readGenerator(generator.state());
            Map<String, Object> training = new LinkedHashMap<>(d.training());
            training.put("settings", settings);
            ModelFile.write(folder.resolve(name + "-latest.zip"), new ModelDescription(d.generator(), d.input(), d.target(), training, d.history()),
                generator.state(), null);
        }
        return assertThrows(IOException.class, () -> Trainer.resume(folder.resolve(name + ".zip"), 1, pairs(4), null, TrainListener.NONE)).getMessage();
    }

    private static Map<String, Object> settingsIn(Path model) throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>();
        try (ModelFile file = ModelFile.open(model)) {
            ((Map<?, ?>) file.description().training().get("settings")).forEach((key, value) -> settings.put(key.toString(), value));
        }
        return settings;
    }

    private static TrainListener noting(List<String> notes) {
        return new TrainListener() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }
        };
    }

    @Test
    void refusesAFolderThatDoesNotExistBeforeTraining() {
        Path model = folder.resolve("nowhere/m.zip");
        assertTrue(assertThrows(IOException.class, () -> Trainer.train(settings(1), pairs(2), Map.of(), model, TrainListener.NONE)).getMessage().contains("nowhere"));
        assertTrue(assertThrows(IOException.class, () -> Trainer.resume(folder.resolve("none.zip"), 1, pairs(2), null, TrainListener.NONE))
            .getMessage().contains("none.zip"));
    }

    @Test
    void leavesNothingBehindButTheTwoFiles() throws IOException {
        Trainer.train(settings(1), pairs(4), Map.of(), folder.resolve("m.zip"), TrainListener.NONE);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of("m-latest.zip", "m.zip"), files.map(p -> p.getFileName().toString()).sorted().toList());
        }
    }

    private static void assertSameHistory(List<EpochRecord> expected, List<EpochRecord> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) assertEquals(withoutTime(expected.get(i)), withoutTime(actual.get(i)));
    }

    private static Map<String, Object> withoutTime(EpochRecord record) {
        Map<String, Object> map = record.toMap();
        map.remove("seconds");
        return map;
    }

    private static int historyOf(Path model) throws IOException {
        try (ModelFile file = ModelFile.open(model)) {
            return file.description().history().size();
        }
    }

    static float[] weights(Path model) throws IOException {
        try (ModelFile file = ModelFile.open(model); Generator generator = new Generator(file.description().generator(), 0)) {
            file.readGenerator(generator.state());
            int count = generator.state().stream().mapToInt(StateTensor::count).sum();
            float[] all = new float[count];
            int at = 0;
            for (StateTensor t : generator.state()) {
                t.values().get(0, all, at, t.count());
                at += t.count();
            }
            return all;
        }
    }

    /** Cancels after a number of reports. */
    private static final class StopAfter implements TrainListener {
        private int left;

        StopAfter(int steps) {
            left = steps;
        }

        @Override
        public void report(double fraction, String message) {
            if (message.startsWith("Epoch")) left--;
        }

        @Override
        public boolean cancelled() {
            return left < 0;
        }
    }
}
