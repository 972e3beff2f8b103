package sc.fiji.pix2pix.metrics;

import sc.fiji.pix2pix.image.Raster;

/**
 * Peak signal-to-noise ratio in dB: {@code 10 log10(range^2 / MSE)}, MSE over all pixels and channels that are finite in both images. Papers
 * differ in the range (Wang and Bovik 2009, IEEE Signal Processing Magazine 26(1), 98, for the measure and its limits), so it is named here
 * each time: {@link #range} is highest minus lowest value of the truth, {@link #peak} its highest value. Example: truth 0, 1, 2, 4 against
 * 0, 1, 3, 3 has an MSE of 0.5 and, with the range 4, a PSNR of 15.05 dB.
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
        Comparison.requireSameShape(image, truth);
        Comparison.requireRange(range, "PSNR");
        return 20 * Math.log10(range / PixelError.of(image, truth).rmse());
    }

    /** Highest minus lowest finite value of an image, over all channels; 0 if there is none. */
    public static double range(Raster truth) {
        float[] ends = ends(truth);
        return ends[1] < ends[0] ? 0 : (double) ends[1] - ends[0];
    }

    /** Highest finite value of an image, over all channels: the range of images that start at zero; NaN if there is none. */
    public static double peak(Raster truth) {
        float[] ends = ends(truth);
        return ends[1] < ends[0] ? Double.NaN : ends[1];
    }

    private static float[] ends(Raster truth) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < truth.channels(); c++) {
            for (float v : truth.plane(c)) {
                if (!Float.isFinite(v)) continue;
                low = Math.min(low, v);
                high = Math.max(high, v);
            }
        }
        return new float[] {low, high};
    }
}
