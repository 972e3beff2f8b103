package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class EngineTest {

    @Test
    void exactlyOneNativeJarAndItIsTheOneWithOneDnn() {
        List<String> natives = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(p -> new File(p).getName())
            .filter(n -> n.matches("nd4j-native-\\d.*-(linux|windows|macosx)-.*\\.jar")).toList();
        assertEquals(1, natives.size(), natives.toString());
        // Those compiled for AVX2 or AVX-512 end the JVM on processors without.
        assertTrue(natives.get(0).matches(".*(-onednn|macosx-arm64)\\.jar"), natives.toString());
    }

    /** Where oneDNN exists it does the work: losing it would show in nothing but the time. */
    @Test
    void networksConvolveByOneDnnDirectly() {
        Assumptions.assumeTrue(Loader.getPlatform().matches("(linux|windows|macosx)-x86_64"), "oneDNN has no build for " + Loader.getPlatform());
        assertNull(Engine.slower());
        try (ConvolutionKernel kernel = ConvolutionKernels.best(new ConvolutionShape(true, 3, 5, 4, 2, 1), new Operands(Precision.FLOAT32))) {
            assertInstanceOf(OneDnnConvolution.class, kernel);
        }
    }

    /**
     * ND4J's own convolution is some four times slower than oneDNN's: helpers on or off must differ by far, or oneDNN was lost. In a process of its own, where no
     * other library's threads are in the way.
     */
    @Test
    void convolutionIsOneDnns() throws IOException, InterruptedException {
        Assumptions.assumeFalse(System.getProperty("os.arch").equals("aarch64"), "ND4J has no build with oneDNN for this processor");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
            EngineTest.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        String[] times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim().split(" ");
        assertEquals(0, process.waitFor());
        double with = Double.parseDouble(times[0]);
        double without = Double.parseDouble(times[1]);
        assertTrue(without > 1.5 * with, "With oneDNN " + with + " ms, without " + without + " ms");
    }

    /** Prints the milliseconds of a convolution of ND4J's with its helpers, and without. */
    public static void main(String[] args) {
        ConvolutionShape shape = new ConvolutionShape(false, 32, 64, 4, 2, 1);
        try (Nd4jConvolution kernel = new Nd4jConvolution(shape); Parameter w = new Parameter(shape.weights()); Parameter bias = new Parameter(64);
            Tensor x = LayerGradientTest.random(1, 64, 64, 32, 1); Tensor y = Tensor.allocate(1, 32, 32, 64)) {
            w.initialise(0, 1, 1);
            Runnable convolution = () -> kernel.forward(x, w, bias, y);
            double with = time(convolution);
            Nd4j.getEnvironment().allowHelpers(false);
            System.out.println(with + " " + time(convolution));
        }
    }

    /** With two, each would start a thread for every core. */
    @Test
    void oneOpenMpLibraryServesNd4jAndOneDnn() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        Assumptions.assumeTrue(OneDnn.available() && Files.exists(maps), "reads what Linux says is loaded");
        Engine.startNd4j();
        List<String> libraries = Files.readAllLines(maps).stream().filter(l -> l.contains("libgomp") || l.contains("libiomp") || l.contains("libomp"))
            .map(l -> l.substring(l.indexOf('/'))).distinct().toList();
        assertEquals(1, libraries.size(), libraries.toString());
    }

    private static double time(Runnable convolution) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 40; i++) {
            long start = System.nanoTime();
            convolution.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }
}
