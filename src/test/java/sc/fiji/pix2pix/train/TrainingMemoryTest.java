package sc.fiji.pix2pix.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.Memory;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.PixelLoss;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.nn.Upsampling;

/** What a training is said to need, against what JavaCPP counts of its arrays. */
class TrainingMemoryTest {

    @ParameterizedTest
    @CsvSource({"TRANSPOSED, 4, 16, 1, 128", "TRANSPOSED, 5, 32, 2, 64", "RESIZE, 4, 16, 2, 64", "TRANSPOSED, 3, 64, 1, 128", "TRANSPOSED, 7, 8, 1, 128"})
    void stepsTakeNoMoreThanIsSaidAndNotMuchLess(Upsampling upsampling, int levels, int width, int batch, int crop) {
        GeneratorSettings g = new GeneratorSettings(1, 1, levels, width, NormKind.BATCH, true, false, upsampling);
        DiscriminatorSettings d = new DiscriminatorSettings(1, 1, width, 3, NormKind.BATCH);
        long said = Memory.trainingBytes(g, d, Precision.FLOAT32, false, batch, crop);
        long before = Pointer.totalBytes();
        try (Pix2Pix net = new Pix2Pix(g, d, GanLoss.BCE, PixelLoss.L1, 100, Precision.FLOAT32, 1); Tensor x = Tensor.allocate(batch, crop, crop, 1);
            Tensor y = Tensor.allocate(batch, crop, crop, 1)) {
            for (int i = 0; i < x.length(); i++) {
                x.floats().put(i, (float) Math.sin(i));
                y.floats().put(i, (float) Math.cos(i));
            }
            for (int step = 1; step <= 2; step++) net.step(x, y, 2e-4, true, step);
            long taken = Pointer.totalBytes() - before;
            assertTrue(taken <= said && taken > said / 2, taken + " bytes were taken, " + said + " said");
        }
    }
}
