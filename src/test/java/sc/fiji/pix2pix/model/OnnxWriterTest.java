package sc.fiji.pix2pix.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.StateTensor;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.nn.Upsampling;

class OnnxWriterTest {
    @TempDir
    Path folder;

    /** ONNX Runtime 1.29 crashes on Linux where the command line of its process has more than 4096 bytes. */
    @BeforeAll
    static void commandLineIsShort() throws IOException {
        Path commandLine = Path.of("/proc/self/cmdline");
        assumeTrue(!Files.exists(commandLine) || Files.readAllBytes(commandLine).length < 4000,
            "give the class path in the variable CLASSPATH or in a file: ONNX Runtime crashes on a long command line");
    }

    /** Another program with the same weights is the judge. */
    @ParameterizedTest
    @CsvSource({"1,1,1,NONE,true,TRANSPOSED,1", "3,2,4,BATCH,false,TRANSPOSED,3", "2,2,3,BATCH,true,RESIZE,0", "2,3,3,INSTANCE,false,RESIZE,2",
        "1,1,8,BATCH,false,TRANSPOSED,0"})
    void onnxRuntimeComputesTheSame(int in, int out, int levels, NormKind norm, boolean residual, Upsampling upsampling, int refinement)
            throws IOException, OrtException {
        GeneratorSettings settings = new GeneratorSettings(in, out, levels, 4, norm, true, residual, upsampling, 0, refinement);
        int h = settings.stride();
        int w = 2 * settings.stride();
        Path file = folder.resolve("generator.onnx");
        try (Generator g = new Generator(settings, 1); Tensor x = Tensor.allocate(2, h, w, in)) {
            Random random = new Random(2);
            for (StateTensor t : g.state()) t.set(plausible(t, random));
            for (int i = 0; i < x.length(); i++) x.floats().put(i, 2 * random.nextFloat() - 1);
            OnnxWriter.write(file, settings, g.state());
            Tensor y = g.infer(x);
            float[] ours = channelsFirst(y);
            assertTrue(spread(ours) > 0.1, "the network's output says something: " + spread(ours));
            assertArrayEquals(run(file, channelsFirst(x), 2, in, h, w), ours, 1e-4f);
        }
    }

    /** Weights under which values neither vanish nor explode, and statistics that differ from those of a fresh network. */
    private static FloatBuffer plausible(StateTensor t, Random random) {
        double scale = 1 / Math.sqrt(t.shape().length == 4 ? 4.0 * Math.max(t.shape()[0], t.shape()[1]) : 4);
        float[] values = new float[t.count()];
        boolean around1 = t.shape().length == 1 && !t.name().endsWith("bias") && !t.name().endsWith("mean");
        for (int i = 0; i < values.length; i++) values[i] = around1 ? 0.5f + random.nextFloat() : (float) (scale * random.nextGaussian());
        return FloatBuffer.wrap(values);
    }

    private static float[] channelsFirst(Tensor t) {
        float[] values = new float[t.length()];
        int pixels = t.h() * t.w();
        for (int i = 0; i < values.length; i++) {
            int pixel = i / t.c();
            values[(pixel / pixels * t.c() + i % t.c()) * pixels + pixel % pixels] = t.floats().get(i);
        }
        return values;
    }

    private static double spread(float[] values) {
        double mean = 0;
        double square = 0;
        for (float v : values) {
            mean += v / values.length;
            square += (double) v * v / values.length;
        }
        return Math.sqrt(square - mean * mean);
    }

    private static float[] run(Path file, float[] x, long... shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            OrtSession session = environment.createSession(file.toString(), options);
            OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
            OrtSession.Result result = session.run(Map.of("input", input))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            assertEquals(List.of(shape[0], shape[2], shape[3]), List.of(output.getInfo().getShape()[0], output.getInfo().getShape()[2],
                output.getInfo().getShape()[3]));
            float[] values = new float[output.getFloatBuffer().remaining()];
            output.getFloatBuffer().get(values);
            return values;
        }
    }

    @Test
    void whatIsMissingIsNamedAndLeavesNoFile() {
        GeneratorSettings settings = new GeneratorSettings(1, 1, 2, 4, NormKind.BATCH, true, false, Upsampling.TRANSPOSED);
        Path file = folder.resolve("generator.onnx");
        try (Generator g = new Generator(settings, 1)) {
            List<StateTensor> lacking = g.state().stream().filter(t -> !t.name().equals("up.1.bias")).toList();
            String message = assertThrows(IllegalArgumentException.class, () -> OnnxWriter.write(file, settings, lacking)).getMessage();
            assertTrue(message.contains("up.1.bias"), message);
            assertFalse(Files.exists(file));
        }
    }
}
