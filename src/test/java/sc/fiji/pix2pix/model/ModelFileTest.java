package sc.fiji.pix2pix.model;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.intensity.AsinhMap;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Upsampling;

class ModelFileTest {
    @TempDir
    Path folder;

    /** One level, one channel to two. */
    static ModelDescription description() {
        GeneratorSettings network = new GeneratorSettings(1, 2, 1, 1, NormKind.INSTANCE, false, false, Upsampling.RESIZE);
        ImageSide input = new ImageSide(PixelType.GRAY16, IntensityMaps.same(new AsinhMap(100, 3.25, 90, 60000), 1));
        ImageSide target = new ImageSide(PixelType.FLOAT32, new IntensityMaps(List.of(new LinearMap(-1, 1.5), new LinearMap(0, 1e-3))));
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("seed", Long.MAX_VALUE);
        training.put("input", "/data/ä \"1\"");
        training.put("lambda", 100.0);
        training.put("nothing", null);
        Map<String, Object> epoch = new LinkedHashMap<>();
        epoch.put("epoch", 1);
        epoch.put("lossD", 0.693);
        epoch.put("validationL1", Double.NaN);
        return new ModelDescription(network, input, target, training, List.of(epoch));
    }

    /** Weights that fit, as far as the model package can tell. */
    static StateTensorList weights() {
        float[] kernel = new float[16];
        for (int i = 0; i < 16; i++) kernel[i] = i / 7f;
        return new StateTensorList().add("down.0.weight", new long[] {1, 1, 4, 4}, kernel).add("down.0.bias", new long[] {1}, -1);
    }

    static Checkpoint checkpoint() {
        Map<String, List<sc.fiji.pix2pix.nn.StateTensor>> parts = new LinkedHashMap<>();
        parts.put("discriminator", new StateTensorList().add("conv.0.weight", new long[] {2}, 3, 4).list());
        parts.put("adam-generator", new StateTensorList().add("step", new long[] {1}, 5).list());
        return new Checkpoint(Map.of("epoch", 7, "random", List.of(1L << 60, -2)), parts);
    }

    @Test
    void readsBackEverything() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelFile.write(file, description(), weights().list(), checkpoint());
        try (ModelFile model = ModelFile.open(file)) {
            ModelDescription d = model.description();
            assertEquals(description().generator(), d.generator());
            assertEquals(description().input(), d.input());
            assertEquals(description().target(), d.target());
            assertEquals(description().training(), d.training());
            assertEquals(0.693, d.history().get(0).get("lossD"));
            assertTrue(d.history().get(0).containsKey("validationL1"));
            assertEquals(null, d.history().get(0).get("validationL1"), "JSON has no NaN");
            assertEquals("development", model.softwareVersion());
            StateTensorList read = weights().zeroed();
            model.readGenerator(read.list());
            weights().assertSame(read);

            assertTrue(model.hasCheckpoint());
            assertEquals(checkpoint().state(), model.checkpointState());
            StateTensorList discriminator = new StateTensorList(checkpoint().tensors().get("discriminator")).zeroed();
            model.readCheckpoint("discriminator", discriminator.list());
            new StateTensorList(checkpoint().tensors().get("discriminator")).assertSame(discriminator);
            assertTrue(assertThrows(IOException.class, () -> model.readCheckpoint("adam-discriminator",
                List.of())).getMessage().contains("adam-discriminator"));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aModelAloneCannotBeContinued() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelFile.write(file, description(), weights().list(), null);
        try (ModelFile model = ModelFile.open(file)) {
            assertFalse(model.hasCheckpoint());
            assertTrue(assertThrows(IOException.class, model::checkpointState).getMessage().contains("-latest.zip"));
        }
    }

    @Test
    void theSameContentMakesTheSameBytes() throws IOException {
        Path one = folder.resolve("1.zip");
        Path two = folder.resolve("2.zip");
        ModelFile.write(one, description(), weights().list(), checkpoint());
        ModelFile.write(two, description(), weights().list(), checkpoint());
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    }

    @Test
    void divergedWeightsNeverReplaceGoodOnes() throws IOException {
        Path file = folder.resolve("model.zip");
        ModelFile.write(file, description(), weights().list(), null);
        byte[] good = Files.readAllBytes(file);
        StateTensorList bad = weights();
        bad.list().get(1).values().put(0, Float.NaN);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ModelFile.write(file, description(), bad.list(),
            null));
        assertTrue(e.getMessage().contains("down.0.bias"), e.getMessage());
        assertArrayEquals(good, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void checksTheNetworkAgainstBothSides() {
        ModelDescription d = description();
        assertThrows(IllegalArgumentException.class, () -> new ModelDescription(d.generator(), d.target(), d.target(), Map.of(),
            List.of()));
        assertThrows(IllegalArgumentException.class, () -> new ImageSide(PixelType.RGB, IntensityMaps.same(new LinearMap(0, 255), 1)));
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint(Map.of(), Map.of("../evil", List.of())));
    }

    @Test
    void aLongHistoryComesBack() throws IOException {
        List<Map<String, Object>> history = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) history.add(Map.of("epoch", i, "lossD", Math.PI, "lossGan", Math.E, "seconds", 1.0 / 3, "dReal",
            0.5, "dFake", 0.5));
        Path file = folder.resolve("model.zip");
        ModelDescription d = description();
        ModelFile.write(file, new ModelDescription(d.generator(), d.input(), d.target(), Map.of(), history), weights().list(), null);
        try (ModelFile model = ModelFile.open(file)) {
            assertEquals(history, model.description().history());
        }
    }
}
