package sc.fiji.pix2pix.imagej;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A screen that nobody sees: Xvfb on a display number that it chooses itself. */
final class Screen implements AutoCloseable {
    private final Process process;
    private final String display;

    Screen() throws IOException {
        process = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String number = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
        if (number == null) throw new IOException("Xvfb did not start.");
        display = ":" + number.trim();
    }

    static boolean available() {
        return Arrays.stream(System.getenv("PATH").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, "Xvfb")));
    }

    /** Value for the environment variable DISPLAY. */
    String display() {
        return display;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
