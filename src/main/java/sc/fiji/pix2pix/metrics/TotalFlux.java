package sc.fiji.pix2pix.metrics;

import sc.fiji.pix2pix.image.Raster;

/**
 * Whether an image holds as much light as the truth: {@code sum(image - level) / sum(truth - level)} over all pixels and channels that are
 * finite in both, without unit; 1 is right (the bias of deep networks that Akhaury et al. 2024 report). Example: truth 1, 2, 3 against 1, 2, 2.4 has a ratio of 0.9 at level 0, and of 0.8 above a sky
 * of 1.
 */
public final class TotalFlux {
    private TotalFlux() {}

    /**
     * @param level what is no light of sources, in the images' unit: the sky of the truth, or 0 where it has none
     * @return NaN if no pixel is finite in both or the truth sums to zero
     * @throws IllegalArgumentException if sizes or channels differ
     */
    public static double ratio(Raster image, Raster truth, double level) {
        Comparison.requireSameShape(image, truth);
        double imageSum = 0;
        double truthSum = 0;
        for (int c = 0; c < truth.channels(); c++) {
            float[] a = image.plane(c);
            float[] b = truth.plane(c);
            for (int i = 0; i < a.length; i++) {
                if (!Float.isFinite(a[i]) || !Float.isFinite(b[i])) continue;
                imageSum += a[i] - level;
                truthSum += b[i] - level;
            }
        }
        return truthSum == 0 ? Double.NaN : imageSum / truthSum;
    }
}
