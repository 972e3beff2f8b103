package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What networks are said to need, against what JavaCPP counts of their arrays. */
class MemoryTest {
    private static final int SIDE = 256;

    private static GeneratorSettings settings(Upsampling upsampling, int levels, int width, int refinement) {
        return new GeneratorSettings(3, 1, levels, width, NormKind.NONE, false, false, upsampling, 0, refinement);
    }

    private static long weights(List<StateTensor> state) {
        return state.stream().filter(t -> t.parameter() != null).mapToLong(StateTensor::count).sum();
    }

    /** Four values for each channel that might be normalised are counted, too. */
    @ParameterizedTest
    @CsvSource({"TRANSPOSED, 5, 16, 0", "RESIZE, 4, 16, 0", "TRANSPOSED, 3, 8, 4"})
    void weightsOfAGenerator(Upsampling upsampling, int levels, int width, int refinement) {
        GeneratorSettings settings = settings(upsampling, levels, width, refinement);
        try (Generator generator = new Generator(settings, 1)) {
            long own = weights(generator.state());
            assertTrue(Memory.weights(settings) >= own && Memory.weights(settings) < 1.05 * own, Memory.weights(settings) + " for " + own);
        }
    }

    @ParameterizedTest
    @CsvSource({"TRANSPOSED, 5, 16, 0", "RESIZE, 4, 16, 0", "RESIZE, 4, 4, 0", "TRANSPOSED, 3, 8, 4", "TRANSPOSED, 4, 4, 0", "TRANSPOSED, 3, 64, 0", "TRANSPOSED, 4, 32, 4"})
    void anImageAsOneTileTakesNoMoreThanIsSaidAndNotMuchLess(Upsampling upsampling, int levels, int width, int refinement) {
        compare(settings(upsampling, levels, width, refinement), Precision.FLOAT32, SIDE);
    }

    @ParameterizedTest
    @CsvSource({"TRANSPOSED, 5, 16, 0", "RESIZE, 4, 16, 0", "TRANSPOSED, 3, 8, 4", "TRANSPOSED, 3, 64, 0", "TRANSPOSED, 4, 64, 0", "TRANSPOSED, 4, 32, 4"})
    void alsoInBf16(Upsampling upsampling, int levels, int width, int refinement) {
        Assumptions.assumeTrue(NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
        compare(settings(upsampling, levels, width, refinement), Precision.BF16, SIDE);
    }

    /** Of these only the outer levels keep their images in bf16. */
    @ParameterizedTest
    @CsvSource({"3, 256", "4, 192", "5, 128"})
    void alsoOfWideNetworksInBf16(int levels, int width) {
        Assumptions.assumeTrue(NnAccess.computesInBf16(), "oneDNN cannot compute in bf16 on this processor, not even slowly");
        GeneratorSettings settings = settings(Upsampling.TRANSPOSED, levels, width, 0);
        assertTrue(PackedImages.levels(settings, Precision.BF16) < levels - 1);
        compare(settings, Precision.BF16, 2 * SIDE);
    }

    private static void compare(GeneratorSettings settings, Precision precision, int side) {
        int levels = settings.levels();
        long said = Memory.tileBytes(settings, precision, levels, 1, side, side);
        try (Generator generator = new Generator(settings, precision, 1); TiledInference inference = new TiledInference(generator)) {
            generator.inferOnly(); // beside its arrays it keeps weights in two further orders at most, in bf16 one of them as it is copied
            long before = Pointer.totalBytes();
            inference.begin(levels, side, side);
            inference.input(1, side, side, (row, values) -> {});
            inference.run(List.of(new Tile(0, 0, new Region(0, 0, side, side))), (first, count, channel, values) -> {});
            long taken = Pointer.totalBytes() - before;
            assertTrue(taken <= said + (precision == Precision.BF16 ? 4 : 8) * Memory.weights(settings) + 100_000 && taken > 0.75 * said, settings + ": " + taken + " bytes were taken, " + said + " said");
        }
    }

    @Test
    void whatIsFreeIsNoMoreThanThereIs() {
        long free = Memory.available();
        assertTrue(free > 0 && free < 1L << 50, free + " bytes");
        assertEquals(free / 2.0, Memory.usable(), 0.1 * free);
    }

    /** A tensor of 2 GB or more is not possible, whatever the machine has. */
    @Test
    void tooLargeATileIsSaidToNeedEverything() {
        assertEquals(Long.MAX_VALUE, Memory.tileBytes(settings(Upsampling.TRANSPOSED, 5, 64, 0), Precision.FLOAT32, 5, 1, 8192, 8192));
    }
}
