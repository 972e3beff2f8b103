package sc.fiji.pix2pix.astro;

/**
 * Logarithmic spiral arms as a factor on a disc's brightness. At each radius the factor's mean over the angle is 1, so that arms change
 * neither the radial profile nor the half-light radius. Across an arm the factor follows a von Mises bump.
 *
 * @param arms how many, 1 or more
 * @param pitch angle between an arm and the circle, in radians; negative winds the other way; not 0
 * @param phase angle of the first arm at one half-light radius, in radians
 * @param contrast 0 (no arms) to 1 (all light in the arms)
 * @param sharpness of the bump: 0 flat, 3 narrow
 */
public record SpiralArms(int arms, double pitch, double phase, double contrast, double sharpness) {
    /** Arms grow from nothing at the first radius to full strength at the second, in half-light radii: centres are smooth bulges. */
    private static final double INNER = 0.15;
    private static final double OUTER = 0.7;

    public SpiralArms {
        if (arms < 1) throw new IllegalArgumentException("A spiral of " + arms + " arms is not possible: 1 is the least.");
        if (!(Math.abs(pitch) > 0 && Math.abs(pitch) < Math.PI / 2))
            throw new IllegalArgumentException("A pitch angle of " + pitch + " radians is not between 0 and a right angle.");
        if (!(contrast >= 0 && contrast <= 1)) throw new IllegalArgumentException("A contrast of " + contrast + " is outside 0 to 1.");
    }

    /** The factor at (x, y) in the plane of the disc, in half-light radii from its centre. */
    public double factor(double x, double y) {
        double r = Math.sqrt(x * x + y * y);
        if (r <= INNER) return 1;
        double angle = arms * (StrictMath.atan2(y, x) - angleAt(r));
        double bump = StrictMath.exp(sharpness * StrictMath.cos(angle)) / besselI0(sharpness);
        double strength = contrast * rise(r);
        return 1 - strength + strength * bump;
    }

    /** The angle of the first arm's crest at radius r, in radians; the others follow at equal steps. */
    public double angleAt(double r) {
        return phase + StrictMath.log(r) / StrictMath.tan(pitch);
    }

    private static double rise(double r) {
        double t = Math.min(1, (r - INNER) / (OUTER - INNER));
        return t * t * (3 - 2 * t);
    }

    /** The mean of exp(k cos a) over a circle (DLMF 10.25.2). */
    private static double besselI0(double k) {
        double term = 1;
        double sum = 1;
        for (int i = 1; term > 1e-16 * sum; i++) {
            term *= k * k / (4.0 * i * i);
            sum += term;
        }
        return sum;
    }
}
