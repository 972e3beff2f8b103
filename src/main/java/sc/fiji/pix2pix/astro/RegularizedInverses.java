package sc.fiji.pix2pix.astro;

import org.jtransforms.fft.DoubleFFT_2D;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * Several deconvolutions of one image by the same PSF, from hardly sharper but smooth to sharp but noisy: the spectrum times
 * (1 + e) conj(H) / (|H|^2 + e), Tikhonov's inverse, which keeps flux, for each e of {@link #STRENGTHS}. Noise of sigma 1 becomes at most 1 / (2 sqrt(e)).
 * None looks at the image to choose its strength, so that a part is treated as the whole would be.
 */
final class RegularizedInverses {
    /** Which is best depends on how much a source stands out: 1 for the sky, the last for the cores of stars a thousand times the noise. */
    static final double[] STRENGTHS = {1, 0.05};

    /** Beyond this distance in pixels a pixel has next to no influence. */
    private static final int REACH = 32;
    private static final int BLOCK = 448;

    private RegularizedInverses() {}

    /**
     * @param image one channel, without missing values, with a margin beyond the edges of what is wanted; beyond that lies the nearest pixel
     * @param margin of the image, in pixels
     * @return a channel for each strength, without the margin
     */
    static Raster apply(Raster image, int margin, Kernel psf) {
        Raster result = new Raster(image.width() - 2 * margin, image.height() - 2 * margin, STRENGTHS.length, PixelType.FLOAT32);
        int reach = Math.max(REACH, psf.size() / 2);
        for (int y = 0; y < result.height(); y += BLOCK) {
            for (int x = 0; x < result.width(); x += BLOCK)
                block(image, margin, x, y, Math.min(BLOCK, result.width() - x), Math.min(BLOCK, result.height() - y), reach, psf, result);
        }
        return result;
    }

    private static void block(Raster image, int margin, int x0, int y0, int width, int height, int reach, Kernel psf, Raster result) {
        int columns = FourierConvolution.fast(width + 2 * reach);
        int rows = FourierConvolution.fast(height + 2 * reach);
        double[] both = new double[2 * rows * columns];
        for (int y = 0; y < rows; y++) {
            int row = clamp(y0 + y - reach + margin, image.height()) * image.width();
            for (int x = 0; x < columns; x++) both[2 * (y * columns + x)] = image.plane(0)[row + clamp(x0 + x - reach + margin, image.width())];
        }
        int radius = psf.size() / 2;
        for (int y = 0; y < psf.size(); y++) {
            for (int x = 0; x < psf.size(); x++)
                both[2 * (Math.floorMod(y - radius, rows) * columns + Math.floorMod(x - radius, columns)) + 1] = psf.get(x, y);
        }
        DoubleFFT_2D transform = new DoubleFFT_2D(rows, columns);
        transform.complexForward(both);
        for (int k = 0; k < STRENGTHS.length; k += 2) {
            double[] two = filtered(both, rows, columns, STRENGTHS[k], STRENGTHS[k + 1]);
            transform.complexInverse(two, true);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int from = 2 * ((y + reach) * columns + x + reach);
                    int to = (y0 + y) * result.width() + x0 + x;
                    result.plane(k)[to] = (float) two[from];
                    result.plane(k + 1)[to] = (float) two[from + 1];
                }
            }
        }
    }

    /**
     * Two inverses as the real and imaginary part of one array: with Z = A + iH the spectrum of image and PSF, A = (Z(k) + conj Z(-k)) / 2 and
     * H = (Z(k) - conj Z(-k)) / 2i.
     */
    private static double[] filtered(double[] z, int rows, int columns, double first, double second) {
        double[] result = new double[z.length];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int i = 2 * (y * columns + x);
                int j = 2 * ((rows - y) % rows * columns + (columns - x) % columns);
                double aRe = (z[i] + z[j]) / 2;
                double aIm = (z[i + 1] - z[j + 1]) / 2;
                double hRe = (z[i + 1] + z[j + 1]) / 2;
                double hIm = (z[j] - z[i]) / 2;
                double power = hRe * hRe + hIm * hIm;
                double re = aRe * hRe + aIm * hIm;
                double im = aIm * hRe - aRe * hIm;
                double one = (1 + first) / (power + first);
                double two = (1 + second) / (power + second);
                result[i] = re * one - im * two;
                result[i + 1] = im * one + re * two;
            }
        }
        return result;
    }

    private static int clamp(int i, int length) {
        return Math.max(0, Math.min(length - 1, i));
    }
}
