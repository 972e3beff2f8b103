package sc.fiji.pix2pix.astro;

import java.util.Random;
import sc.fiji.pix2pix.image.Raster;

/**
 * Pairs of images of one field of simulated galaxies and stars: sharp with little noise, and blurred with much.
 * Units are counts (ADU) per pixel on a sky of about 100. The same seed gives the same pixels on every machine.
 *
 * @param size width and height in pixels
 * @param pixelScale arcseconds per pixel
 * @param sharpFwhm of stars in the sharp image, in pixels
 * @param gain photons per count in the sharp image
 * @param degradation what makes the other image
 */
public record GalaxySimulator(int size, double pixelScale, double sharpFwhm, double gain, Degradation degradation) {
    /** What lies beyond the field's edges is simulated too, so that convolution finds real neighbours there. */
    private static final int MARGIN = 16;

    /**
     * @param sharp the truth: size x size, one channel
     * @param degraded the same field, blurred and noisy
     * @param sky brightness of the empty sky in both, in counts per pixel
     * @param skySigma noise of the sharp image's empty sky; that of the other is {@code degradation.noise()} times this
     */
    public record Observation(Raster sharp, Raster degraded, double sky, double skySigma) {}

    public GalaxySimulator {
        if (size < 1) throw new IllegalArgumentException("A field of " + size + " pixels is not possible.");
        if (!(pixelScale > 0)) throw new IllegalArgumentException("A pixel scale of " + pixelScale + " arcseconds is not positive.");
    }

    public Observation observe(long seed) {
        Random random = new Random(seed);
        Scene scene = new SceneGenerator(size + 2 * MARGIN, pixelScale, random).draw();
        Raster sharp = SceneRenderer.render(scene, sharpFwhm);
        Noise.addPhoton(sharp, gain, random);
        double skySigma = Math.sqrt(scene.sky() / gain);
        Raster degraded = degradation.apply(sharp, skySigma, random);
        return new Observation(sharp.crop(MARGIN, MARGIN, size, size), degraded.crop(MARGIN, MARGIN, size, size), scene.sky(), skySigma);
    }
}
