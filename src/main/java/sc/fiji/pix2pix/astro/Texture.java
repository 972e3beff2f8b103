package sc.fiji.pix2pix.astro;

/**
 * Clumps and lanes of all sizes: a random factor on a disc's brightness, log-normal, whose logarithm is value noise in octaves (each half as wide as
 * the one before and 0.7 times as strong). Its mean is about 1.
 *
 * @param seed decides the pattern
 * @param strength standard deviation of the logarithm; 0: the factor is 1
 */
public record Texture(long seed, double strength) {
    /** The greatest strength there is. */
    static final double STRONGEST = 3;
    private static final int OCTAVES = 6;
    private static final double DECAY = 0.7;
    /** Of numbers evenly between -1 and 1, times the mean of s^2 + (1 - s)^2 = 26/35 over the smooth step s, once for each axis. */
    private static final double NOISE_SIGMA = Math.sqrt(1 / 3.0) * 26 / 35;
    private static final double SUM_SIGMA = NOISE_SIGMA * Math.sqrt((1 - Math.pow(DECAY * DECAY, OCTAVES)) / (1 - DECAY * DECAY));

    public Texture {
        if (!(strength >= 0 && strength <= STRONGEST))
            throw new IllegalArgumentException("A texture of strength " + strength + " is outside 0 to " + STRONGEST + ".");
    }

    /** The factor at (x, y); the widest pattern has a period of about 1. */
    public double factor(double x, double y) {
        if (strength == 0) return 1;
        double sum = 0;
        double weight = 1;
        double scale = 1;
        for (int octave = 0; octave < OCTAVES; octave++, weight *= DECAY, scale *= 2) sum += weight * noise(x * scale, y * scale, octave);
        return StrictMath.exp(strength * sum / SUM_SIGMA - strength * strength / 2);
    }

    private double noise(double x, double y, int octave) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double u = smooth(x - left);
        double v = smooth(y - top);
        double above = corner(left, top, octave) * (1 - u) + corner(left + 1, top, octave) * u;
        double below = corner(left, top + 1, octave) * (1 - u) + corner(left + 1, top + 1, octave) * u;
        return above * (1 - v) + below * v;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    /** A number from -1 to 1 for each corner of the lattice: the finaliser of SplitMix64 (Steele et al. 2014). */
    private double corner(int x, int y, int octave) {
        long z = seed + 0x9E3779B97F4A7C15L * ((long) x * 73856093 ^ (long) y * 19349663 ^ octave * 83492791L);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >> 11) * 0x1.0p-52;
    }
}
