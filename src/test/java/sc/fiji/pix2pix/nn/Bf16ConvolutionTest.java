package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.pix2pix.nn.ConvolutionKernelTest.Pass;
import sc.fiji.pix2pix.nn.ConvolutionKernelTest.Results;

/**
 * Convolutions in bf16 are those in float32 of rounded images and weights. Given {@link Precision#BF16} as it is, networks compute in it even where
 * it is not {@link Precision#usable}, as long as oneDNN can.
 */
class Bf16ConvolutionTest {
    /** Two numbers, each rounded to 8 significant bits with a relative error of at most 2^-8, have a product that is wrong by at most this. */
    private static final double PRODUCT_ERROR = 0x1p-7 + 0x1p-16;
    private static final int[][] SIZES = {{1, 1}, {2, 2}, {2, 4}, {1, 7}, {5, 4}, {16, 16}, {23, 22}};

    static List<ConvolutionShape> shapes() {
        return ConvolutionKernelTest.shapes();
    }

    private static void needsBf16() {
        Assumptions.assumeTrue(NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void operandsAreRoundedAndNothingElse(ConvolutionShape shape) {
        needsBf16();
        try (Operands operands = new Operands(Precision.BF16); ConvolutionKernel direct = new OneDnnConvolution(shape, operands);
            ConvolutionKernel oracle = new Nd4jConvolution(shape)) {
            for (int[] size : SIZES) {
                if (shape.length(size[0]) < 1 || shape.length(size[1]) < 1) continue;
                // Here oneDNN leaves the gradient of taps that never meet the image as it is. No network has such a layer.
                if (shape.size() == 3 && shape.stride() == 2 && size[1] == 1) continue;
                String what = shape + " on images of " + size[0] + " x " + size[1];
                try (Pass pass = new Pass(shape, 2, size[0], size[1])) {
                    Results actual = pass.run(direct);
                    assertArrayEquals(actual.dw(), pass.run(direct).dw(), "not the same twice: " + what);
                    List<float[]> exact = all(pass.run(oracle));
                    change(pass, Bf16ConvolutionTest::rounded);
                    List<float[]> ofRounded = all(pass.run(oracle));
                    change(pass, Math::abs);
                    pass.bias.values().put(0, new float[shape.out()]);
                    List<float[]> magnitudes = all(pass.run(oracle));
                    for (int i = 0; i < exact.size(); i++) {
                        ConvolutionKernelTest.assertClose(what + ", result " + i, ofRounded.get(i), all(actual).get(i));
                        assertWithin(what + ", result " + i, exact.get(i), all(actual).get(i), magnitudes.get(i));
                    }
                }
            }
        }
    }

    /** Output, input gradient alone and with the other, weight gradient, sum of two. */
    private static List<float[]> all(Results r) {
        return List.of(r.y(), r.dx(), r.dxToo(), r.dw(), r.dwTwice());
    }

    /** @param magnitudes sums of the products' absolute values */
    private static void assertWithin(String what, float[] exact, float[] actual, float[] magnitudes) {
        for (int i = 0; i < exact.length; i++)
            assertEquals(exact[i], actual[i], 1.01 * PRODUCT_ERROR * magnitudes[i] + 1e-5, what + " at " + i);
    }

    @FunctionalInterface
    private interface Change {
        float of(float value);
    }

    private static void change(Pass pass, Change change) {
        for (Tensor t : List.of(pass.x, pass.dy)) {
            for (int i = 0; i < t.length(); i++) t.floats().put(i, change.of(t.floats().get(i)));
        }
        for (int i = 0; i < pass.plain.length; i++) pass.plain[i] = change.of(pass.plain[i]);
    }

    /** The nearest number of 8 significant bits, of two the one whose last bit is 0. */
    private static float rounded(float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.intBitsToFloat(bits + 0x7fff + (bits >>> 16 & 1) & 0xffff0000);
    }

    @Test
    void changedWeightsAreNoticedAlsoWhereLayersShareMemory() {
        needsBf16();
        ConvolutionShape shape = new ConvolutionShape(false, 16, 32, 4, 2, 1);
        try (SharedMemory shared = new SharedMemory(); Operands operands = new Operands(Precision.BF16);
            ConvolutionKernel one = new OneDnnConvolution(shape, operands); ConvolutionKernel other = new OneDnnConvolution(shape, operands);
            Pass pass = new Pass(shape, 1, 6, 6); Parameter w = pass.weights(one); Parameter doubled = pass.weights(other)) {
            one.shareCopies(shared);
            other.shareCopies(shared);
            float[] before = pass.run(one, w).y();
            for (int i = 0; i < doubled.length(); i++) doubled.values().put(i, 2 * doubled.values().get(i));
            float[] after = pass.run(other, doubled).y();
            assertFalse(Arrays.equals(before, after));
            assertArrayEquals(before, pass.run(one, w).y());
            w.state("w").set(FloatBuffer.wrap(new float[pass.plain.length]));
            float[] bias = ConvolutionKernelTest.values(pass.bias.values());
            assertEquals(bias[5], pass.run(one, w).y()[5]);
        }
    }

    @Test
    void aGeneratorComputesNearlyTheSame() {
        needsBf16();
        for (Upsampling upsampling : Upsampling.values()) {
            GeneratorSettings settings = new GeneratorSettings(1, 1, 3, 16, NormKind.BATCH, false, false, upsampling);
            try (Generator exact = new Generator(settings, 1); Generator rounded = new Generator(settings, Precision.BF16, 1);
                WeightAverage average = new WeightAverage(rounded, 0.9); Tensor x = LayerGradientTest.random(1, 32, 32, 1, 1)) {
                float[] expected = ConvolutionKernelTest.values(exact.forward(x, 1).floats());
                float[] actual = ConvolutionKernelTest.values(rounded.forward(x, 1).floats());
                double squares = 0;
                double differences = 0;
                for (int i = 0; i < expected.length; i++) {
                    squares += expected[i] * expected[i];
                    differences += (expected[i] - actual[i]) * (expected[i] - actual[i]);
                }
                double relative = Math.sqrt(differences / squares);
                // Six convolutions, each adding an error of rounding of 2^-8 or so.
                assertTrue(relative > 0x1p-11 && relative < 0x1p-5, "relative difference " + relative);
                assertEquals(Precision.BF16, average.generator().precision());
            }
        }
    }

    @Test
    void precisionsHaveNamesAndOthersAreRefused() {
        assertEquals(Precision.BF16, Precision.of("BF16"));
        assertEquals(Precision.FLOAT32, Precision.of("float32"));
        assertEquals("precision=fp8 is not possible: give one of float32, bf16.",
            assertThrows(IllegalArgumentException.class, () -> Precision.of("fp8")).getMessage());
    }

    @Test
    void wherePrecisionIsLackingFloat32IsUsedAndSaidWhy() throws IOException {
        List<String> notes = new ArrayList<>();
        assertEquals(Precision.FLOAT32, Precision.FLOAT32.usable(notes::add));
        assertEquals(List.of(), notes);
        assertEquals(Precision.FLOAT32, NnAccess.onNd4jAlone(() -> Precision.BF16.usable(notes::add)));
        assertEquals(List.of("precision=bf16 needs oneDNN, which this computer does not have: float32 is used."), notes);
        boolean lacks = ConvolutionKernels.lackForBf16() != null;
        assertEquals(lacks ? Precision.FLOAT32 : Precision.BF16, Precision.BF16.usable(notes::add));
        assertEquals(lacks ? 2 : 1, notes.size());
    }
}
