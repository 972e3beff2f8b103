package sc.fiji.pix2pix.astro;

import java.util.Random;

/**
 * Shapes of galaxies distributed like 300 of the COSMOS field's. The tables are the 0, 5, ..., 100 % quantiles that we computed from
 * {@code devel/external/cosmos_sersics_N300.asc} of GalSim (github.com/GalSim-developers/GalSim; Sersic fits to images of the Hubble Space
 * Telescope). The three numbers are drawn independently: their rank correlations in that file are small (-0.21 between radius and shear, below 0.1 otherwise).
 */
public final class GalaxyPopulation {
    private static final double[] SERSIC_INDEX = {
        0.194, 0.421, 0.546, 0.640, 0.735, 0.825, 0.886, 0.935, 1.033, 1.099, 1.180, 1.308, 1.398, 1.532, 1.768, 2.073, 2.342, 2.731, 3.090, 3.503, 4.048
    };
    private static final double[] HALF_LIGHT_ARCSEC = {
        0.077, 0.186, 0.222, 0.253, 0.295, 0.322, 0.357, 0.385, 0.413, 0.444, 0.465, 0.484, 0.516, 0.552, 0.570, 0.628, 0.683, 0.749, 0.814, 1.058, 2.459
    };
    private static final double[] SHEAR = {
        0.003, 0.050, 0.072, 0.106, 0.133, 0.160, 0.175, 0.200, 0.228, 0.251, 0.276, 0.306, 0.324, 0.368, 0.418, 0.449, 0.494, 0.560, 0.602, 0.642, 0.735
    };

    private GalaxyPopulation() {}

    /**
     * @param sersicIndex n
     * @param halfLightArcsec half-light radius in arcseconds
     * @param shear |g| = (1 - q) / (1 + q) of the axis ratio q
     */
    public record Shape(double sersicIndex, double halfLightArcsec, double shear) {}

    /** The shape at the given share of each distribution, 0 to 1. */
    public static Shape at(double indexShare, double radiusShare, double shearShare) {
        return new Shape(quantile(SERSIC_INDEX, indexShare), quantile(HALF_LIGHT_ARCSEC, radiusShare), quantile(SHEAR, shearShare));
    }

    public static Shape draw(Random random) {
        return at(random.nextDouble(), random.nextDouble(), random.nextDouble());
    }

    private static double quantile(double[] table, double share) {
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("A share of " + share + " is outside 0 to 1.");
        double position = share * (table.length - 1);
        int i = Math.min(table.length - 2, (int) position);
        return table[i] + (position - i) * (table[i + 1] - table[i]);
    }
}
