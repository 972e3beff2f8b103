package sc.fiji.pix2pix.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.deconvolution.RichardsonLucy;
import sc.fiji.pix2pix.deconvolution.RichardsonLucySettings;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.metrics.PixelError;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Richardson-Lucy stopped where it is nearest to the truth. The error first falls, as the image gets sharper, and then rises with the noise:
 * iterations go on until it has not fallen for as many again, and ten more.
 */
public final class TunedRichardsonLucy {
    /** Where there is next to no noise every further iteration helps a little. */
    private static final int MOST = 500;
    private static final int PATIENCE = 10;

    private TunedRichardsonLucy() {}

    /**
     * @param noise standard deviation of the observed image's noise; 0 if it has none
     * @return the iteration with the least error, as an image
     */
    public static Raster image(Raster observed, Raster truth, Kernel psf, double noise, Progress progress) {
        return best(observed, truth, psf, noise, progress).image();
    }

    static Baselines.Tuned best(Raster observed, Raster truth, Kernel psf, double noise, Progress progress) {
        RichardsonLucySettings settings = new RichardsonLucySettings(MOST, false, noise > 0 ? OptionalDouble.of(noise) : OptionalDouble.empty(), 0,
            RichardsonLucySettings.Model.SKY);
        List<RichardsonLucy> channels = new ArrayList<>();
        for (int c = 0; c < observed.channels(); c++) channels.add(new RichardsonLucy(observed, c, psf, settings));
        Raster best = null;
        double least = Double.POSITIVE_INFINITY;
        int iterations = 0;
        for (int i = 1; i <= MOST && i <= 2 * iterations + PATIENCE; i++) {
            progress.check();
            progress.report(0, "Tuning Richardson-Lucy");
            channels.forEach(RichardsonLucy::step);
            Raster estimate = new Raster(observed.width(), observed.height(), PixelType.FLOAT32,
                channels.stream().map(RichardsonLucy::estimate).toArray(float[][]::new));
            double error = PixelError.of(estimate, truth).rmse();
            if (best == null || error < least) {
                best = estimate;
                least = error;
                iterations = i;
            }
        }
        return new Baselines.Tuned(Method.RICHARDSON_LUCY, iterations, best);
    }
}
