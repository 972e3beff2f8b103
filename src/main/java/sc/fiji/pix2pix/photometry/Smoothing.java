package sc.fiji.pix2pix.photometry;

import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.Raster;

/** The matched filter of a Gaussian star: convolution with the star's own shape, which makes it stand out of white noise as far as possible. */
final class Smoothing {
    /** 2 sqrt(2 ln 2). */
    static final double FWHM_PER_SIGMA = 2.3548200450309493;
    private static final double REACH_SIGMAS = 4;

    private final double[] weights;

    /** @param fwhm of the Gaussian, in pixels */
    Smoothing(double fwhm) {
        if (!(fwhm > 0 && fwhm < 1e3)) throw new IllegalArgumentException("A FWHM of " + fwhm + " pixels is not above 0 and below 1000.");
        double sigma = fwhm / FWHM_PER_SIGMA;
        int radius = (int) Math.ceil(REACH_SIGMAS * sigma);
        weights = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) sum += weights[i] = StrictMath.exp(-(i - radius) * (i - radius) / (2 * sigma * sigma));
        for (int i = 0; i < weights.length; i++) weights[i] /= sum;
    }

    /** What it leaves of the sigma of white noise. */
    double noiseFactor() {
        double sum = 0;
        for (double w : weights) sum += w * w;
        return sum; // the root of the sum of squares over two dimensions
    }

    /** The first channel convolved; beyond the edges there are zeros. */
    Raster apply(Raster image) {
        int width = image.width();
        int height = image.height();
        int radius = weights.length / 2;
        float[] source = image.plane(0);
        float[] across = new float[source.length];
        float[] result = new float[source.length];
        IntStream.range(0, height).parallel().forEach(y -> {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int k = Math.max(0, x - radius); k <= Math.min(width - 1, x + radius); k++) sum += weights[k - x + radius] * source[y * width + k];
                across[y * width + x] = (float) sum;
            }
        });
        IntStream.range(0, height).parallel().forEach(y -> {
            double[] sums = new double[width];
            for (int k = Math.max(0, y - radius); k <= Math.min(height - 1, y + radius); k++) {
                double weight = weights[k - y + radius];
                for (int x = 0; x < width; x++) sums[x] += weight * across[k * width + x];
            }
            for (int x = 0; x < width; x++) result[y * width + x] = (float) sums[x];
        });
        return new Raster(width, height, image.type(), result);
    }
}
