package sc.fiji.pix2pix.nn;

/** Seeds derived from a seed and counters, so that a stopped training goes on with the same random numbers without storing any state. */
public final class Seeds {
    private Seeds() {}

    /** A seed that depends on {@code seed} and every one of {@code counters} (Steele et al. 2014, the finaliser of SplitMix64). */
    public static long mix(long seed, long... counters) {
        long z = finish(seed + 0x9E3779B97F4A7C15L);
        for (long counter : counters) z = finish(z ^ finish(counter + 0x9E3779B97F4A7C15L));
        return z;
    }

    private static long finish(long v) {
        long z = (v ^ (v >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
