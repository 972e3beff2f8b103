package sc.fiji.pix2pix.astro;

import org.jtransforms.fft.DoubleFFT_2D;
import sc.fiji.pix2pix.image.Raster;

/** Convolution by Fourier transforms, in double precision: faster than directly for kernels of some ten pixels and more. */
final class FourierConvolution {
    private FourierConvolution() {}

    /** One plane; beyond the image lies its nearest pixel or its other side. */
    static void apply(Raster image, float[] plane, Kernel kernel, Convolution.Edge edge, float[] result) {
        int radius = kernel.size() / 2;
        int columns = fast(image.width() + 2 * radius);
        int rows = fast(image.height() + 2 * radius);
        // Image and kernel are the real and imaginary part of one array: one transform gives both spectra.
        double[] both = new double[2 * rows * columns];
        for (int y = 0; y < image.height() + 2 * radius; y++) {
            int row = Convolution.index(y - radius, image.height(), edge) * image.width();
            for (int x = 0; x < image.width() + 2 * radius; x++) both[2 * (y * columns + x)] = plane[row + Convolution.index(x - radius, image.width(), edge)];
        }
        for (int y = 0; y < kernel.size(); y++) {
            for (int x = 0; x < kernel.size(); x++) both[2 * (y * columns + x) + 1] = kernel.get(x, y);
        }
        DoubleFFT_2D transform = new DoubleFFT_2D(rows, columns);
        transform.complexForward(both);
        double[] product = multiply(both, rows, columns);
        transform.complexInverse(product, true);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) result[y * image.width() + x] = (float) product[2 * ((y + 2 * radius) * columns + x + 2 * radius)];
        }
    }

    /** Of Z = A + iB, the spectra of two real arrays: A(k) B(k) = (Z(k)^2 - conj(Z(-k))^2) / 4i. */
    private static double[] multiply(double[] z, int rows, int columns) {
        double[] product = new double[z.length];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int i = 2 * (y * columns + x);
                int j = 2 * ((rows - y) % rows * columns + (columns - x) % columns);
                double re = z[i] * z[i] - z[i + 1] * z[i + 1] - (z[j] * z[j] - z[j + 1] * z[j + 1]);
                double im = 2 * z[i] * z[i + 1] + 2 * z[j] * z[j + 1];
                product[i] = im / 4;
                product[i + 1] = -re / 4;
            }
        }
        return product;
    }

    /** The next length that is a product of 2, 3 and 5, which transforms fast. */
    static int fast(int length) {
        for (int n = length;; n++) {
            int rest = n;
            for (int prime : new int[] {2, 3, 5}) while (rest % prime == 0) rest /= prime;
            if (rest == 1) return n;
        }
    }
}
