package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
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
        assertTrue(natives.get(0).contains("onednn") || natives.get(0).contains("macosx-arm64"), natives.toString());
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

    /** ND4J's own convolution is about ten times slower than oneDNN's: helpers on or off must differ by far, or oneDNN was lost. */
    @Test
    void convolutionIsOneDnns() {
        Engine.startNd4j();
        Assumptions.assumeFalse(System.getProperty("os.arch").equals("aarch64"), "ND4J has no build with oneDNN for this processor");
        ConvolutionShape shape = new ConvolutionShape(false, 32, 64, 4, 2, 1);
        try (Nd4jConvolution kernel = new Nd4jConvolution(shape); Parameter w = new Parameter(shape.weights()); Parameter bias = new Parameter(64);
            Tensor x = LayerGradientTest.random(1, 64, 64, 32, 1); Tensor y = Tensor.allocate(1, 32, 32, 64)) {
            Runnable convolution = () -> kernel.forward(x, w, bias, y);
            double with = time(convolution);
            Nd4j.getEnvironment().allowHelpers(false);
            double without;
            try {
                without = time(convolution);
            } finally {
                Nd4j.getEnvironment().allowHelpers(true);
            }
            assertTrue(without > 1.5 * with, "With oneDNN " + with + " ms, without " + without + " ms");
        }
    }

    /** With two, each would start a thread for every core. */
    @Test
    void oneOpenMpLibraryServesNd4jAndOneDnn() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        Assumptions.assumeTrue(OneDnn.available() && Files.exists(maps), "reads what Linux says is loaded");
        List<String> libraries = Files.readAllLines(maps).stream().filter(l -> l.contains("libgomp") || l.contains("libiomp") || l.contains("libomp"))
            .map(l -> l.substring(l.indexOf('/'))).distinct().toList();
        assertEquals(1, libraries.size(), libraries.toString());
    }

    private static double time(Runnable convolution) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 12; i++) {
            long start = System.nanoTime();
            convolution.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }
}
