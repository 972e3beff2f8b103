package sc.fiji.pix2pix.pairs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class AugmenterTest {
    private final SplittableRandom random = new SplittableRandom(1);

    private static Pair pair(int width, int height) {
        return new Pair("p", FakeImages.image(width, height, 1, PixelType.GRAY16), FakeImages.image(width, height, 2, PixelType.FLOAT32));
    }

    @Test
    void bothImagesAreCutAlikeInAllChannels() {
        for (int i = 0; i < 200; i++) {
            Pair crop = Augmenter.crop(pair(9, 7), 4, true, random);
            assertEquals("p", crop.name());
            assertEquals(4, crop.input().width());
            assertEquals(4, crop.target().height());
            assertEquals(PixelType.GRAY16, crop.input().type());
            assertEquals(PixelType.FLOAT32, crop.target().type());
            assertArrayEquals(crop.input().plane(0), crop.target().plane(0));
            for (int k = 0; k < 16; k++) assertEquals(crop.input().plane(0)[k] + 1000, crop.target().plane(1)[k]);
        }
    }

    @Test
    void withoutAugmentationACropIsARectangleOfTheImage() {
        Raster image = FakeImages.image(9, 7, 1, PixelType.GRAY16);
        for (int i = 0; i < 200; i++) {
            Raster crop = Augmenter.crop(pair(9, 7), 4, false, random).input();
            int first = (int) crop.get(0, 0, 0);
            assertArrayEquals(image.crop(first % 9, first / 9, 4, 4).plane(0), crop.plane(0));
        }
    }

    @Test
    void everyPositionIsEquallyLikely() {
        Map<Float, Integer> corners = new HashMap<>();
        for (int i = 0; i < 6000; i++) corners.merge(Augmenter.crop(pair(5, 4), 3, false, random).input().get(0, 0, 0), 1, Integer::sum);
        // Three columns by two rows of corners, 1000 +- 29 each.
        assertEquals(Set.of(0f, 1f, 2f, 5f, 6f, 7f), corners.keySet());
        for (int count : corners.values()) assertEquals(1000, count, 150);
    }

    @Test
    void theEightOrientationsAreEquallyLikely() {
        // 0 1
        // 2 3
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 8000; i++) {
            seen.merge(Arrays.toString(Augmenter.crop(pair(2, 2), 2, true, random).input().plane(0)), 1, Integer::sum);
        }
        assertEquals(Set.of("[0.0, 1.0, 2.0, 3.0]", "[2.0, 0.0, 3.0, 1.0]", "[3.0, 2.0, 1.0, 0.0]", "[1.0, 3.0, 0.0, 2.0]",
            "[1.0, 0.0, 3.0, 2.0]", "[2.0, 3.0, 0.0, 1.0]", "[0.0, 2.0, 1.0, 3.0]", "[3.0, 1.0, 2.0, 0.0]"), seen.keySet());
        for (int count : seen.values()) assertEquals(1000, count, 150);
    }

    @Test
    void smallImagesAreContinuedByReflection() {
        // A row of three, 0 1 2, continues as 2 1 0 1 2 1 0 1 2 1 0; a crop of five starts at 0, -1 or -2.
        Set<String> expected = Set.of("[0.0, 1.0, 2.0, 1.0, 0.0]", "[1.0, 0.0, 1.0, 2.0, 1.0]", "[2.0, 1.0, 0.0, 1.0, 2.0]");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            float[] crop = Augmenter.crop(pair(3, 1), 5, false, random).input().plane(0);
            for (int row = 0; row < 5; row++) seen.add(Arrays.toString(Arrays.copyOfRange(crop, 5 * row, 5 * row + 5)));
        }
        assertEquals(expected, seen);
    }

    @Test
    void onePixelFillsAnyCrop() {
        for (float value : Augmenter.crop(pair(1, 1), 64, true, random).target().plane(1)) assertEquals(1000, value);
        assertArrayEquals(new float[] {0}, Augmenter.crop(pair(1, 1), 1, true, random).input().plane(0));
    }

    @Test
    void theSameRandomStateGivesTheSameCropAndAsManyNumbersAreDrawnEitherWay() {
        SplittableRandom one = new SplittableRandom(9);
        SplittableRandom two = new SplittableRandom(9);
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(Augmenter.crop(pair(30, 20), 8, true, one).input().plane(0),
                Augmenter.crop(pair(30, 20), 8, true, two).input().plane(0));
        }
        Augmenter.crop(pair(30, 20), 8, true, one);
        Augmenter.crop(pair(30, 20), 8, false, two);
        assertEquals(one.nextLong(), two.nextLong());
    }

    @Test
    void badCropsAndUnequalPairsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Augmenter.crop(pair(3, 3), 0, true, random));
        Pair unequal = new Pair("odd one", new Raster(2, 2, 1, PixelType.GRAY8), new Raster(2, 3, 1, PixelType.GRAY8));
        String message = assertThrows(IllegalArgumentException.class, () -> Augmenter.crop(unequal, 2, true, random)).getMessage();
        assertTrue(message.contains("odd one") && message.contains("2 x 2") && message.contains("2 x 3"), message);
    }
}
