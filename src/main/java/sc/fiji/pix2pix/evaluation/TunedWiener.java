package sc.fiji.pix2pix.evaluation;

import java.util.OptionalDouble;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.deconvolution.Wiener;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.metrics.PixelError;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Wiener's filter with the noise-to-signal ratio that brings it nearest to the truth: powers of ten first, then around the best ones steps
 * of a fourth and a sixteenth of a decade.
 */
final class TunedWiener {
    private static final int LEAST_EXPONENT = -7;
    private static final int MOST_EXPONENT = 4;
    private static final int REFINEMENTS = 2;
    private static final int PARTS = 4;

    private final Raster observed;
    private final Raster truth;
    private final Kernel psf;
    private final Progress progress;
    private Raster best;
    private double bestExponent;
    private double least = Double.POSITIVE_INFINITY;

    private TunedWiener(Raster observed, Raster truth, Kernel psf, Progress progress) {
        this.observed = observed;
        this.truth = truth;
        this.psf = psf;
        this.progress = progress;
    }

    static Baselines.Tuned best(Raster observed, Raster truth, Kernel psf, Progress progress) {
        TunedWiener search = new TunedWiener(observed, truth, psf, progress);
        for (int exponent = LEAST_EXPONENT; exponent <= MOST_EXPONENT; exponent++) search.attempt(exponent);
        double step = 1;
        for (int i = 0; i < REFINEMENTS; i++) {
            step /= PARTS;
            double centre = search.bestExponent;
            for (int k = 1; k < PARTS; k++) {
                search.attempt(centre - k * step);
                search.attempt(centre + k * step);
            }
        }
        return new Baselines.Tuned(Method.WIENER, Math.pow(10, search.bestExponent), search.best);
    }

    private void attempt(double exponent) {
        progress.check();
        progress.report(0, "Tuning Wiener");
        Raster image = Wiener.apply(observed, psf, OptionalDouble.of(Math.pow(10, exponent)), Progress.NONE);
        double error = PixelError.of(image, truth).rmse();
        if (best != null && !(error < least)) return;
        best = image;
        least = error;
        bestExponent = exponent;
    }
}
