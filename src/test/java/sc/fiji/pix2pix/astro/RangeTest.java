package sc.fiji.pix2pix.astro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {

    @ParameterizedTest
    @CsvSource({"2-6, 2, 6", "4, 4, 4", " 0.5 - 10 , 0.5, 10", "1e-3-2e-1, 0.001, 0.2"})
    void isReadFromText(String text, double low, double high) {
        assertEquals(new Range(low, high), Range.parse("key", text, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "six", "6-2", "-1", "1-", "1-2-3", "NaN", "0.5"})
    void refusesWithTheKeyInTheMessage(String text) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Range.parse("fwhm", text, 1)).getMessage().startsWith("fwhm=" + text));
    }

    @Test
    void ratiosAreEquallyLikely() {
        SplittableRandom random = new SplittableRandom(1);
        Range range = new Range(0.5, 8);
        double sum = 0;
        for (int i = 0; i < 4000; i++) sum += Math.log(range.drawRatio(random));
        assertEquals(Math.log(2), sum / 4000, 0.05); // the middle of log 0.5 and log 8
        assertEquals(3, new Range(3, 3).drawRatio(random), 1e-12);
    }
}
