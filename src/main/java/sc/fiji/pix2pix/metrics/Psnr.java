package sc.fiji.pix2pix.metrics;

import sc.fiji.pix2pix.image.Raster;

/**
 * Peak signal-to-noise ratio in dB: 10 log10(range^2 / MSE), MSE over all pixels and channels that are finite in both images. Papers differ in
 * the range, so it is named here each time. Example: truth 0, 1, 2, 4 against 0, 1, 3, 3 has an MSE of 0.5 and, with the range 4, a PSNR of 15.05 dB.
 */
public final class Psnr {

    private Psnr() {}

    /**
     * @param image what is judged
     * @param truth what it should be, of the same size and number of channels
     * @param range data range in the images' units
     * @return dB; infinite where both are equal, NaN where no pixel is finite in both
     * @throws IllegalArgumentException if sizes or channels differ, or the range is not positive
     */
    public static double of(Raster image, Raster truth, double range) {
        if (image.width() != truth.width() || image.height() != truth.height() || image.channels() != truth.channels())
            throw new IllegalArgumentException("An image of " + image.width() + " x " + image.height() + " pixels and " + image.channels()
                + " channels cannot be compared with one of " + truth.width() + " x " + truth.height() + " and " + truth.channels() + ".");
        if (!(range > 0)) throw new IllegalArgumentException("A PSNR needs a positive data range, not " + range + ".");
        double squares = 0;
        long count = 0;
        for (int c = 0; c < truth.channels(); c++) {
            float[] a = image.plane(c);
            float[] b = truth.plane(c);
            for (int i = 0; i < a.length; i++) {
                double d = (double) a[i] - b[i];
                if (!Double.isFinite(d)) continue;
                squares += d * d;
                count++;
            }
        }
        return 10 * Math.log10(range * range * count / squares);
    }

    /** Highest minus lowest finite value of an image, over all channels; 0 if there is none. */
    public static double range(Raster truth) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < truth.channels(); c++) {
            for (float v : truth.plane(c)) {
                if (!Float.isFinite(v)) continue;
                low = Math.min(low, v);
                high = Math.max(high, v);
            }
        }
        return high < low ? 0 : (double) high - low;
    }
}
