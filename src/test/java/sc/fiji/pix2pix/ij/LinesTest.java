package sc.fiji.pix2pix.ij;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void longLinesBreakAtSpaces() {
        assertEquals("one two\nthree\nfour", Lines.wrap("one two three\nfour", 8));
        assertEquals("one\nextraordinary\ntwo", Lines.wrap("one extraordinary two", 8));
        assertEquals("one two three", Lines.wrap("one two three", 13));
    }

    @Test
    void linesOfATableStayWhole() {
        assertEquals("PSNR    31.5 +- 1    33.5 +- 1", Lines.wrap("PSNR    31.5 +- 1    33.5 +- 1", 8));
    }
}
