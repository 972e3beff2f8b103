package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a network that only infers keeps in bf16 changes no more than the order of sums may: convolutions would round the same values. */
class PackedImagesTest {

    @BeforeEach
    void needsBf16() {
        Assumptions.assumeTrue(NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
    }

    private static GeneratorSettings settings(NormKind norm, Upsampling upsampling, int levels, int width) {
        return new GeneratorSettings(3, 1, levels, width, norm, false, false, upsampling);
    }

    @ParameterizedTest
    @CsvSource({"BATCH, 5, 16, 4", "NONE, 4, 16, 3", "BATCH, 3, 64, 2", "BATCH, 2, 16, 1", "NONE, 3, 48, 2"})
    void theResultIsTheSame(NormKind norm, int levels, int width, int packed) {
        GeneratorSettings settings = settings(norm, Upsampling.TRANSPOSED, levels, width);
        assertEquals(packed, PackedImages.levels(settings, Precision.BF16));
        try (Generator generator = new Generator(settings, Precision.BF16, 1); Tensor x = LayerGradientTest.random(2, 64, 96, 3, 1)) {
            generator.inferOnly();
            float[] result = ConvolutionKernelTest.values(generator.infer(x).floats());
            for (int most = 0; most < packed; most++) {
                generator.pack(most);
                assertArrayEquals(ConvolutionKernelTest.values(generator.infer(x).floats()), result, 1e-5f, most + " levels");
            }
            generator.pack(levels);
            assertArrayEquals(ConvolutionKernelTest.values(generator.infer(x).floats()), result, "again");
        }
    }

    /** Also where tiles of what is kept so are transformed. */
    @Test
    void theResultOfTilesIsTheSame() {
        GeneratorSettings settings = settings(NormKind.BATCH, Upsampling.TRANSPOSED, 3, 256);
        assertEquals(1, PackedImages.levels(settings, Precision.BF16), "then there are too many weights");
        assertTrue(WinogradMemory.inference(settings, Precision.BF16, Double.POSITIVE_INFINITY, 0, 2, 1, 104, 120) > 0, "no tiles are transformed");
        try (Generator generator = new Generator(settings, Precision.BF16, 1); Tensor x = LayerGradientTest.random(1, 104, 120, 3, 1)) {
            generator.inferOnly();
            float[] result = ConvolutionKernelTest.values(generator.infer(x).floats());
            generator.pack(0);
            assertArrayEquals(ConvolutionKernelTest.values(generator.infer(x).floats()), result, 1e-5f);
        }
    }

    @Test
    void noneIsKeptSoWhereThatIsNotPossible() {
        assertEquals(0, PackedImages.levels(settings(NormKind.BATCH, Upsampling.TRANSPOSED, 5, 16), Precision.FLOAT32));
        assertEquals(0, PackedImages.levels(settings(NormKind.BATCH, Upsampling.RESIZE, 5, 16), Precision.BF16), "pixels are repeated in float32");
        assertEquals(0, PackedImages.levels(settings(NormKind.INSTANCE, Upsampling.TRANSPOSED, 5, 16), Precision.BF16), "an image's statistics come first");
        assertEquals(0, PackedImages.levels(settings(NormKind.BATCH, Upsampling.TRANSPOSED, 5, 8), Precision.BF16), "oneDNN works on 16 channels at a time");
        assertEquals(0, PackedImages.levels(settings(NormKind.BATCH, Upsampling.TRANSPOSED, 1, 16), Precision.BF16), "the innermost level");
        ConvolutionKernel nd4j = new Nd4jConvolution(new ConvolutionShape(false, 16, 16, 4, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> nd4j.give(Precision.BF16));
        assertThrows(IllegalArgumentException.class, () -> Tensor.reuse(null, 1, 2, 3, 3, Precision.BF16));
    }
}
