package sc.fiji.pix2pix.astro;

import java.util.random.RandomGenerator;
import sc.fiji.pix2pix.image.Raster;

/**
 * Noise of detectors. The sequence of Gaussians of {@link java.util.Random} is specified, so that with it a seed means the same image everywhere; other
 * generators are several times as fast.
 */
public final class Noise {
    private Noise() {}

    /** Adds white Gaussian noise of the given sigma to every pixel, in place. */
    public static void addWhite(Raster image, double sigma, RandomGenerator random) {
        if (!(sigma >= 0)) throw new IllegalArgumentException("A noise sigma of " + sigma + " is negative.");
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < plane.length; i++) plane[i] += (float) (sigma * random.nextGaussian());
        }
    }

    /**
     * Adds the noise of counting photons, in place: Gaussian of variance value / gain, which is Poisson's limit for many photons.
     *
     * @param gain photons per count
     */
    public static void addPhoton(Raster image, double gain, RandomGenerator random) {
        if (!(gain > 0)) throw new IllegalArgumentException("A gain of " + gain + " photons per count is not positive.");
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < plane.length; i++) plane[i] += (float) (Math.sqrt(Math.max(0, plane[i]) / gain) * random.nextGaussian());
        }
    }

    /**
     * Adds the noise of the photons of sources, in place, beside that of the sky: Gaussian of variance (value - sky) / gain where that is
     * positive.
     *
     * @param gain photons per unit
     */
    public static void addPhoton(Raster image, double sky, double gain, RandomGenerator random) {
        if (!(gain > 0)) throw new IllegalArgumentException("A gain of " + gain + " photons per unit is not positive.");
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < plane.length; i++) plane[i] += (float) (Math.sqrt(Math.max(0, plane[i] - sky) / gain) * random.nextGaussian());
        }
    }
}
