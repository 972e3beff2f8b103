package sc.fiji.pix2pix.evaluation;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Values of one figure over all images. Example: 1, 2 and 6 have a mean of 3 and, with a standard deviation of 2.6458 (n - 1), a standard
 * error of 2.6458 / sqrt(3) = 1.5275.
 *
 * @param mean over the images that have the figure; NaN if none has
 * @param standardError of the mean; NaN for fewer than two
 * @param worst the value that is furthest from what it should be
 * @param count images that have the figure
 */
public record Summary(double mean, double standardError, double worst, int count) {

    /**
     * @param all NaN where an image has no such figure
     * @param badness higher is worse
     */
    public static Summary of(double[] all, DoubleUnaryOperator badness) {
        double[] values = Arrays.stream(all).filter(v -> !Double.isNaN(v)).toArray();
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double worst = Double.NaN;
        for (double v : values) {
            if (Double.isNaN(worst) || badness.applyAsDouble(v) > badness.applyAsDouble(worst)) worst = v;
        }
        int n = values.length;
        return new Summary(mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n), worst, n);
    }
}
