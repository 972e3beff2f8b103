package sc.fiji.pix2pix.photometry;

import java.util.Arrays;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.SortedValues;

/**
 * Sky and noise of an image by clipping: values further than 3 standard deviations from the median are dropped, up to 5 times, and mean, median and
 * population standard deviation are those of what remains: astropy's {@code sigma_clipped_stats(sigma=3, maxiters=5)}. Unlike
 * {@link sc.fiji.pix2pix.intensity.SkyStatistics}, which clips by the MAD for the sake of robust intensity maps, its figures compare with published ones.
 *
 * @param mean of the clipped values
 * @param median of the clipped values, in pixel units
 * @param std standard deviation of the clipped values
 * @param madStd 1.482602 x median absolute deviation of all values: the sigma of a Gaussian, as astropy's {@code mad_std}
 * @param count values that remained
 */
public record SkyEstimate(double mean, double median, double std, double madStd, int count) {
    /** 1 / (the normal distribution's 75 % quantile). */
    public static final double SIGMA_PER_MAD = 1.482602218505602;
    private static final double CLIP = 3;
    private static final int ROUNDS = 5;

    /**
     * All finite pixels of one channel.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SkyEstimate of(Raster image, int channel) {
        return of(image.plane(channel));
    }

    /** @param values in any order, not changed; NaN and infinite ones are passed over */
    public static SkyEstimate of(float[] values) {
        float[] sorted = new float[values.length];
        int count = 0;
        for (float v : values) if (Float.isFinite(v)) sorted[count++] = v;
        if (count == 0) throw new IllegalArgumentException("The sky of an image without a valid pixel cannot be measured: choose another image.");
        Arrays.parallelSort(sorted, 0, count);
        return ofSorted(sorted, count);
    }

    private static SkyEstimate ofSorted(float[] sorted, int count) {
        double madStd = SIGMA_PER_MAD * SortedValues.medianDeviation(sorted, 0, count, SortedValues.median(sorted, 0, count));
        int from = 0;
        int to = count;
        for (int round = 0;; round++) {
            double median = SortedValues.median(sorted, from, to);
            double mean = mean(sorted, from, to);
            double std = std(sorted, from, to, mean);
            int newFrom = SortedValues.firstAtLeast(sorted, from, to, median - CLIP * std);
            int newTo = SortedValues.firstAbove(sorted, from, to, median + CLIP * std);
            if (round == ROUNDS || newFrom == from && newTo == to) return new SkyEstimate(mean, median, std, madStd, to - from);
            from = newFrom;
            to = newTo;
        }
    }

    private static double mean(float[] sorted, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) sum += sorted[i];
        return sum / (to - from);
    }

    private static double std(float[] sorted, int from, int to, double mean) {
        double sum = 0;
        for (int i = from; i < to; i++) sum += (sorted[i] - mean) * (sorted[i] - mean);
        return Math.sqrt(sum / (to - from));
    }
}
