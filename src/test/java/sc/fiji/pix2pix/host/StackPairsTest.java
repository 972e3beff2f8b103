package sc.fiji.pix2pix.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.pairs.Direction;
import sc.fiji.pix2pix.pairs.Pair;

class StackPairsTest {

    @Test
    void slicesOfTwoStacksArePairs() {
        ImageStack stack = new ImageStack(2, 1);
        stack.addSlice(new ByteProcessor(2, 1, new byte[] {1, 2}));
        stack.addSlice(new ByteProcessor(2, 1, new byte[] {3, 4}));
        StackPairs pairs = StackPairs.of(new ImagePlus("in", stack), IJ.createImage("out", "RGB black", 2, 1, 2));
        assertEquals(2, pairs.size());
        Pair second = pairs.load(1);
        assertEquals("in slice 2", second.name());
        assertEquals(4, second.input().get(1, 0, 0));
        assertEquals(PixelType.RGB, second.target().type());
    }

    @Test
    void differentNumbersOfSlicesAreRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
            () -> StackPairs.of(IJ.createImage("in", "8-bit", 4, 4, 2), IJ.createImage("out", "8-bit", 4, 4, 3)));
        assertTrue(e.getMessage().contains("\"in\" has 2") && e.getMessage().contains("\"out\" has 3"), e.getMessage());
    }

    @Test
    void sideBySideTheLeftHalfIsA() {
        ImagePlus image = new ImagePlus("ab", new ByteProcessor(4, 1, new byte[] {1, 2, 3, 4}));
        Pair forward = StackPairs.sideBySide(image, Direction.AtoB).load(0);
        assertEquals(1, forward.input().get(0, 0, 0));
        assertEquals(4, forward.target().get(1, 0, 0));
        assertEquals(3, StackPairs.sideBySide(image, Direction.BtoA).load(0).input().get(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> StackPairs.sideBySide(IJ.createImage("odd", "8-bit", 5, 4, 1), Direction.AtoB));
    }
}
