package sc.fiji.pix2pix.astro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TextureTest {

    @Test
    void isLogNormalOfItsStrengthWithMeanOne() {
        double sum = 0;
        double logs = 0;
        double squares = 0;
        int n = 40000;
        for (int i = 0; i < n; i++) {
            double factor = new Texture(5, 0.5).factor(0.37 * (i % 200), 0.41 * (i / 200));
            sum += factor;
            logs += Math.log(factor);
            squares += Math.log(factor) * Math.log(factor);
        }
        assertEquals(1, sum / n, 0.05);
        assertEquals(0.5, Math.sqrt(squares / n - logs / n * logs / n), 0.05);
        assertEquals(1, new Texture(5, 0).factor(0.3, 0.4));
        assertThrows(IllegalArgumentException.class, () -> new Texture(1, -1));
    }
}
