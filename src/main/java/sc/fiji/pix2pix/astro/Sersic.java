package sc.fiji.pix2pix.astro;

/**
 * A circular Sersic profile of total flux 1: {@code I(r) = I(0) exp(-b (r / R)^(1/n))} with half the flux inside R
 * (Sersic 1968; formulas as in Graham and Driver 2005, PASA 22, 118). n = 0.5 is a Gaussian, 1 an exponential disc, 4 de Vaucouleurs' law.
 * Radii are in any unit; surface brightness is per that unit squared.
 */
public final class Sersic {
    private final double index;
    private final double radius;
    private final double b;
    private final double central;

    /**
     * @param index n, 0.1 to 10
     * @param radius R, the half-light radius
     * @throws IllegalArgumentException outside these ranges
     */
    public Sersic(double index, double radius) {
        if (!(index >= 0.1 && index <= 10)) throw new IllegalArgumentException("A Sersic index of " + index + " is outside 0.1 to 10.");
        if (!(radius > 0)) throw new IllegalArgumentException("A half-light radius of " + radius + " is not positive.");
        this.index = index;
        this.radius = radius;
        b = solveB(index);
        double total = 2 * Math.PI * index * radius * radius * StrictMath.exp(GammaFunction.logGamma(2 * index) - 2 * index * StrictMath.log(b));
        central = 1 / total;
    }

    /** b from P(2n, b) = 1/2 by bisection: the usual series in 1/n fail below n = 0.36, where real galaxies are found. */
    private static double solveB(double index) {
        double low = 0;
        double high = 40;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (GammaFunction.lowerRegularised(2 * index, middle) < 0.5) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    public double index() {
        return index;
    }

    public double halfLightRadius() {
        return radius;
    }

    /** The b of the formula: 0.6931 for n = 0.5, 1.6783 for n = 1, 7.6692 for n = 4. */
    public double b() {
        return b;
    }

    /** Surface brightness at radius r. */
    public double value(double r) {
        return central * StrictMath.exp(-scaled(r));
    }

    /** Share of the flux inside radius r: 0 to 1. */
    public double fluxWithin(double r) {
        return GammaFunction.lowerRegularised(2 * index, scaled(r));
    }

    private double scaled(double r) {
        return r <= 0 ? 0 : b * StrictMath.pow(r / radius, 1 / index);
    }
}
