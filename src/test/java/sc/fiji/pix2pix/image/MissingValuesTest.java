package sc.fiji.pix2pix.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MissingValuesTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void completeImageComesBackItself() {
        Raster image = new Raster(2, 1, PixelType.FLOAT32, new float[] {1, 2});
        assertFalse(MissingValues.any(image));
        assertSame(image, MissingValues.fill(image));
    }

    @Test
    void oneHoleBecomesTheMeanOfItsEightNeighbours() {
        Raster image = new Raster(3, 3, PixelType.FLOAT32, new float[] {1, 2, 3, 4, NAN, 6, 7, 8, 17});
        assertTrue(MissingValues.any(image));
        Raster filled = MissingValues.fill(image);
        assertArrayEquals(new float[] {1, 2, 3, 4, 6, 6, 7, 8, 17}, filled.plane(0));
        assertTrue(Float.isNaN(image.get(1, 1, 0)), "the given image is not changed");
    }

    @Test
    void ringsAreFilledFromOutsideInwards() {
        Raster image = new Raster(6, 1, PixelType.FLOAT32, new float[] {10, NAN, INF, -INF, NAN, 20});
        assertArrayEquals(new float[] {10, 10, 10, 20, 20, 20}, MissingValues.fill(image).plane(0));
    }

    @Test
    void orderWithinARingDoesNotMatter() {
        float[] row = {1, NAN, NAN, NAN, 5, NAN, 9};
        float[] turned = {9, NAN, 5, NAN, NAN, NAN, 1};
        float[] a = MissingValues.fill(new Raster(7, 1, PixelType.FLOAT32, row)).plane(0);
        float[] b = MissingValues.fill(new Raster(7, 1, PixelType.FLOAT32, turned)).plane(0);
        assertArrayEquals(new float[] {1, 1, 3, 5, 5, 7, 9}, a);
        assertArrayEquals(new float[] {9, 7, 5, 5, 3, 1, 1}, b);
    }

    @Test
    void imageWithoutAValidPixelBecomesZero() {
        Raster image = new Raster(2, 2, PixelType.FLOAT32, new float[] {NAN, NAN, INF, NAN});
        assertArrayEquals(new float[4], MissingValues.fill(image).plane(0));
    }

    @Test
    void channelsAreFilledByThemselvesAndCompleteOnesShared() {
        Raster image = new Raster(2, 1, PixelType.GRAY16, new float[] {1, 2}, new float[] {NAN, 4}, new float[] {NAN, NAN});
        Raster filled = MissingValues.fill(image);
        assertNotSame(image, filled);
        assertSame(image.plane(0), filled.plane(0));
        assertArrayEquals(new float[] {4, 4}, filled.plane(1));
        assertArrayEquals(new float[] {0, 0}, filled.plane(2));
        assertEquals(PixelType.GRAY16, filled.type());
    }

    @Test
    void largestFloatsDoNotOverflow() {
        Raster image = new Raster(3, 1, PixelType.FLOAT32, new float[] {Float.MAX_VALUE, NAN, Float.MAX_VALUE});
        assertEquals(Float.MAX_VALUE, MissingValues.fill(image).get(1, 0, 0));
    }

    @Test
    void aHoleOfAlmostTheWholeImageTakesLinearTime() {
        float[] plane = new float[2000 * 2000];
        Arrays.fill(plane, NAN);
        plane[0] = 3;
        Raster filled = assertTimeout(Duration.ofSeconds(10), () -> MissingValues.fill(new Raster(2000, 2000, PixelType.FLOAT32, plane)));
        for (float value : filled.plane(0)) assertEquals(3, value);
    }
}
