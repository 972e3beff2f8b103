package sc.fiji.pix2pix.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.astro.Range;

class FwhmTest {

    /** The image states 0.5 arcsec a pixel. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {"2-6, 0, 2, 6", "4, 0, 4, 4", "1arcsec, 0, 2, 2", "1-1.5 arcsec, 0, 2, 3", "1\", 0, 2, 2", "1, 0.25, 4, 4", "1arcsec, 0.25, 4, 4",
        "3px, 0.25, 3, 3", "0, 0.25, 0, 0"})
    void isInPixelsOrArcseconds(String text, double pixelScale, double low, double high) {
        assertEquals(new Range(low, high), Fwhm.parse("fwhm", text, 0, pixelScale).pixels(() -> 0.5));
    }

    @Test
    void asksForTheScaleOnlyIfNeeded() {
        assertTrue(Fwhm.parse("fwhm", "1arcsec", 0, 0).needsScale());
        assertFalse(Fwhm.parse("fwhm", "1arcsec", 0, 0.2).needsScale());
        assertFalse(Fwhm.parse("fwhm", "1", 0, 0).needsScale());
        assertFalse(Fwhm.parse("targetfwhm", "0arcsec", 0, 0).needsScale());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-3", "6-2", "1mas", "arcsec", "NaN", "0.001", "1\n2"})
    void whatIsNoWidthIsNamed(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Fwhm.parse("fwhm", text, 0.01, 0)).getMessage();
        assertTrue(message.startsWith("fwhm=" + text + " is not possible"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2-6", "abc"})
    void oneWidthIsNoRange(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Fwhm.parseOne("fwhm", text, 0.01, 0)).getMessage();
        assertTrue(message.startsWith("fwhm=" + text + " is not possible: it is a single FWHM of 0.01 or more"), message);
    }
}
