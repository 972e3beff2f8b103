package sc.fiji.pix2pix.imagej;

import ij.IJ;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real ImageJ with target/dist installed over it, started in processes of its own on a {@link Screen}. */
final class InstalledImageJ {
    static final Path DIST = Path.of("target", "dist").toAbsolutePath();
    private final Path folder;
    private final Screen screen;
    private int runs;

    /** What a run of {@link ImageJProbe} saw, and what it printed. */
    record Seen(int code, List<String> lines, String output) {
        /** Values of all lines of this kind. */
        List<String> all(String what) {
            return lines.stream().filter(l -> l.startsWith(what + "\t")).map(l -> l.substring(what.length() + 1)).toList();
        }

        String text() {
            return "exit code " + code + "\n" + String.join("\n", lines) + "\n--- output\n" + output;
        }
    }

    /** Makes an ImageJ folder of ij.jar and the installation, as a user would unpack the zip over it. */
    InstalledImageJ(Path folder, Screen screen) throws IOException {
        this.folder = folder;
        this.screen = screen;
        Files.copy(ijJar(), folder.resolve("ij.jar"));
        try (Stream<Path> files = Files.walk(DIST)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(DIST.relativize(file));
                if (Files.isDirectory(file)) Files.createDirectories(to);
                else link(to, file);
            }
        }
        Path probe = folder.resolve("probe").resolve(ImageJProbe.class.getPackageName().replace('.', '/'));
        Files.createDirectories(probe);
        Path classes = location(ImageJProbe.class).resolve(ImageJProbe.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("ImageJProbe")).toList())
                Files.copy(file, probe.resolve(file.getFileName()));
        }
    }

    private static void link(Path to, Path file) throws IOException {
        try {
            Files.createLink(to, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, to);
        }
    }

    static Path ijJar() {
        return location(IJ.class);
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Starts ImageJ with its window and lets the probe carry out steps. */
    Seen run(String... steps) throws IOException, InterruptedException {
        Path script = folder.resolve("steps-" + runs + ".txt");
        Path seen = folder.resolve("seen-" + runs++ + ".txt");
        Files.write(script, Arrays.asList(steps));
        List<String> command = java(folder.resolve("ij.jar") + File.pathSeparator + folder.resolve("probe"));
        command.addAll(List.of(ImageJProbe.class.getName(), folder.toString(), script.toString(), seen.toString()));
        Seen ended = start(command);
        return new Seen(ended.code(), Files.exists(seen) ? Files.readAllLines(seen) : List.of(), ended.output());
    }

    /** Starts ImageJ without its window on a macro, as {@code -batch} does. */
    Seen batch(Path macro) throws IOException, InterruptedException {
        List<String> command = java(folder.resolve("ij.jar").toString());
        command.addAll(List.of("ij.ImageJ", "-ijpath", folder.toString(), "-batch", macro.toString()));
        return start(command);
    }

    Path macro(String text) throws IOException {
        return Files.writeString(folder.resolve("macro-" + System.nanoTime() + ".ijm"), text);
    }

    private List<String> java(String classPath) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1500m", "-Duser.home="
            + home, "-cp", classPath));
    }

    private Seen start(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("DISPLAY", screen.display());
        Process process = builder.start();
        boolean ended = process.waitFor(300, TimeUnit.SECONDS);
        if (!ended) process.destroyForcibly().waitFor();
        return new Seen(ended ? process.exitValue() : -1, List.of(), Files.readString(output));
    }
}
