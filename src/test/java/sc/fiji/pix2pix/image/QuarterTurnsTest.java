package sc.fiji.pix2pix.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class QuarterTurnsTest {
    private static final Raster IMAGE = new Raster(3, 2, PixelType.FLOAT32, new float[] {1, 2, 3, 4, 5, 6});

    @Test
    void turnsToTheLeft() {
        Raster once = QuarterTurns.turn(IMAGE, 1);
        assertEquals(2, once.width());
        assertArrayEquals(new float[] {3, 6, 2, 5, 1, 4}, once.plane(0));
        assertArrayEquals(new float[] {6, 5, 4, 3, 2, 1}, QuarterTurns.turn(IMAGE, 2).plane(0));
        assertArrayEquals(new float[] {4, 1, 5, 2, 6, 3}, QuarterTurns.turn(IMAGE, -1).plane(0));
    }

    @Test
    void turnsBack() {
        for (int times = 0; times < 4; times++) assertArrayEquals(IMAGE.plane(0), QuarterTurns.turn(QuarterTurns.turn(IMAGE, times), -times).plane(0));
        assertSame(IMAGE, QuarterTurns.turn(IMAGE, 4));
    }
}
