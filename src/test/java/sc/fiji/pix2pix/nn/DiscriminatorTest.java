package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiscriminatorTest {

    private static Discriminator discriminator(NormKind norm) {
        return new Discriminator(new DiscriminatorSettings(2, 1, 16, 3, norm), 1);
    }

    /** Logits, gradients and running statistics are those of one pass after the other, whatever the normalisation. */
    @ParameterizedTest
    @EnumSource
    void twoBatchesAtOnceAreTwoPasses(NormKind norm) {
        try (Discriminator together = discriminator(norm); Discriminator apart = discriminator(norm); Tensor input = LayerGradientTest.random(2, 40, 40, 2, 1);
            Tensor fake = LayerGradientTest.random(2, 40, 40, 1, 2); Tensor real = LayerGradientTest.random(2, 40, 40, 1, 3)) {
            Tensor logits = together.forward(input, fake, real);
            try (Tensor first = copy(logits.images(0, 2)); Tensor second = copy(logits.images(2, 2))) {
                together.backward(logits);
                Tensor alone = apart.forward(input, fake);
                assertSame(first, alone);
                apart.backward(alone);
                alone = apart.forward(input, real);
                assertSame(second, alone);
                apart.backward(alone);
            }
            assertSame(NnAccess.gradients(apart), NnAccess.gradients(together));
            assertSame(apart.state(), together.state());
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesOfTwoSizesInTurnMakeNoArrays(NormKind norm) {
        try (Discriminator d = discriminator(norm); Tensor input = LayerGradientTest.random(1, 40, 40, 2, 1); Tensor image = LayerGradientTest.random(1, 40, 40, 1, 2)) {
            long made = 0;
            for (int step = 0; step < 4; step++) { // the second makes what adds to gradients
                if (step == 2) made = Floats.made();
                d.backward(d.forward(input, image, image));
                d.backwardToImage(d.forward(input, image));
            }
            assertEquals(made, Floats.made());
        }
    }

    private static Tensor copy(Tensor from) {
        Tensor copy = Tensor.reuse(null, from);
        Blocks.copy(from.floats(), copy.floats());
        return copy;
    }

    private static void assertSame(List<StateTensor> expected, List<StateTensor> found) {
        assertTrue(!expected.isEmpty() && expected.size() == found.size());
        for (int i = 0; i < expected.size(); i++) assertSame(expected.get(i).values(), found.get(i).values(), expected.get(i).name());
    }

    private static void assertSame(Tensor expected, Tensor found) {
        assertSame(expected.floats(), found.floats(), "logits");
    }

    private static void assertSame(FloatBuffer expected, FloatBuffer found, String name) {
        double largest = 0;
        for (int i = 0; i < expected.limit(); i++) largest = Math.max(largest, Math.abs(expected.get(i)));
        for (int i = 0; i < expected.limit(); i++) assertEquals(expected.get(i), found.get(i), 1e-7 + 1e-4 * largest, name);
    }
}
