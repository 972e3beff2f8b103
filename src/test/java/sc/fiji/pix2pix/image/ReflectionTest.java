package sc.fiji.pix2pix.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReflectionTest {

    @Test
    void mirrorsWithoutRepeatingTheEdge() {
        int[] expected = {2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1};
        int[] actual = IntStream.range(-4, 8).map(i -> Reflection.index(i, 4)).toArray();
        assertArrayEquals(expected, actual);
    }

    @Test
    void twoPixelsAlternate() {
        assertArrayEquals(new int[] {1, 0, 1, 0, 1}, IntStream.range(-1, 4).map(i -> Reflection.index(i, 2)).toArray());
    }

    @Test
    void onePixelStandsForAll() {
        for (int i : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) assertEquals(0, Reflection.index(i, 1));
    }

    @Test
    void anyPositionAndLengthGivesAPixelInside() {
        for (int length : new int[] {2, 3, 1000, Integer.MAX_VALUE}) {
            for (int i : new int[] {Integer.MIN_VALUE, -length, length, Integer.MAX_VALUE}) {
                int index = Reflection.index(i, length);
                assertTrue(index >= 0 && index < length, i + " of " + length + " gave " + index);
            }
        }
    }

    @Test
    void lengthBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Reflection.index(0, 0));
    }
}
