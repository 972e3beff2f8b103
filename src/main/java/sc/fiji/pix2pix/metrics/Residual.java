package sc.fiji.pix2pix.metrics;

import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * Judges a restored image without truth: blurred again by the point spread function it must give what was observed, up to the noise. The
 * normalised residual is {@code r = (reblurred - observed) / sigma}; what is wrong with a restoration shows in it as a chi-square above 1 and as
 * structure. Example: residuals of 1, -1, 1, -1 in a row have a chi-square of 1 and a structure of -1 (each is the opposite of its
 * neighbour); white noise has 1 and 0.
 *
 * @param chiSquare reduced chi-square {@code mean r^2}: near 1 if image, PSF and noise agree, above if light was lost, invented or moved,
 *        well below if the noise was kept or is overestimated (NaN without a valid pixel)
 * @param structure correlation of neighbouring residuals {@code mean(r r') / mean(r^2)} over all pairs side by side or one above the other,
 *        -1 to 1: near 0 if nothing but white noise is left (NaN without a pair of valid pixels)
 */
public record Residual(double chiSquare, double structure) {

    /**
     * @param reblurred the restored image convolved with the PSF
     * @param observed the image that was restored, of the same size and number of channels
     * @param sigma standard deviation of the noise of the observed image, in its unit
     * @throws IllegalArgumentException if sizes or channels differ, or sigma is not positive
     */
    public static Residual of(Raster reblurred, Raster observed, double sigma) {
        Raster map = map(reblurred, observed, sigma);
        double squares = 0;
        long count = 0;
        double products = 0;
        long pairs = 0;
        int width = map.width();
        for (int c = 0; c < map.channels(); c++) {
            float[] r = map.plane(c);
            for (int i = 0; i < r.length; i++) {
                if (Float.isNaN(r[i])) continue;
                squares += (double) r[i] * r[i];
                count++;
                if (i % width + 1 < width && !Float.isNaN(r[i + 1])) {
                    products += (double) r[i] * r[i + 1];
                    pairs++;
                }
                if (i + width < r.length && !Float.isNaN(r[i + width])) {
                    products += (double) r[i] * r[i + width];
                    pairs++;
                }
            }
        }
        return new Residual(squares / count, products / pairs / (squares / count));
    }

    /**
     * The normalised residuals as an image, FLOAT32, without unit; NaN where a pixel is missing in either image.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static Raster map(Raster reblurred, Raster observed, double sigma) {
        Comparison.requireSameShape(reblurred, observed);
        if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("Residuals need a positive noise, not " + sigma + ".");
        Raster map = new Raster(observed.width(), observed.height(), observed.channels(), PixelType.FLOAT32);
        for (int c = 0; c < map.channels(); c++) {
            float[] to = map.plane(c);
            for (int i = 0; i < to.length; i++) {
                float r = (float) (((double) reblurred.plane(c)[i] - observed.plane(c)[i]) / sigma);
                to[i] = Float.isFinite(r) ? r : Float.NaN;
            }
        }
        return map;
    }
}
