package sc.fiji.pix2pix.photometry;

import java.util.Arrays;
import sc.fiji.pix2pix.image.Raster;

/**
 * Sums over a circle, where a pixel at the edge counts with the exact share of its area that lies inside.
 *
 * @param flux sum of value x share over the valid pixels, in pixel units
 * @param area sum of the shares of the valid pixels, in pixels: below pi r^2 where pixels are missing or the circle leaves the image
 */
public record Aperture(double flux, double area) {

    /**
     * @param image its first channel is measured
     * @param radius in pixels, above 0
     */
    public static Aperture sum(Raster image, double x, double y, double radius) {
        if (!(radius > 0)) throw new IllegalArgumentException("An aperture radius of " + radius + " pixels is not above 0.");
        double flux = 0;
        double area = 0;
        for (int v = first(y, radius); v <= last(y, radius, image.height()); v++) {
            for (int u = first(x, radius); u <= last(x, radius, image.width()); u++) {
                float value = image.get(u, v, 0);
                if (!Float.isFinite(value)) continue;
                double share = overlap(u - x, v - y, radius);
                flux += value * share;
                area += share;
            }
        }
        return new Aperture(flux, area);
    }

    /** Flux above the sky within the circle: sum - sky x area. Missing pixels count as sky. */
    public static double flux(Raster image, double x, double y, double radius, double sky) {
        Aperture sum = sum(image, x, y, radius);
        return sum.flux - sky * sum.area;
    }

    /**
     * The sky in the ring around a source, by clipping.
     *
     * @param inner radius in pixels that a pixel's centre is away at least
     * @param outer radius that it is away at most
     * @throws IllegalArgumentException if no valid pixel lies in the ring
     */
    public static SkyEstimate ring(Raster image, double x, double y, double inner, double outer) {
        float[] values = new float[(int) Math.min(4 * (outer + 1) * (outer + 1), (double) image.width() * image.height())];
        int count = 0;
        for (int v = first(y, outer); v <= last(y, outer, image.height()); v++) {
            for (int u = first(x, outer); u <= last(x, outer, image.width()); u++) {
                double r2 = (u - x) * (u - x) + (v - y) * (v - y);
                if (r2 >= inner * inner && r2 <= outer * outer && count < values.length) values[count++] = image.get(u, v, 0);
            }
        }
        return SkyEstimate.of(Arrays.copyOf(values, count));
    }

    private static int first(double centre, double radius) {
        return (int) Math.max(0, Math.ceil(centre - radius - 0.5));
    }

    private static int last(double centre, double radius, int length) {
        return (int) Math.min(length - 1, Math.floor(centre + radius + 0.5));
    }

    /** Area that the unit square around (dx, dy) shares with the circle around the origin. */
    static double overlap(double dx, double dy, double radius) {
        double left = dx - 0.5;
        double top = dy - 0.5;
        return corner(left + 1, top + 1, radius) - corner(left, top + 1, radius) - corner(left + 1, top, radius) + corner(left, top, radius);
    }

    /** Signed area of the circle between the axes and the lines at x and y. */
    private static double corner(double x, double y, double r) {
        double sign = Math.signum(x) * Math.signum(y);
        double a = Math.min(Math.abs(x), r);
        double b = Math.min(Math.abs(y), r);
        if (a * a + b * b <= r * r) return sign * a * b;
        double bend = Math.sqrt(r * r - b * b);
        return sign * (b * bend + segment(a, r) - segment(bend, r));
    }

    /** Area below the circle's arc from 0 to x. */
    private static double segment(double x, double r) {
        return (x * Math.sqrt(Math.max(0, r * r - x * x)) + r * r * Math.asin(Math.min(1, x / r))) / 2;
    }
}
