package sc.fiji.pix2pix.photometry;

/**
 * A source of light that stands out of the sky.
 *
 * @param x column of its centre of light in the smoothed image, in pixels; pixel centres have whole coordinates
 * @param y row
 * @param peak its highest pixel above the local sky
 * @param flux sum above the local sky over its pixels, those that exceed the threshold after smoothing
 * @param area number of these pixels
 * @param signalToNoise its highest value in the smoothed image over the noise there: of a star of the kernel's shape, flux over its error
 */
public record Source(double x, double y, double peak, double flux, int area, double signalToNoise) {

    public double distance(Source other) {
        return Math.hypot(x - other.x, y - other.y);
    }
}
