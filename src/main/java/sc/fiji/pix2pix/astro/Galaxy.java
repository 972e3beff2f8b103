package sc.fiji.pix2pix.astro;

import java.util.List;

/**
 * A galaxy: a Sersic profile (radii in pixels) made elliptical by an area-preserving shear, with or without spiral arms.
 *
 * @param x centre in pixels, 0 at the centre of the first pixel
 * @param y likewise, downwards
 * @param flux total flux without the knots, in counts
 * @param profile half-light radius in pixels, of the circle with the ellipse's area
 * @param shear |g| = (1 - q) / (1 + q) of the axis ratio q, 0 up to but not 1
 * @param angle of the major axis from x towards y, in radians
 * @param arms null for a smooth galaxy
 * @param texture null for none
 * @param knots point-like clumps on the arms
 */
public record Galaxy(double x, double y, double flux, Sersic profile, double shear, double angle, SpiralArms arms, Texture texture, List<PointSource> knots) {
    public Galaxy {
        if (!(shear >= 0 && shear < 1)) throw new IllegalArgumentException("A shear of " + shear + " is outside 0 to 1.");
        knots = List.copyOf(knots);
    }

    /** Minor axis divided by major axis. */
    public double axisRatio() {
        return (1 - shear) / (1 + shear);
    }

    /** Counts per square pixel at a position in the image, before any blur and without the knots. */
    public double brightness(double px, double py) {
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double stretch = Math.sqrt(axisRatio());
        double u = ((px - x) * cos + (py - y) * sin) * stretch;
        double v = ((py - y) * cos - (px - x) * sin) / stretch;
        double value = flux * profile.value(Math.sqrt(u * u + v * v));
        double radius = profile.halfLightRadius();
        if (texture != null) value *= texture.factor(u / radius, v / radius);
        return arms == null ? value : value * arms.factor(u / radius, v / radius);
    }

    /** The position in the image, as (x, y) in pixels, of a point in the plane of the disc, in half-light radii along its axes. */
    double[] positionOf(double u, double v) {
        double stretch = Math.sqrt(axisRatio());
        double a = u * profile.halfLightRadius() / stretch;
        double b = v * profile.halfLightRadius() * stretch;
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        return new double[] {x + a * cos - b * sin, y + a * sin + b * cos};
    }

    Galaxy withKnots(List<PointSource> added) {
        return new Galaxy(x, y, flux, profile, shear, angle, arms, texture, added);
    }
}
