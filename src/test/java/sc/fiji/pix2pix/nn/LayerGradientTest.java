package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The backward pass of every layer agrees with finite differences of its forward pass. */
class LayerGradientTest {
    private static final double STEP = 1e-2;
    private static final double TOLERANCE = 4e-3;
    private static final Operands FLOAT32 = new Operands(Precision.FLOAT32);

    static Stream<Arguments> layers() {
        return Stream.of(
            Arguments.of("convolution 4x4 stride 2", Convolution.plain(3, 4, 4, 2, 1, FLOAT32).initialise(1), 3),
            Arguments.of("convolution 4x4 stride 1", Convolution.plain(2, 1, 4, 1, 1, FLOAT32).initialise(2), 2),
            Arguments.of("convolution 3x3", Convolution.plain(2, 3, 3, 1, 1, FLOAT32).initialise(3), 2),
            Arguments.of("transposed convolution", Convolution.transposed(3, 2, 4, 2, 1, FLOAT32).initialise(4), 3),
            Arguments.of("resize convolution", new ResizeConvolution(3, 2, FLOAT32).initialise(5), 3),
            Arguments.of("batch norm", after(NormKind.BATCH, 1, NormActivation.KEEP_ALL), 3),
            Arguments.of("instance norm", after(NormKind.INSTANCE, 1, NormActivation.KEEP_ALL), 3),
            Arguments.of("leaky relu", after(NormKind.NONE, NormActivation.LEAKY, NormActivation.KEEP_ALL), 3),
            Arguments.of("relu", after(NormKind.NONE, NormActivation.RELU, NormActivation.KEEP_ALL), 3),
            Arguments.of("dropout", after(NormKind.NONE, 1, 1), 3),
            Arguments.of("batch norm and dropout", after(NormKind.BATCH, 1, 1), 3),
            Arguments.of("tanh", new Tanh(), 3));
    }

    private static NormActivation after(NormKind kind, float slope, int salt) {
        return new NormActivation(kind == NormKind.NONE ? null : new Normalization(kind, 3).initialise(6), 3, slope, salt);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void backwardIsTheDerivativeOfForward(String name, Layer layer, int channels) {
        // Weights of N(0, 0.02) would drown in float32 noise.
        for (Parameter p : layer.parameters()) enlarge(p.values());
        try (layer; Tensor x = random(2, 4, 6, channels, 1)) {
            Tensor y = layer.forward(x, Pass.training(9));
            Tensor weights = random(y.n(), y.h(), y.w(), y.c(), 2);
            Tensor dx = layer.backward(weights, Gradients.BOTH);
            float[] analytic = values(dx.floats());
            float[][] ofParameters = layer.parameters().stream().map(p -> values(p.gradients())).toArray(float[][]::new);

            check(name + " by input", layer, x, weights, x::floats, analytic);
            for (int i = 0; i < ofParameters.length; i++)
                check(name + " by parameter " + i, layer, x, weights, layer.parameters().get(i)::values, ofParameters[i]);
            weights.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void secondBackwardAddsToTheGradients(String name, Layer layer, int channels) {
        try (layer; Tensor x = random(1, 4, 4, channels, 3)) {
            Tensor dy = random(1, layer.forward(x, Pass.training(1)).h(), layer.forward(x, Pass.training(1)).w(), layer.forward(x, Pass.training(1)).c(), 4);
            layer.backward(dy, Gradients.BOTH);
            float[][] once = layer.parameters().stream().map(p -> values(p.gradients())).toArray(float[][]::new);
            layer.backward(dy, Gradients.BOTH);
            for (int i = 0; i < once.length; i++) {
                float[] twice = values(layer.parameters().get(i).gradients());
                for (int j = 0; j < twice.length; j++) assertEquals(2 * once[i][j], twice[j], 1e-4 * Math.abs(once[i][j]) + 1e-6, name);
            }
            layer.backward(dy, Gradients.INPUT);
            for (int i = 0; i < once.length; i++)
                assertEquals(2 * once[i][0], values(layer.parameters().get(i).gradients())[0], 1e-4 * Math.abs(once[i][0]) + 1e-6, "INPUT must not touch the weights");
            dy.close();
        }
    }

    private static void check(String what, Layer layer, Tensor x, Tensor weights, Supplier<FloatBuffer> varied, float[] analytic) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < analytic.length; i++) {
            float before = varied.get().get(i);
            varied.get().put(i, (float) (before + STEP));
            double up = dot(layer.forward(x, Pass.training(9)), weights);
            varied.get().put(i, (float) (before - STEP));
            double down = dot(layer.forward(x, Pass.training(9)), weights);
            varied.get().put(i, before);
            double numeric = (up - down) / (2 * STEP);
            difference += (numeric - analytic[i]) * (numeric - analytic[i]);
            norm += numeric * numeric;
        }
        assertTrue(norm > 1e-3, what + ": the gradient is all zeros, which tests nothing");
        assertTrue(Math.sqrt(difference / norm) < TOLERANCE, what + " differs by " + Math.sqrt(difference / norm));
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.length(); i++) sum += (double) a.floats().get(i) * b.floats().get(i);
        return sum;
    }

    private static void enlarge(FloatBuffer values) {
        for (int i = 0; i < values.limit(); i++) values.put(i, values.get(i) * 10);
    }

    private static float[] values(FloatBuffer buffer) {
        float[] values = new float[buffer.limit()];
        buffer.get(0, values);
        return values;
    }

    /** Values at least 0.05 from zero, where ReLU has its kink. */
    static Tensor random(int n, int h, int w, int c, long seed) {
        Random random = new Random(seed);
        Tensor t = Tensor.allocate(n, h, w, c);
        for (int i = 0; i < t.length(); i++) {
            float v = (float) random.nextGaussian();
            t.floats().put(i, v + Math.copySign(0.05f, v));
        }
        return t;
    }
}
