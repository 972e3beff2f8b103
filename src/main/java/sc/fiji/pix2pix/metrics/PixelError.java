package sc.fiji.pix2pix.metrics;

import sc.fiji.pix2pix.image.Raster;

/**
 * Differences {@code d = image - truth} over all pixels and channels that are finite in both (Willmott and Matsuura 2005, Climate Research 30, 79, on what the two
 * means tell). Example: truth 0, 1, 2, 4 against 0, 1, 3, 3
 * has a mean absolute error of 0.5, a root mean square error of 0.7071 and a bias of 0. To judge after a stretch, give both images after it
 * ({@code IntensityMaps.forward}); the errors then have the stretch's unit.
 *
 * @param mae mean absolute error {@code mean |d|}, in the images' unit
 * @param rmse root mean square error {@code sqrt(mean d^2)}, in the images' unit
 * @param bias mean error {@code mean d}, in the images' unit
 * @param pixels how many values were compared; the others are NaN if there was none
 */
public record PixelError(double mae, double rmse, double bias, long pixels) {

    /** @throws IllegalArgumentException if sizes or channels differ */
    public static PixelError of(Raster image, Raster truth) {
        Comparison.requireSameShape(image, truth);
        double absolute = 0;
        double squares = 0;
        double sum = 0;
        long count = 0;
        for (int c = 0; c < truth.channels(); c++) {
            float[] a = image.plane(c);
            float[] b = truth.plane(c);
            for (int i = 0; i < a.length; i++) {
                double d = (double) a[i] - b[i];
                if (!Double.isFinite(d)) continue;
                absolute += Math.abs(d);
                squares += d * d;
                sum += d;
                count++;
            }
        }
        return new PixelError(absolute / count, Math.sqrt(squares / count), sum / count, count);
    }
}
