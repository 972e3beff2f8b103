package sc.fiji.pix2pix.deconvolution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.Reflection;

class FftConvolutionTest {
    private final Random random = new Random(7);

    private double[] noise(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = random.nextDouble();
        return values;
    }

    /** Sum over the kernel, pixel by pixel. */
    private static double direct(double[] plane, int width, int height, double[] kernel, int size, int x, int y, FftConvolution.Edge edge) {
        double sum = 0;
        for (int j = 0; j < size; j++) {
            for (int i = 0; i < size; i++) {
                int u = x - (i - size / 2);
                int v = y - (j - size / 2);
                boolean inside = u >= 0 && v >= 0 && u < width && v < height;
                if (!inside && edge == FftConvolution.Edge.ZERO) continue;
                sum += kernel[j * size + i] * plane[Reflection.index(v, height) * width + Reflection.index(u, width)];
            }
        }
        return sum;
    }

    /** 520 x 300 pixels are several tiles, the last ones cut off. */
    @Test
    void equalsTheSumOverTheKernel() {
        int width = 520;
        int height = 300;
        int size = 9;
        double[] plane = noise(width * height);
        double[] kernel = noise(size * size);
        FftConvolution convolution = new FftConvolution(size, kernel);
        for (FftConvolution.Edge edge : FftConvolution.Edge.values()) {
            double[] result = new double[plane.length];
            convolution.convolve(plane, result, width, height, edge);
            for (int i = 0; i < plane.length; i += 37)
                assertEquals(direct(plane, width, height, kernel, size, i % width, i / width, edge), result[i], 1e-11);
        }
    }

    /** (H a) b = a (H^T b). */
    @Test
    void correlationIsTheTranspose() {
        int width = 60;
        int height = 41;
        double[] a = noise(width * height);
        double[] b = noise(width * height);
        FftConvolution convolution = new FftConvolution(5, noise(25));
        double[] ha = new double[a.length];
        double[] hb = new double[a.length];
        convolution.convolve(a, ha, width, height, FftConvolution.Edge.ZERO);
        convolution.correlate(b, width, height, (at, values, count) -> System.arraycopy(values, 0, hb, at, count));
        double left = 0;
        double right = 0;
        for (int i = 0; i < a.length; i++) {
            left += ha[i] * b[i];
            right += a[i] * hb[i];
        }
        assertEquals(left, right, 1e-9 * left);
    }

    @Test
    void kernelsOfAnySizeFitTheirTiles() {
        assertEquals(256, FftConvolution.sideFor(17));
        assertEquals(512, FftConvolution.sideFor(65));
        assertEquals(1024, FftConvolution.sideFor(511));
        assertEquals(2048, FftConvolution.sideFor(1001));
    }

    @Test
    void aGaussianInTwoLinesIsTheSameAsInTheFourierDomain() {
        int width = 50;
        int height = 37;
        Kernel kernel = Kernel.gaussian(4, 17);
        double[] plane = noise(width * height);
        double[] fourier = new double[plane.length];
        double[] lines = new double[plane.length];
        new FftConvolution(kernel).convolve(plane, fourier, width, height, FftConvolution.Edge.ZERO);
        PlaneConvolution.of(kernel).convolve(plane, width, height, (at, values, count) -> System.arraycopy(values, 0, lines, at, count));
        assertTrue(PlaneConvolution.of(kernel) instanceof ProductConvolution);
        assertArrayEquals(fourier, lines, 1e-13);
    }
}
