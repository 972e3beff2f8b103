package sc.fiji.pix2pix.intensity;

/** Median, deviation and cuts of the part {@code from} to {@code to} (exclusive) of an array in ascending order without NaN. */
public final class SortedValues {
    private SortedValues() {}

    /** The middle value, or the mean of both. */
    public static double median(float[] sorted, int from, int to) {
        int count = to - from;
        return (sorted[from + (count - 1) / 2] + (double) sorted[from + count / 2]) / 2;
    }

    /** Median of |v - median|: deviations grow outwards on both sides, so the two sides are merged up to the middle. */
    public static double medianDeviation(float[] sorted, int from, int to, double median) {
        int above = firstAtLeast(sorted, from, to, median);
        int below = above - 1;
        int middle = (to - from - 1) / 2;
        boolean even = (to - from) % 2 == 0;
        double previous = 0;
        for (int i = 0;; i++) {
            double left = below >= from ? median - sorted[below] : Double.POSITIVE_INFINITY;
            double right = above < to ? sorted[above] - median : Double.POSITIVE_INFINITY;
            double deviation = Math.min(left, right);
            if (left <= right) below--;
            else above++;
            if (i == middle && !even) return deviation;
            if (i == middle + 1) return (previous + deviation) / 2;
            previous = deviation;
        }
    }

    /** Where the values that are not below {@code value} begin; {@code to} if there is none. */
    public static int firstAtLeast(float[] sorted, int from, int to, double value) {
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    /** Where the values above {@code value} begin; {@code to} if there is none. */
    public static int firstAbove(float[] sorted, int from, int to, double value) {
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] <= value) from = middle + 1;
            else to = middle;
        }
        return from;
    }
}
