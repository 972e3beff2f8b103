package sc.fiji.pix2pix.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An ImageJ with this plugin, installed in a folder of its own, on a screen of its own; the tests of a class share it. */
abstract class InImageJ {
    @TempDir static Path folder;
    static InstalledImageJ imageJ;
    private static Screen screen;

    @BeforeAll
    static void install() throws IOException {
        assumeTrue(Screen.available(), "Xvfb is not installed: the tests in ImageJ are skipped");
        screen = new Screen();
        imageJ = new InstalledImageJ(folder, screen);
    }

    @AfterAll
    static void close() {
        if (screen != null) screen.close();
        screen = null;
    }

    static void assertNoDialog(InstalledImageJ.Seen seen) {
        assertEquals(0, seen.code(), seen.text());
        for (String window : seen.all("window"))
            assertTrue(!window.startsWith("DIALOG") && !window.contains("Exception") && !window.contains("Error"), seen.text());
    }
}
