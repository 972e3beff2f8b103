package sc.fiji.pix2pix.pairs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

    @ParameterizedTest
    @CsvSource({"100, 0.1, 10", "100, 0, 0", "1, 0.5, 0", "2, 0.01, 1", "2, 0.99, 1", "3, 0.9, 2", "10, 0.26, 3", "5000, 0.0001, 1"})
    void heldOutPairsAreAsManyAsSaid(int size, double share, int held) {
        Split split = Split.of(size, share, 7);
        assertEquals(held, split.validation().length);
        assertEquals(size - held, split.training().length);
        int[] all = IntStream.concat(IntStream.of(split.training()), IntStream.of(split.validation())).sorted().toArray();
        assertArrayEquals(IntStream.range(0, size).toArray(), all, "each pair is in one part");
        int[] sorted = split.validation();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, split.validation());
        sorted = split.training();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, split.training());
    }

    @Test
    void theSeedDecides() {
        assertArrayEquals(Split.of(100, 0.2, 5).validation(), Split.of(100, 0.2, 5).validation());
        assertFalse(Arrays.equals(Split.of(100, 0.2, 5).validation(), Split.of(100, 0.2, 6).validation()));
    }

    @Test
    void everyPairIsHeldOutEquallyOften() {
        int[] held = new int[10];
        for (int seed = 0; seed < 10_000; seed++) {
            for (int i : Split.of(10, 0.2, seed).validation()) held[i]++;
        }
        // 2000 +- 40 each.
        for (int count : held) assertEquals(2000, count, 200);
    }

    @Test
    void sharesAndSizesOutsideAreRefused() {
        for (double share : new double[] {-0.1, 1, Double.NaN}) assertThrows(IllegalArgumentException.class, () -> Split.of(10, share, 1));
        assertThrows(IllegalArgumentException.class, () -> Split.of(0, 0.1, 1));
    }
}
