package sc.fiji.pix2pix.bench;

import java.util.Arrays;
import java.util.Locale;

/** Median and quartiles of repeated measurements, in milliseconds. */
record Timing(double median, double lower, double upper) {

    static Timing of(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return new Timing(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
    }

    /** Linear between neighbours. */
    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        double rest = at - below;
        return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
    }

    @Override
    public String toString() {
        return number(median) + " (" + number(lower) + " to " + number(upper) + ")";
    }

    /** Three digits that count. */
    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
