package sc.fiji.pix2pix.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Training, continuing and applying by macro in a real ImageJ; a call that was recorded; Escape. */
class ImageJTrainingIT extends InImageJ {
    private static final String SMALL = " preset=small crop=32 batch=2 crops=1 validation=0.25 seed=1";
    private static final Path SHOTS = Path.of("target").toAbsolutePath();

    /** Macro text that opens two stacks of four slices, "in" blurred and noisy, "out" as it should be. */
    private static String stacks(String type) {
        return "newImage(\"out\", \"" + type + " ramp\", 48, 40, 4);\nsetColor(60, 60, 60);\n"
            + "fillOval(10, 8, 20, 20);\nrun(\"Select None\");\n"
            + "run(\"Duplicate...\", \"title=in duplicate\");\nrun(\"Gaussian Blur...\", \"sigma=2 stack\");\n";
    }

    private static String log(Path file) {
        return "Stack.getDimensions(w, h, c, z, t);\n"
            + "size = \"\" + w + \"x\" + h + \"x\" + c + \"x\" + z + \"x\" + t;\n"
            + "File.append(getTitle() + \" \" + bitDepth() + \" \" + size, \"" + file + "\");\n";
    }

    private static byte[] weights(Path model) throws IOException {
        try (ZipFile zip = new ZipFile(model.toFile())) {
            return zip.getInputStream(zip.getEntry("generator.safetensors")).readAllBytes();
        }
    }

    @Test
    void trainsContinuesAndAppliesByMacroOnEveryDepth() throws Exception {
        Path seen = folder.resolve("applied.txt");
        StringBuilder macro = new StringBuilder();
        for (String type : List.of("8-bit", "16-bit", "32-bit", "RGB")) {
            Path model = folder.resolve(type + ".zip");
            macro.append(stacks(type)).append("run(\"Train Pix2Pix Model...\", \"input=in target=out model=[" + model + "] epochs=2" + SMALL
                + "\");\n")
                .append("run(\"Continue Pix2Pix Training...\", \"model=[" + model + "] epochs=1\");\n")
                .append("selectImage(\"in\");\nrun(\"Apply Pix2Pix Model...\", \"model=[" + model + "]\");\n").append(log(seen))
                .append("selectImage(\"in\");\nmakeRectangle(3, 4, 30, 20);\nrun(\"Apply Pix2Pix Model...\", \"image=in model=[" + model
                    + "] tile=32 overlap=4\");\n").append(log(seen));
            if (!type.equals("RGB")) macro.append("close(\"*\");\n");
        }
        InstalledImageJ.Seen run = imageJ.run("macro " + imageJ.macro(macro.toString()), "wait 500", "screenshot "
            + SHOTS.resolve("it-trained.png"));
        assertNoDialog(run);
        assertTrue(Files.exists(seen), run.text());
        assertEquals(List.of("in (8-bit) 32 48x40x1x4x1", "in (8-bit) 32 30x20x1x4x1", "in (16-bit) 32 48x40x1x4x1",
            "in (16-bit) 32 30x20x1x4x1",
            "in (32-bit) 32 48x40x1x4x1", "in (32-bit) 32 30x20x1x4x1", "in (RGB) 24 48x40x1x4x1", "in (RGB) 24 30x20x1x4x1"),
                Files.readAllLines(seen), run.text());
        for (String type : List.of("8-bit", "16-bit", "32-bit", "RGB"))
            assertTrue(Files.exists(folder.resolve(type + "-latest.zip")), run.text());
    }

    @Test
    void aRecordedCallRunsAgainUnchanged() throws Exception {
        Path model = folder.resolve("recorded model.zip");
        Path open = imageJ.macro(stacks("32-bit"));
        Path recorded = folder.resolve("recorded.ijm");
        InstalledImageJ.Seen first = imageJ.run("macro " + open, "record", "command Train Pix2Pix Model...", "field 0 in", "field 1 out",
            "field 3 " + model, "field 4 1",
            "field 5 2", "field 6 32", "field 7 0.00023", "field 9 0.25", "screenshot " + SHOTS.resolve("it-record.png"), "ok", "idle",
                "recorded " + recorded);
        assertNoDialog(first);
        String call = Files.readString(recorded).lines().filter(l -> l.startsWith("run(\"Train")).findFirst().orElse("");
        assertEquals("run(\"Train Pix2Pix Model...\", \"input=in target=out model=[" + model
            + "] epochs=1 batch=2 crop=32 rate=0.00023 validation=0.25\");", call, first.text());
        byte[] trained = weights(model);
        Files.delete(model);
        Files.delete(folder.resolve("recorded model-latest.zip"));
        InstalledImageJ.Seen second = imageJ.run("macro " + open, "macro " + imageJ.macro(call));
        assertNoDialog(second);
        assertArrayEquals(trained, weights(model), second.text());
    }

    @Test
    void escapeStopsATrainingAndKeepsWhatWasTrained() throws Exception {
        Path model = folder.resolve("escaped.zip");
        Path macro = imageJ.macro(stacks("32-bit") + "run(\"Train Pix2Pix Model...\", \"input=in target=out model=[" + model
            + "] epochs=100000" + SMALL + "\");\n");
        InstalledImageJ.Seen seen = imageJ.run("background " + macro, "until Training escaped.zip: epoch 3", "screenshot "
            + SHOTS.resolve("it-training.png"),
            "escape", "idle", "wait 3000");
        assertNoDialog(seen);
        long stopped = Long.parseLong(seen.all("idle").get(0)) - Long.parseLong(seen.all("escape").get(0));
        // A second on an idle computer; the tests may run on a busy one.
        assertTrue(stopped < 5000, "stopped after " + stopped + " ms\n" + seen.text());
        assertTrue(Files.exists(model) && Files.exists(folder.resolve("escaped-latest.zip")), seen.text());
        assertTrue(seen.all("window").stream().anyMatch(w -> w.contains("Training escaped.zip: epoch")), seen.text());
    }

    @Test
    void aBatchMacroTrainsWithoutAWindow() throws Exception {
        Path model = folder.resolve("batch.zip");
        Path after = folder.resolve("batch-done.txt");
        InstalledImageJ.Seen seen = imageJ.batch(imageJ.macro("setBatchMode(true);\n" + stacks("32-bit")
            + "run(\"Train Pix2Pix Model...\", \"input=in target=out model=[" + model
            + "] epochs=1" + SMALL + "\");\nrun(\"Apply Pix2Pix Model...\", \"image=in model=[" + model + "]\");\n" + log(after)));
        assertEquals(0, seen.code(), seen.text());
        assertTrue(seen.output().contains("Epoch 1: L1 loss"), seen.text());
        assertEquals(List.of("in (batch) 32 48x40x1x4x1"), Files.readAllLines(after), seen.text());
    }
}
