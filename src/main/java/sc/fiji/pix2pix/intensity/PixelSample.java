package sc.fiji.pix2pix.intensity;

import java.util.Arrays;
import java.util.Random;

/**
 * A uniform random sample of bounded size from a stream of pixels (reservoir sampling, algorithm L of Li 1994: it draws random numbers only
 * for the pixels it takes), with the exact minimum and maximum beside it. NaN and infinite values are passed over.
 */
final class PixelSample {
    private final float[] reservoir;
    private final Random random;
    private long seen;
    private long next;
    private double weight = 1;
    private float minimum = Float.POSITIVE_INFINITY;
    private float maximum = Float.NEGATIVE_INFINITY;

    PixelSample(int capacity, long seed) {
        reservoir = new float[capacity];
        random = new Random(seed);
        next = capacity;
        skip();
    }

    void add(float[] plane) {
        for (float value : plane) {
            if (!Float.isFinite(value)) continue;
            if (value < minimum) minimum = value;
            if (value > maximum) maximum = value;
            if (seen < reservoir.length) {
                reservoir[(int) seen] = value;
            } else if (seen == next) {
                reservoir[random.nextInt(reservoir.length)] = value;
                next++;
                skip();
            }
            seen++;
        }
    }

    /** Moves {@code next} to the following pixel that replaces one of the reservoir. */
    private void skip() {
        weight *= Math.exp(Math.log(1 - random.nextDouble()) / reservoir.length);
        next += (long) Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-weight));
    }

    boolean isEmpty() {
        return seen == 0;
    }

    float minimum() {
        return minimum;
    }

    float maximum() {
        return maximum;
    }

    /** The sample in ascending order. */
    float[] sorted() {
        float[] sorted = Arrays.copyOf(reservoir, (int) Math.min(seen, reservoir.length));
        Arrays.sort(sorted);
        return sorted;
    }

    /** The value below which a share of sorted values lies, interpolated between neighbours. */
    static double quantile(float[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * ((double) sorted[above] - sorted[below]);
    }
}
