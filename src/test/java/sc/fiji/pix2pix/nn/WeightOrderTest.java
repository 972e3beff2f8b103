package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class WeightOrderTest {

    /** Value 1000 a + 100 b + k of [4, 2, 1, 2] lies, in blocks of 2, at [a / 2][b / 2][k][b % 2][a % 2]. */
    @Test
    void blocksHaveTheFirstAxisLast() {
        float[] plain = {0, 1, 100, 101, 1000, 1001, 1100, 1101, 2000, 2001, 2100, 2101, 3000, 3001, 3100, 3101};
        float[] blocked = {0, 1000, 100, 1100, 1, 1001, 101, 1101, 2000, 3000, 2100, 3100, 2001, 3001, 2101, 3101};
        long[] shape = {4, 2, 1, 2};
        FloatBuffer to = FloatBuffer.allocate(16);
        new WeightOrder(2).store(shape, FloatBuffer.wrap(plain), to);
        assertArrayEquals(blocked, to.array());
        FloatBuffer back = FloatBuffer.allocate(16);
        new WeightOrder(2).restore(shape, to, back);
        assertArrayEquals(plain, back.array());
    }

    @Test
    void aStateTensorIsInPyTorchsOrderWhateverTheNetworkHas() {
        try (Parameter plain = new Parameter(32, 16, 4, 4); Parameter blocked = new Parameter(new WeightOrder(16), 32, 16, 4, 4)) {
            plain.initialise(0, 1, 5);
            blocked.initialise(0, 1, 5);
            StateTensor state = blocked.state("w");
            assertEquals(0, plain.state("w").values().compareTo(state.values()));
            assertThrows(ReadOnlyBufferException.class, () -> state.values().put(0, 1));
            assertThrows(IllegalArgumentException.class, () -> state.set(FloatBuffer.allocate(3)));
            float before = blocked.values().get(17);
            state.set(plain.values());
            assertEquals(before, blocked.values().get(17));
        }
    }
}
