package sc.fiji.pix2pix.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class PairChecksTest {
    private final Pair first = new Pair("first", new Raster(4, 3, 1, PixelType.GRAY16), new Raster(4, 3, 3, PixelType.RGB));

    private String refusal(Pair... pairs) throws IOException {
        PairChecks checks = PairChecks.open(MemoryPairs.of(List.of(pairs)));
        return assertThrows(IOException.class, () -> checks.load(pairs.length - 1)).getMessage();
    }

    private static Pair pair(Raster input, Raster target) {
        return new Pair("b", input, target);
    }

    @Test
    void goodPairsPassThroughWhateverTheirSize() throws IOException {
        Pair larger = pair(new Raster(9, 8, 1, PixelType.GRAY16), new Raster(9, 8, 3, PixelType.RGB));
        PairChecks checks = PairChecks.open(MemoryPairs.of(List.of(first, larger)));
        assertSame(larger, checks.load(1));
        assertSame(larger, checks.load(1));
        assertSame(first, checks.load(0));
        assertEquals(2, checks.size());
        assertEquals("b", checks.name(1));
    }

    @Test
    void differentSizesNameBothImagesAndSizes() throws IOException {
        Pair unequal = pair(new Raster(4, 3, 1, PixelType.GRAY16), new Raster(5, 3, 3, PixelType.RGB));
        assertEquals("input of b is 4 x 3 pixels, but target of b is 5 x 3: both images of a pair must be of one size; "
            + "crop or align them first.", refusal(first, unequal));
        assertThrows(IOException.class, () -> PairChecks.open(MemoryPairs.of(List.of(unequal))), "the first pair is checked at once");
    }

    @Test
    void anotherTypeThanTheFirstPairsIsNamed() throws IOException {
        String message = refusal(first, pair(new Raster(4, 3, 1, PixelType.GRAY8), new Raster(4, 3, 3, PixelType.RGB)));
        assertEquals("input of b is 8-bit, but input of first is 16-bit: convert them to one type and number of channels.", message);
        assertTrue(refusal(first, pair(new Raster(4, 3, 1, PixelType.GRAY16), new Raster(4, 3, 1, PixelType.FLOAT32)))
            .startsWith("target of b is 32-bit, but target of first is RGB"));
    }

    @Test
    void anotherNumberOfChannelsIsNamed() throws IOException {
        assertTrue(refusal(first, pair(new Raster(4, 3, 2, PixelType.GRAY16), new Raster(4, 3, 3, PixelType.RGB)))
            .startsWith("input of b is 16-bit with 2 channels, but input of first is 16-bit:"));
    }

    @Test
    void imagesWithoutAValidPixelAreRefused() throws IOException {
        float[] missing = new float[12];
        Arrays.fill(missing, Float.NaN);
        missing[3] = Float.POSITIVE_INFINITY;
        Raster empty = new Raster(4, 3, PixelType.GRAY16, missing);
        assertTrue(refusal(first, pair(empty, new Raster(4, 3, 3, PixelType.RGB))).startsWith("input of b has no valid pixel"));
        float[] one = missing.clone();
        one[0] = 0;
        Pair partly = pair(new Raster(4, 3, PixelType.GRAY16, one), new Raster(4, 3, 3, PixelType.RGB));
        assertSame(partly, PairChecks.open(MemoryPairs.of(List.of(first, partly))).load(1));
    }
}
