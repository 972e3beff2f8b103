package sc.fiji.pix2pix.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.Raster;

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004, IEEE Transactions on Image Processing 13(4), 600, equation 13), without
 * unit, 1 for equal images: the mean over all places of
 *
 * <pre>
 * (2 ux uy + C1) (2 vxy + C2) / ((ux^2 + uy^2 + C1) (vx + vy + C2)),   C1 = (0.01 range)^2, C2 = (0.03 range)^2
 * </pre>
 *
 * with means u, variances v and covariance vxy inside a window around the place. Only windows that lie entirely in the image and in which
 * all pixels are finite count; several channels are averaged. Example: an image of nothing but 1 against one of nothing but 2, range 2, has
 * (4 + 0.0004) / (5 + 0.0004) = 0.80002.
 */
public final class Ssim {
    private static final double K1 = 0.01;
    private static final double K2 = 0.03;
    private static final double SIGMA = 1.5;
    /** Eleven pixels, as published. */
    private static final int GAUSSIAN_RADIUS = 5;

    private Ssim() {}

    /**
     * As published: 11 x 11 window, a Gaussian of sigma 1.5 pixels; biased variances.
     *
     * @param range data range in the images' units, of which the constants are parts: papers differ in it
     * @return NaN if no window counts, so also if the image is smaller than 11 x 11 pixels
     * @throws IllegalArgumentException if sizes or channels differ, or the range is not positive
     */
    public static double gaussian(Raster image, Raster truth, double range) {
        double[] weights = new double[2 * GAUSSIAN_RADIUS + 1];
        for (int i = 0; i < weights.length; i++) {
            double d = (i - GAUSSIAN_RADIUS) / SIGMA;
            weights[i] = Math.exp(-d * d / 2);
        }
        double sum = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) weights[i] /= sum;
        return of(image, truth, range, weights, 1);
    }

    /**
     * A square window of equal weights, and sample variances (divided by n - 1): scikit-image's default with size 7.
     *
     * @param size side of the window in pixels, odd and at least 3
     * @see #gaussian
     */
    public static double uniform(Raster image, Raster truth, double range, int size) {
        if (size < 3 || size % 2 == 0)
            throw new IllegalArgumentException("A window of " + size + " pixels is not possible: choose an odd size of at least 3.");
        double[] weights = new double[size];
        Arrays.fill(weights, 1.0 / size);
        double n = (double) size * size;
        return of(image, truth, range, weights, n / (n - 1));
    }

    private static double of(Raster image, Raster truth, double range, double[] weights, double varianceFactor) {
        Comparison.requireSameShape(image, truth);
        Comparison.requireRange(range, "SSIM");
        double total = 0;
        int channels = 0;
        for (int c = 0; c < truth.channels(); c++) {
            Plane plane = new Plane(image.plane(c), truth.plane(c), truth.width(), weights, varianceFactor, range);
            double mean = plane.mean(truth.height());
            if (Double.isNaN(mean)) continue;
            total += mean;
            channels++;
        }
        return total / channels;
    }

    /** One channel; {@code weights} are those of a row and of a column of the window. */
    private record Plane(float[] x, float[] y, int width, double[] weights, double varianceFactor, double range) {

        double mean(int height) {
            int rows = height - weights.length + 1;
            if (rows < 1 || width < weights.length) return Double.NaN;
            // Sums of rows are added in order, so that the result does not depend on the number of threads.
            double[][] sums = IntStream.range(0, rows).parallel().mapToObj(this::row).toArray(double[][]::new);
            double sum = 0;
            double count = 0;
            for (double[] row : sums) {
                sum += row[0];
                count += row[1];
            }
            return sum / count;
        }

        /** Sum and number of the windows whose first row is {@code top}. */
        private double[] row(int top) {
            double[][] moments = columns(top);
            double sum = 0;
            long count = 0;
            for (int left = 0; left + weights.length <= width; left++) {
                double ux = across(moments[0], left);
                double uy = across(moments[1], left);
                double vx = varianceFactor * (across(moments[2], left) - ux * ux);
                double vy = varianceFactor * (across(moments[3], left) - uy * uy);
                double vxy = varianceFactor * (across(moments[4], left) - ux * uy);
                double c1 = K1 * range * K1 * range;
                double c2 = K2 * range * K2 * range;
                double ssim = (2 * ux * uy + c1) * (2 * vxy + c2) / ((ux * ux + uy * uy + c1) * (vx + vy + c2));
                if (!Double.isFinite(ssim)) continue; // a missing pixel makes every window that holds it NaN
                sum += ssim;
                count++;
            }
            return new double[] {sum, count};
        }

        /** Weighted sums down the columns of x, y, x^2, y^2 and xy. */
        private double[][] columns(int top) {
            double[][] sums = new double[5][width];
            for (int k = 0; k < weights.length; k++) {
                int row = (top + k) * width;
                double w = weights[k];
                for (int i = 0; i < width; i++) {
                    double a = x[row + i];
                    double b = y[row + i];
                    sums[0][i] += w * a;
                    sums[1][i] += w * b;
                    sums[2][i] += w * a * a;
                    sums[3][i] += w * b * b;
                    sums[4][i] += w * a * b;
                }
            }
            return sums;
        }

        private double across(double[] column, int left) {
            double sum = 0;
            for (int k = 0; k < weights.length; k++) sum += weights[k] * column[left + k];
            return sum;
        }
    }
}
