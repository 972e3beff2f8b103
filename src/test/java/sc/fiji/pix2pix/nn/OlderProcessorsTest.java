package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** oneDNN, told to use no newer instructions than older processors have, computes the same: it chooses its kernels at run time, once for each process. */
class OlderProcessorsTest {
    private static final int[][] CHANNELS = {{1, 1}, {3, 16}, {64, 130}, {130, 3}};

    @ParameterizedTest
    @ValueSource(strings = {"SSE41", "AVX", "AVX2"})
    void bothKernelsAgree(String newest) throws IOException, InterruptedException {
        Assumptions.assumeTrue(OneDnn.available(), "oneDNN has no build for this system");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", OlderProcessorsTest.class.getName())
            .redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("ONEDNN_MAX_CPU_ISA", newest);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertEquals(0, process.waitFor(), printed);
        assertEquals(newest + ": 16 shapes agree", printed.substring(printed.lastIndexOf('\n') + 1));
    }

    /** Compares all directions of some convolutions with ND4J's. */
    public static void main(String[] args) {
        new ConvolutionKernelTest().needsOneDnn();
        int shapes = 0;
        for (boolean transposed : new boolean[] {false, true}) {
            for (int stride : new int[] {1, 2}) {
                for (int[] c : CHANNELS) {
                    new ConvolutionKernelTest().bothKernelsAgree(new ConvolutionShape(transposed, c[0], c[1], stride == 1 ? 3 : 4, stride, 1));
                    shapes++;
                }
            }
        }
        System.out.println(System.getenv("ONEDNN_MAX_CPU_ISA") + ": " + shapes + " shapes agree");
    }
}
