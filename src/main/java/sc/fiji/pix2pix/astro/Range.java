package sc.fiji.pix2pix.astro;

import java.util.random.RandomGenerator;

/**
 * From low to high, both included; one number if they are equal.
 *
 * @param low finite
 * @param high finite, not below low
 */
public record Range(double low, double high) {

    public Range {
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high)
            throw new IllegalArgumentException("A range from " + low + " to " + high + " is not possible: give the lower number first.");
    }

    /**
     * Reads "2-6" or "4".
     *
     * @param key what the message calls it
     * @param least the least that low may be
     * @throws IllegalArgumentException if the text is neither, or the range goes below {@code least}
     */
    public static Range parse(String key, String text, double least) {
        String[] ends = text.trim().split("(?<=[0-9.])\\s*-\\s*", 2);
        try {
            Range range = new Range(Double.parseDouble(ends[0]), Double.parseDouble(ends[ends.length - 1]));
            if (range.low >= least) return range;
        } catch (IllegalArgumentException e) {
            // Falls through to the one message for every fault.
        }
        throw new IllegalArgumentException(key + "=" + text + " is not possible: give a number of " + least + " or more, or a range as 2-6.");
    }

    /** A number of the range, all equally likely. */
    public double draw(RandomGenerator random) {
        return low + (high - low) * random.nextDouble();
    }

    /** A number of the range, all ratios equally likely; as {@link #draw} where low is 0. */
    public double drawRatio(RandomGenerator random) {
        return low > 0 ? low * StrictMath.pow(high / low, random.nextDouble()) : draw(random);
    }

    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    @Override
    public String toString() {
        return low == high ? Double.toString(low) : low + "-" + high;
    }
}
