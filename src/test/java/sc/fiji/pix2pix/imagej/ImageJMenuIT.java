package sc.fiji.pix2pix.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.commands.CommandEntry;

/** The menu, the dialog, the recorder and failures in a real ImageJ. */
class ImageJMenuIT extends InImageJ {
    @Test
    void everyCommandIsInTheMenu() throws Exception {
        InstalledImageJ.Seen seen = imageJ.run("menu");
        assertNoDialog(seen);
        List<String> expected = Arrays.stream(CommandEntry.values())
            .map(e -> "Plugins>Pix2Pix>" + e.label() + " = sc.fiji.pix2pix.ij.CommandPlugIn(\"" + e.id() + "\")").toList();
        assertEquals(expected, seen.all("menu").stream().filter(l -> !l.startsWith("Plugins>Pix2Pix>-")).toList(), seen.text());
    }

    @Test
    void aFailureInAMacroEndsItWithTheMessage() throws Exception {
        Path after = folder.resolve("after.txt");
        Path macro = imageJ.macro("run(\"Pix2Pix Model Info...\", \"model=[/no such/model.zip]\");\nFile.saveString(\"x\", \"" + after
            + "\");");
        InstalledImageJ.Seen batch = imageJ.batch(macro);
        assertEquals(0, batch.code(), batch.text());
        assertTrue(batch.output().contains("/no such/model.zip"), batch.text());
        assertTrue(Files.notExists(after), "the macro went on after the failure");

        Path quiet = imageJ.macro("setBatchMode(true);\nrun(\"Pix2Pix Model Info...\", \"modle=/m.zip\");\nFile.saveString(\"x\", \""
            + after + "\");");
        InstalledImageJ.Seen window = imageJ.run("macro " + quiet);
        assertNoDialog(window);
        assertTrue(Files.notExists(after), "the macro went on after the failure");

        InstalledImageJ.Seen shown = imageJ.run("background " + macro, "until Macro Error", "dialog", "screenshot " + Path.of("target",
            "it-macro-error.png").toAbsolutePath());
        assertEquals(List.of("Macro Error"), shown.all("dialog"), shown.text());
        assertTrue(Files.notExists(after), "the macro went on after the failure");
    }

    @Test
    void withoutOptionsABatchMacroFailsInsteadOfOpeningADialog() throws Exception {
        InstalledImageJ.Seen seen = imageJ.batch(imageJ.macro("run(\"Train Pix2Pix Model...\");"));
        assertEquals(0, seen.code(), seen.text());
        assertTrue(seen.output().contains("no dialog can open"), seen.text());
    }

    @Test
    void trainingOpensItsDialog() throws Exception {
        Path shot = Path.of("target").toAbsolutePath();
        InstalledImageJ.Seen seen = imageJ.run("command Train Pix2Pix Model...", "until Train Pix2Pix Model", "dialog", "screenshot "
            + shot.resolve("it-train-dialog.png"));
        assertEquals(List.of("Train Pix2Pix Model"), seen.all("dialog"), seen.text());
    }

    @Test
    void theSampleImagesOpenAsStacks() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("sample-images")), "there are no sample images yet");
        Path seen = folder.resolve("samples.txt");
        InstalledImageJ.Seen run = imageJ.run("macro "
            + imageJ.macro("run(\"Open Pix2Pix Sample Images\");\nlist = getList(\"image.titles\");\n"
            + "for (i = 0; i < list.length; i++) { selectImage(list[i]);\n"
            + "File.append(list[i] + \" \" + (nSlices > 1) + \" \" + bitDepth(), \"" + seen + "\"); }"));
        assertNoDialog(run);
        assertEquals(List.of("galaxies-input 1 32", "galaxies-target 1 32", "galaxies-test-input 1 32",
            "galaxies-test-target 1 32", "shapes 1 24", "shapes-test 1 24"), Files.readAllLines(seen).stream().sorted().toList(), run.text());
    }
}
