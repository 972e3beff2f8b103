package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What encoders and decoders give beside each other, one after the other of different sizes. */
class SkipConnectionTest {

    @ParameterizedTest
    @CsvSource({"onednn", "nd4j"})
    void whatIsAboveZeroLiesBesideEachOther(String kernels) {
        String before = System.setProperty(ConvolutionKernels.PROPERTY, kernels);
        try (SkipConnection skip = ConvolutionKernels.skipConnection()) {
            for (int[] size : new int[][] {{1, 1, 1, 1}, {2, 5, 7, 3}, {1, 33, 17, 16}, {1, 33, 17, 16}, {1, 64, 65, 24}, {1, 80, 400, 40}}) join(skip, size);
            for (int w = 1; w < 20; w++) join(skip, new int[] {1, 4, w, 2});
            join(skip, new int[] {2, 5, 7, 3});
        } finally {
            if (before == null) System.clearProperty(ConvolutionKernels.PROPERTY);
            else System.setProperty(ConvolutionKernels.PROPERTY, before);
        }
    }

    private static void join(SkipConnection skip, int[] size) {
        int c = size[3];
        try (Tensor encoded = LayerGradientTest.random(size[0], size[1], size[2], c, 1); Tensor joined = LayerGradientTest.random(size[0], size[1], size[2], 2 * c, 2)) {
            float[] given = ConvolutionKernelTest.values(encoded.floats());
            float[] decoded = ConvolutionKernelTest.values(joined.floats());
            int rows = size[0] * size[1];
            int above = rows / 3;
            skip.join(encoded, joined, above, rows - above);
            for (int i = 0; i < above * size[2] * 2 * c; i++) assertEquals(decoded[i], joined.floats().get(i));
            if (above > 0) skip.join(encoded, joined, 0, above);
            for (int i = 0; i < joined.length(); i++) {
                int channel = i % (2 * c);
                assertEquals(Math.max(channel < c ? given[i / (2 * c) * c + channel] : decoded[i], 0), joined.floats().get(i), "value " + i);
            }
        }
    }

    @Test
    void whatIsBelowZeroIsZeroInEachHalf() {
        Assumptions.assumeTrue(NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
        Random random = new Random(1);
        try (Tensor encoded = Tensor.reuse(null, 1, 30, 7, 16, Precision.BF16); Tensor joined = Tensor.reuse(null, 1, 30, 7, 32, Precision.BF16);
            SkipConnection skip = new OneDnnSkipConnection()) {
            assertEquals(30 * 7 * 8, encoded.length());
            int[] before = random.ints(encoded.length()).map(v -> v & 0xbfffbfff | 0x20002000).toArray(); // normal numbers
            int[] special = {0x7f80, 0xff80, 0x8000, 0, 0xff7f};
            for (int i = 0; i < special.length * special.length; i++) before[i] = special[i / special.length] << 16 | special[i % special.length];
            for (int i = 0; i < before.length; i++) encoded.floats().put(i, Float.intBitsToFloat(before[i]));
            Blocks.fill(joined.floats(), 7);
            skip.join(encoded, joined, 0, 30);
            for (int i = 0; i < before.length; i++) {
                int carried = Float.floatToRawIntBits(joined.floats().get(i / 8 * 16 + i % 8));
                assertEquals(rectified(before[i] >>> 16), carried >>> 16);
                assertEquals(rectified(before[i] & 0xffff), carried & 0xffff);
                assertEquals(7, joined.floats().get(i / 8 * 16 + 8 + i % 8));
            }
        }
    }

    private static int rectified(int half) {
        return half >>> 15 == 1 ? 0 : half;
    }
}
