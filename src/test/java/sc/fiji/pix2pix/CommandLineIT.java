package sc.fiji.pix2pix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.filter.GaussianBlur;
import ij.process.FloatProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.commands.CommandEntry;
import sc.fiji.pix2pix.host.ImageFiles;

/** The command line on target/dist, and what lies in there. */
class CommandLineIT {
    private static final Path DIST = Path.of("target", "dist").toAbsolutePath();
    @TempDir Path folder;

    private record Ran(int code, String out, String err) {}

    private Ran main(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1500m",
            "-cp",
            DIST + "/plugins/*" + File.pathSeparator + DIST + "/jars/*", "sc.fiji.pix2pix.Main"));
        command.addAll(List.of(args));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(200, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private void pairs(Path in, Path target) throws IOException {
        Files.createDirectories(in);
        Files.createDirectories(target);
        for (int i = 0; i < 4; i++) {
            FloatProcessor ip = new FloatProcessor(40, 40);
            ip.setValue(100);
            ip.fillOval(4 * i, 8, 16, 16);
            IJ.saveAsTiff(new ImagePlus("t", ip), target.resolve(i + ".tif").toString());
            new GaussianBlur().blurGaussian(ip, 2);
            IJ.saveAsTiff(new ImagePlus("i", ip), in.resolve(i + ".tif").toString());
        }
    }

    @Test
    void trainsContinuesAppliesAndInforms() throws Exception {
        Path in = folder.resolve("in put");
        Path target = folder.resolve("target");
        Path model = folder.resolve("model.zip");
        pairs(in, target);
        Ran trained = main("train", "input=" + in, "target=" + target, "model=" + model, "preset=small", "epochs=2", "crop=32", "seed=1");
        assertEquals(0, trained.code(), trained.toString());
        assertEquals("", trained.err());
        assertTrue(trained.out().contains("Epoch 2: L1 loss"), trained.out());

        Ran again = main("train", "input=" + in, "target=" + target, "model=" + model, "preset=small", "epochs=2", "seed=1");
        assertEquals(1, again.code());
        assertEquals(1, again.err().lines().count(), again.err());
        assertTrue(again.err().contains("model.zip exists already"), again.err());

        assertEquals(0, main("continue", "model=" + model, "epochs=1").code());
        Ran applied = main("apply", "image=" + in.resolve("0.tif"), "model=" + model, "output=" + folder.resolve("result.fits"));
        assertEquals(0, applied.code(), applied.toString());
        assertEquals(40, ImageFiles.open(folder.resolve("result.fits")).getWidth());
        Ran all = main("applyfolder", "input=" + in, "model=" + model, "output=" + folder.resolve("results"));
        assertEquals(0, all.code(), all.toString());
        try (Stream<Path> files = Files.list(folder.resolve("results"))) {
            assertEquals(4, files.count());
        }
        Ran info = main("info", "model=" + model);
        assertEquals(0, info.code(), info.toString());
        assertTrue(info.out().contains("small"), info.toString());
    }

    @Test
    void aloneItListsCommandsAndKeys() throws Exception {
        Ran ran = main();
        assertEquals(0, ran.code());
        for (CommandEntry entry : CommandEntry.values()) assertTrue(ran.out().contains("\n" + entry.id() + "  ("), ran.out());
        assertTrue(ran.out().contains("  lambda "), ran.out());
    }

    @Test
    void failuresAreOneLine() throws Exception {
        for (String[] args : List.of(new String[] {"trian"}, new String[] {"train", "input=/no"}, new String[] {"train", "input=/no",
            "target=/no", "model=/tmp/m.zip"},
            new String[] {"info", "model=" + DIST, "foo=1"}, new String[] {"apply", "image=/no.tif", "model=/no.zip",
                "output=/tmp/x.tif"})) {
            Ran ran = main(args);
            assertEquals(1, ran.code(), ran.toString());
            assertEquals(1, ran.err().lines().count(), ran.err());
            assertEquals("", ran.out());
        }
    }

    @Test
    void theInstallationHoldsEachLibraryOnceAndNoSecondImageJ() throws Exception {
        List<String> jars;
        try (Stream<Path> files = Files.walk(DIST)) {
            jars = files.filter(Files::isRegularFile).map(f -> DIST.relativize(f).toString()).sorted().toList();
        }
        assertEquals(1, jars.stream().filter(j -> j.startsWith("plugins")).count(), jars.toString());
        assertTrue(jars.stream().anyMatch(j -> j.matches("plugins/Pix2Pix_-[0-9.]+\\.jar")), jars.toString());
        assertEquals(1, jars.stream().filter(j -> j.matches("jars/nd4j-native-1.*-(linux|windows|macosx)-.*jar")).count(), jars.toString());
        assertFalse(jars.stream().anyMatch(j -> j.matches("jars/ij-.*\\.jar") || j.contains("sources") || j.contains("junit")
            || j.contains("archunit")), jars.toString());
    }
}
