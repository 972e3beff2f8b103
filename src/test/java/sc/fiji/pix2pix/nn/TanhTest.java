package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TanhTest {

    /** Java's own is exact to a unit of the last digit of a double. */
    @Test
    void fewUnitsOfTheLastDigit() {
        int n = 4000;
        try (Tanh tanh = new Tanh(); Tensor x = Tensor.allocate(1, 1, n, 1)) {
            for (int i = 0; i < n; i++) x.floats().put(i, (i - n / 2) * 0.0061f);
            x.floats().put(0, Float.POSITIVE_INFINITY);
            x.floats().put(1, Float.NEGATIVE_INFINITY);
            Tensor y = tanh.forward(x, Pass.INFERENCE);
            for (int i = 0; i < n; i++) {
                double exact = Math.tanh(x.floats().get(i));
                assertEquals(exact, y.floats().get(i), 6e-7 * Math.abs(exact));
                assertTrue(Math.abs(y.floats().get(i)) <= 1);
            }
        }
    }
}
