package sc.fiji.pix2pix.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.StateTensor;

/** Trainings that begin with the generator of a model. */
class StartingModelTest {
    @TempDir
    Path folder;

    @Test
    void aTrainingCanStartFromAModel() throws IOException {
        Path first = folder.resolve("first.zip");
        Path second = folder.resolve("second.zip");
        Path third = folder.resolve("third.zip");
        Trainer.train(TrainerTest.settings(3).with(Map.of("norm", "none")), TrainerTest.pairs(8), Map.of(), first, TrainListener.NONE);
        TrainSettings gentle = TrainerTest.settings(1).with(Trainer.layersOf(first)).with(Map.of("rate", 1e-9, "averaging", 0.5));
        Trainer.train(gentle, first, TrainerTest.pairs(8), Map.of(), second, TrainListener.NONE);
        assertArrayEquals(TrainerTest.weights(first), TrainerTest.weights(second), 1e-6f);
        Trainer.train(gentle, second, TrainerTest.pairs(8), Map.of(), third, TrainListener.NONE);
        try (ModelFile file = ModelFile.open(third)) {
            Map<?, ?> start = (Map<?, ?>) file.description().training().get("start");
            assertEquals(second.toString(), start.get("file"));
            assertEquals(first.toString(), start.get("start"));
            assertEquals(1, start.get("epochs"));
        }
        String refusal = assertThrows(IllegalArgumentException.class,
            () -> Trainer.train(TrainerTest.settings(1).with(Map.of("width", 5)), first, TrainerTest.pairs(8), Map.of(), folder.resolve("other.zip"), TrainListener.NONE)).getMessage();
        assertTrue(refusal.contains(first.toString()) && refusal.contains("width 5"), refusal);
    }

    /** What a model with conditions was not told before has no weight at first. */
    @Test
    void aModelThatIsToldMoreBeginsAsTheOneThatWasNot() throws IOException {
        Path first = folder.resolve("untold.zip");
        Path second = folder.resolve("told.zip");
        TrainSettings settings = TrainerTest.settings(1).with(Map.of("residual", true, "norm", "none", "refinement", 2));
        Trainer.train(settings, TrainerTest.degraded(), Map.of(), first, TrainListener.NONE);
        Trainer.train(settings.with(Trainer.layersOf(first)).with(Map.of("rate", 1e-9)), first, TrainerTest.degraded(2), Map.of(), second, TrainListener.NONE);
        Map<String, float[]> before = tensors(first);
        int in = NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS;
        for (Map.Entry<String, float[]> now : tensors(second).entrySet()) {
            float[] was = before.get(now.getKey());
            float[] is = now.getValue();
            if (was.length == is.length) {
                assertArrayEquals(was, is, 1e-6f, now.getKey());
                continue;
            }
            assertTrue(List.of("down.0.weight", "refine.0.weight").contains(now.getKey()), now.getKey());
            int taps = now.getKey().startsWith("down") ? 16 : 9;
            int channels = now.getKey().startsWith("down") ? in : in + settings.width();
            for (int i = 0; i < is.length; i++) {
                int channel = i / taps % (channels + 1);
                assertEquals(channel == channels ? 0 : was[(i / taps / (channels + 1) * channels + channel) * taps + i % taps], is[i], 1e-6f, now.getKey());
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Trainer.train(TrainerTest.settings(1).with(Trainer.layersOf(second)), second, TrainerTest.degraded(), Map.of(), folder.resolve("x.zip"),
            TrainListener.NONE), "nor told less");
    }

    private static Map<String, float[]> tensors(Path model) throws IOException {
        Map<String, float[]> all = new LinkedHashMap<>();
        try (ModelFile file = ModelFile.open(model); Generator generator = new Generator(file.description().generator(), 0)) {
            file.readGenerator(generator.state());
            for (StateTensor t : generator.state()) {
                float[] values = new float[t.count()];
                t.values().get(0, values);
                all.put(t.name(), values);
            }
        }
        return all;
    }
}
