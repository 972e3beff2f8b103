package sc.fiji.pix2pix.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dialogs of the commands for astronomy in a real ImageJ: what they remember, what the recorder writes, what Escape leaves. */
class ImageJDialogIT extends InImageJ {
    private static final String RAMP = "newImage(\"sky\", \"32-bit ramp\", 64, 64, 1);\nrun(\"Add Specified Noise...\", \"standard=0.01\");\n";

    @Test
    void titlesAreRememberedAsTheyWereButNotTheFileOfAResult() throws Exception {
        Path result = folder.resolve("result.tif");
        InstalledImageJ.Seen seen = imageJ.run("macro " + imageJ.macro(RAMP),
            "command Make Pix2Pix Training Pairs...", "field 0 sky", "field 1 " + folder.resolve("pairs"), "ok", "idle",
            "command Make Pix2Pix Training Pairs...", "fields", "cancel",
            "command Wiener Deconvolution...", "field 0 2.5", "field 4 0.1", "field 5 " + result, "ok", "idle",
            "command Wiener Deconvolution...", "fields", "cancel");
        assertEquals(0, seen.code(), seen.text());
        assertTrue(Files.exists(folder.resolve("pairs/input/sky.fits")) && Files.exists(result), seen.text());
        assertTrue(seen.all("fields").get(0).startsWith("[sky, " + folder.resolve("pairs") + ", gaussian, "), seen.text());
        assertEquals("[2.5, , , , 0.1, ]", seen.all("fields").get(1), seen.text());
    }

    @Test
    void aSecondMeasurementOfSeeingAddsItsRow() throws Exception {
        String stars = "newImage(\"stars\", \"32-bit black\", 400, 400, 1);\nfor (i = 0; i < 25; i++) setPixel(40 + 80 * (i % 5), 40 + 80 * floor(i / 5), 20000 + 500 * i);\n"
            + "run(\"Gaussian Blur...\", \"sigma=1.7\");\nrun(\"Add Specified Noise...\", \"standard=3\");\n";
        String rows = "Table.rename(\"Seeing\", \"Results\");\nreturn \"\" + nResults + \" \" + getResultString(\"Image\", 0) + \" \" + (getResult(\"FWHM_px\", 1) == getResult(\"FWHM_px\", 0));\n";
        InstalledImageJ.Seen seen = imageJ.run("macro " + imageJ.macro(stars), "command Measure Seeing...", "ok", "idle", "wait 500", "command Measure Seeing...", "ok", "idle", "wait 500",
            "macro " + imageJ.macro(rows));
        assertEquals("2 stars 1", seen.all("macro").get(1), seen.text());
    }

    @Test
    void aCallIsRecordedThoughAnotherCommandRunsMeanwhileAndNotIfItWasCancelled() throws Exception {
        Path recorded = folder.resolve("recorded.ijm");
        Path fields = folder.resolve("fields");
        InstalledImageJ.Seen seen = imageJ.run("record", "macro " + imageJ.macro(RAMP),
            "command Measure Seeing...", "cancel", "command Simulate Galaxy Images...", "field 0 " + fields, "field 1 100000", "field 2 300", "switch 0", "ok",
            "command Invert", "wait 500", "escape", "idle", "wait 1500", "status", "recorded " + recorded);
        List<String> calls = Files.readAllLines(recorded).stream().filter(l -> l.startsWith("run(")).toList();
        assertTrue(calls.contains("run(\"Simulate Galaxy Images...\", \"output=" + fields + " count=100000 size=300 degrade\");"), calls + seen.text());
        assertTrue(calls.contains("run(\"Invert\");"), calls + seen.text());
        assertTrue(calls.stream().noneMatch(c -> c.contains("Seeing")), calls + seen.text());
        assertTrue(!seen.all("status").get(0).contains("Simulating"), seen.text());
    }
}
