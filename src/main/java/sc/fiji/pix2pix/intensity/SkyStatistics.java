package sc.fiji.pix2pix.intensity;

/**
 * Level and scatter of the background of an image with sources on it: median and 1.4826 x median absolute deviation, repeated on the values
 * within 3 sigma of the median until nothing more is cut (at most 10 times).
 *
 * @param level the clipped median, in pixel units
 * @param sigma standard deviation of a Gaussian background, in pixel units; 0 if more than half of the values are equal
 */
public record SkyStatistics(double level, double sigma) {
    /** Standard deviation of a Gaussian over its median absolute deviation: 1 / 0.67449. */
    private static final double SIGMA_PER_MAD = 1.4826;
    private static final double CLIP = 3;
    private static final int ROUNDS = 10;

    /**
     * @param sorted finite values in ascending order, at least one; not changed
     * @throws IllegalArgumentException if there is no value
     */
    public static SkyStatistics of(float[] sorted) {
        if (sorted.length == 0) throw new IllegalArgumentException("The background of an image without a valid pixel cannot be measured: choose another image.");
        int from = 0;
        int to = sorted.length;
        for (int round = 1;; round++) {
            double median = SortedValues.median(sorted, from, to);
            double sigma = SIGMA_PER_MAD * SortedValues.medianDeviation(sorted, from, to, median);
            int newFrom = SortedValues.firstAtLeast(sorted, from, to, median - CLIP * sigma);
            int newTo = SortedValues.firstAbove(sorted, from, to, median + CLIP * sigma);
            if (sigma == 0 || round == ROUNDS || (newFrom == from && newTo == to)) return new SkyStatistics(median, sigma);
            from = newFrom;
            to = newTo;
        }
    }
}
