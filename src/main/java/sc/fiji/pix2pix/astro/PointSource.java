package sc.fiji.pix2pix.astro;

/**
 * A star, or a knot of young stars in a spiral arm.
 *
 * @param x position in pixels, 0 at the centre of the first pixel
 * @param y likewise, downwards
 * @param flux total flux, in counts
 */
public record PointSource(double x, double y, double flux) {}
