package sc.fiji.pix2pix.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.PixelLoss;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.nn.Upsampling;

/** A training keeps the memory that its first steps took: nothing is allocated per step, or what is comes back. */
class ResidentMemoryTest {

    /** In a process of its own, whose Java heap is resident from the start and so does not count as growth. */
    @Test
    void residentMemoryAfter2000StepsIsThatAfter50() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "resident memory can be read on Linux alone");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch",
            "-cp", System.getProperty("java.class.path"), ResidentMemoryTest.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String[] output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).trim().split("\\s+");
        assertEquals(0, process.waitFor());
        long early = Long.parseLong(output[0]);
        long late = Long.parseLong(output[1]);
        assertTrue(late <= 1.05 * early, "resident after 50 steps " + early + " kB, after 2,000 steps " + late + " kB");
    }

    /** Prints the resident memory in kB after 50 and after 2,000 steps. */
    public static void main(String[] args) throws IOException {
        GeneratorSettings g = new GeneratorSettings(1, 1, 4, 8, NormKind.BATCH, true, false, Upsampling.TRANSPOSED);
        DiscriminatorSettings d = new DiscriminatorSettings(1, 1, 8, 2, NormKind.BATCH);
        try (Pix2Pix net = new Pix2Pix(g, d, GanLoss.BCE, PixelLoss.L1, 100, Precision.FLOAT32, 1); Tensor x = Tensor.allocate(2, 64, 64, 1); Tensor y = Tensor.allocate(2, 64, 64, 1)) {
            for (int i = 0; i < x.length(); i++) {
                x.floats().put(i, (float) Math.sin(i));
                y.floats().put(i, (float) Math.cos(i));
            }
            for (int step = 1; step <= 2000; step++) {
                net.step(x, y, 2e-4, true, step);
                if (step == 50 || step == 2000) System.out.println(resident());
            }
        }
        System.exit(0);
    }

    private static long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        throw new IOException("no VmRSS");
    }
}
