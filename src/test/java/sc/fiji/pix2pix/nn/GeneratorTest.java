package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {

    private static GeneratorSettings settings(int in, int out, int levels, NormKind norm, boolean residual, Upsampling upsampling) {
        return new GeneratorSettings(in, out, levels, 4, norm, true, residual, upsampling);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,NONE,true,TRANSPOSED", "3,2,3,BATCH,false,RESIZE", "2,2,2,INSTANCE,true,RESIZE", "5,1,4,BATCH,false,TRANSPOSED"})
    void anyBatchChannelsAndSize(int in, int out, int levels, NormKind norm, boolean residual, Upsampling upsampling) {
        try (Generator g = new Generator(settings(in, out, levels, norm, residual, upsampling), 1)) {
            int stride = g.settings().stride();
            for (int[] size : new int[][] {{1, stride, stride}, {3, 2 * stride, stride}, {2, stride, 3 * stride}}) {
                try (Tensor x = LayerGradientTest.random(size[0], size[1], size[2], in, 1)) {
                    Tensor y = g.forward(x, 1);
                    assertArrayEquals(new int[] {size[0], size[1], size[2], out}, new int[] {y.n(), y.h(), y.w(), y.c()});
                    g.backward(y);
                    for (StateTensor t : NnAccess.gradients(g)) assertFalse(Float.isNaN(t.values().get(0)), t.name());
                }
            }
        }
    }

    @Test
    void aBlendOfEqualLogitsIsTheMeanOfTheVersions() {
        GeneratorSettings settings = new GeneratorSettings(4, 1, 1, 4, NormKind.NONE, false, false, Upsampling.TRANSPOSED, 3, 0);
        try (Generator g = new Generator(settings, 1); Tensor x = LayerGradientTest.random(2, 4, 6, 4, 1)) {
            NnAccess.zero(g);
            Tensor y = g.infer(x);
            for (int i = 0; i < y.length(); i++)
                assertEquals((x.floats().get(4 * i) + x.floats().get(4 * i + 1) + x.floats().get(4 * i + 2)) / 3, y.floats().get(i), 1e-6f);
        }
    }

    @Test
    void theGradientOfABlendIsTheDerivative() {
        try (Blend blend = new Blend(2); Tensor x = LayerGradientTest.random(1, 2, 3, 3, 1); Tensor z = LayerGradientTest.random(1, 2, 3, 3, 2);
            Tensor w = LayerGradientTest.random(1, 2, 3, 1, 3)) {
            blend.forward(x, z);
            float[] gradient = new float[z.length()];
            blend.backward(w).floats().get(0, gradient);
            for (int i = 0; i < z.length(); i++) {
                float before = z.floats().get(i);
                z.floats().put(i, before + 1e-2f);
                double up = dot(blend.forward(x, z), w);
                z.floats().put(i, before - 1e-2f);
                double down = dot(blend.forward(x, z), w);
                z.floats().put(i, before);
                assertEquals((up - down) / 2e-2, gradient[i], 1e-3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void gradientOfTheWholeNetworkIsTheDerivative(int refinement) {
        for (Upsampling upsampling : Upsampling.values()) {
            try (Generator g = new Generator(new GeneratorSettings(2, 2, 3, 4, NormKind.INSTANCE, true, true, upsampling, 0, refinement), 1); Tensor x = LayerGradientTest.random(1, 16, 16, 2, 1);
                Tensor w = LayerGradientTest.random(1, 16, 16, 2, 2)) {
                for (Parameter p : g.parameters()) {
                    for (int i = 0; p.shape.length > 1 && i < p.values().limit(); i++) p.values().put(i, p.values().get(i) * 8);
                }
                g.forward(x, 5);
                g.backward(w);
                for (StateTensor t : g.state()) {
                    if (t.shape().length == 1) continue;
                    Parameter p = t.parameter();
                    int largest = largest(p.gradients());
                    float gradient = p.gradients().get(largest);
                    float before = p.values().get(largest);
                    p.values().put(largest, before + 1e-3f);
                    double up = dot(g.forward(x, 5), w);
                    p.values().put(largest, before - 1e-3f);
                    double down = dot(g.forward(x, 5), w);
                    p.values().put(largest, before);
                    double numeric = (up - down) / 2e-3;
                    assertEquals(numeric, gradient, 0.03 * Math.abs(numeric) + 0.02, upsampling + " " + t.name());
                }
            }
        }
    }

    private static int largest(FloatBuffer values) {
        int at = 0;
        for (int i = 1; i < values.limit(); i++) {
            if (Math.abs(values.get(i)) > Math.abs(values.get(at))) at = i;
        }
        return at;
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.length(); i++) sum += (double) a.floats().get(i) * b.floats().get(i);
        return sum;
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndMasks() {
        GeneratorSettings s = settings(1, 1, 3, NormKind.BATCH, false, Upsampling.TRANSPOSED);
        try (Generator a = new Generator(s, 7); Generator b = new Generator(s, 7); Generator c = new Generator(s, 8);
            Tensor x = LayerGradientTest.random(2, 16, 16, 1, 1)) {
            float[] first = values(a.forward(x, 3));
            assertArrayEquals(first, values(b.forward(x, 3)));
            assertFalse(Arrays.equals(first, values(c.forward(x, 3))), "another seed");
            assertFalse(Arrays.equals(first, values(a.forward(x, 4))), "another mask");
        }
    }

    @Test
    void inferenceOfBatchNormDoesNotDependOnTheBatch() {
        try (Generator g = new Generator(settings(1, 1, 2, NormKind.BATCH, false, Upsampling.TRANSPOSED), 1); Tensor two = LayerGradientTest.random(2, 8, 8, 1, 1);
            Tensor one = Tensor.allocate(1, 8, 8, 1)) {
            g.forward(two, 1);
            float[] both = values(g.infer(two));
            for (int i = 0; i < one.length(); i++) one.floats().put(i, two.floats().get(i));
            assertArrayEquals(Arrays.copyOf(both, 64), values(g.infer(one)), 1e-6f);
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 3, BATCH, TRANSPOSED, false", "64, 4, BATCH, TRANSPOSED, false", "5, 3, BATCH, RESIZE, true", "16, 2, NONE, TRANSPOSED, true"})
    void whatOnlyInfersGivesTheSame(int width, int levels, NormKind norm, Upsampling upsampling, boolean residual) throws IOException {
        GeneratorSettings s = new GeneratorSettings(2, 2, levels, width, norm, true, residual, upsampling);
        infersTheSame(s);
        if (width < 64) NnAccess.onNd4jAlone(() -> infersTheSame(s));
    }

    private static boolean infersTheSame(GeneratorSettings s) {
        try (Generator g = new Generator(s, 1); Tensor x = LayerGradientTest.random(2, 48, 80, 2, 1)) {
            for (int i = 0; i < 2; i++) g.forward(x, i); // moves the running statistics
            float[] expected = values(g.infer(x));
            g.inferOnly();
            ConvolutionKernelTest.assertClose("inferred", expected, values(g.infer(x)));
            assertThrows(IllegalStateException.class, () -> g.forward(x, 1));
            assertThrows(IllegalStateException.class, g::state);
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({"1,TRANSPOSED", "2,TRANSPOSED", "3,TRANSPOSED", "3,RESIZE"})
    void outputDoesNotSeeBeyondTheReceptiveRadiusButSeesUpToIt(int levels, Upsampling upsampling) {
        try (Generator g = new Generator(settings(1, 1, levels, NormKind.NONE, false, upsampling), 1)) {
            // Positive weights: nothing that reaches an output can cancel.
            for (StateTensor t : g.state()) {
                float[] positive = new float[t.count()];
                Arrays.fill(positive, 0.01f);
                t.set(FloatBuffer.wrap(positive));
            }
            int size = 128;
            int radius = Cut.of(g.settings(), levels).radius();
            int farthest = 0;
            try (Tensor x = Tensor.allocate(1, size, size, 1)) {
                for (int at = 64; at < 64 + g.settings().stride(); at++) {
                    Blocks.fill(x.floats(), 0.1f);
                    float[] before = values(g.infer(x));
                    x.floats().put(64 * size + at, 100);
                    float[] after = values(g.infer(x));
                    for (int i = 0; i < size; i++) {
                        if (before[64 * size + i] != after[64 * size + i]) farthest = Math.max(farthest, Math.abs(i - at));
                    }
                }
            }
            assertTrue(farthest <= radius, "an output sees " + farthest + " pixels far, not " + radius);
            assertTrue(farthest >= radius - 1, "the radius of " + radius + " is larger than the " + farthest + " pixels that are seen");
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (Generator g = new Generator(settings(2, 2, 2, NormKind.NONE, true, Upsampling.TRANSPOSED), 1); Tensor odd = Tensor.allocate(1, 8, 6, 2);
            Tensor channels = Tensor.allocate(1, 8, 8, 1)) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> g.infer(odd)).getMessage().contains("multiples of 4"));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> g.infer(channels)).getMessage().contains("1 channels"));
        }
    }

    private static float[] values(Tensor t) {
        float[] values = new float[t.length()];
        t.floats().get(0, values);
        return values;
    }
}
