package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TensorTest {

    @Test
    void imagesShareTheMemory() {
        try (Tensor all = LayerGradientTest.random(3, 2, 4, 5, 1)) {
            Tensor last = all.images(1, 2).images(1, 1);
            assertEquals("[1, 2, 4, 5]", last.toString());
            assertEquals(all.floats().get(2 * 40 + 7), last.floats().get(7));
            last.floats().put(7, 42);
            assertEquals(42, all.floats().get(2 * 40 + 7));
            assertSame(last, all.images(2, 1));
        }
    }

    @Test
    void fewerImagesAndAsManyAgainNeedNoOtherMemory() {
        Tensor all = Tensor.allocate(3, 2, 4, 5);
        Tensor two = Tensor.reuse(all, 2, 2, 4, 5);
        assertEquals(2, two.n());
        assertSame(all, Tensor.reuse(two, 3, 2, 4, 5));
        try (Tensor more = Tensor.reuse(two, 4, 2, 4, 5)) {
            assertNotSame(all, more);
            assertThrows(IllegalStateException.class, two::floats);
            assertThrows(IllegalStateException.class, all::floats);
        }
    }
}
