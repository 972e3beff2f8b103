package sc.fiji.pix2pix.astro;

import java.util.Random;
import sc.fiji.pix2pix.image.Raster;

/**
 * Sharp images of fields of simulated galaxies and stars, and the same fields blurred and noisy. Units are counts (ADU) per pixel on a sky of about 100. The
 * same seed gives the same pixels on every machine.
 *
 * @param settings of the sharp images
 * @param degradation what makes the other image; null where none is wanted
 */
public record GalaxySimulator(FieldSettings settings, Degradation degradation) {
    /** What lies beyond the field's edges is simulated too, so that convolution finds real neighbours there. */
    private static final int MARGIN = 16;

    /**
     * @param sharp the truth: size x size, one channel
     * @param degraded the same field, blurred and noisy; null without a degradation
     * @param sky brightness of the empty sky in both, in counts per pixel
     * @param skySigma noise of the sharp image's empty sky; that of the other is {@code degradation.noise()} times this
     * @param pixelScale arcseconds per pixel
     * @param fwhm of stars in the sharp image, in pixels
     */
    public record Observation(Raster sharp, Raster degraded, double sky, double skySigma, double pixelScale, double fwhm) {}

    /** Fields like the sample images, of another size, pixel scale, sharpness and gain. */
    public GalaxySimulator(int size, double pixelScale, double sharpFwhm, double gain, Degradation degradation) {
        this(FieldSettings.SAMPLE.with(size, pixelScale, sharpFwhm, gain), degradation);
    }

    public Observation observe(long seed) {
        Random random = new Random(seed);
        SceneGenerator generator = new SceneGenerator(settings, MARGIN, random);
        Scene scene = generator.draw();
        double fwhm = settings.fwhm().low() == settings.fwhm().high() ? settings.fwhm().low() : settings.fwhm().draw(random);
        Raster sharp = SceneRenderer.render(scene, fwhm);
        Noise.addPhoton(sharp, settings.gain(), random);
        double skySigma = Math.sqrt(scene.sky() / settings.gain());
        Raster degraded = degradation == null ? null : inner(degradation.apply(sharp, skySigma, random));
        return new Observation(inner(sharp), degraded, scene.sky(), skySigma, generator.pixelScale(), fwhm);
    }

    private Raster inner(Raster image) {
        return image.crop(MARGIN, MARGIN, settings.size(), settings.size());
    }
}
