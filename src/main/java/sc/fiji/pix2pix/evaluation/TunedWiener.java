package sc.fiji.pix2pix.evaluation;

import java.util.OptionalDouble;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.deconvolution.Wiener;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.metrics.PixelError;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Wiener's filter with the noise-to-signal ratio that brings it nearest to the truth. The error has one minimum, between a ratio so small that noise is
 * sharpened and one so large that nothing is: it is looked for in steps of a decade, then of a fourth and a sixteenth of one, each as far as they help.
 */
final class TunedWiener {
    private static final int LEAST_EXPONENT = -7;
    private static final int MOST_EXPONENT = 4;
    /** A common ratio: smaller ones have filters that reach far and take long, so that they are tried only where they help. */
    private static final int FIRST_EXPONENT = -1;
    private static final double[] STEPS = {1, 1.0 / 4, 1.0 / 16};

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
        search.attempt(FIRST_EXPONENT);
        for (double step : STEPS) {
            if (!search.walk(-step)) search.walk(step);
        }
        return new Baselines.Tuned(Method.WIENER, Math.pow(10, search.bestExponent), search.best);
    }

    /** Steps away from the best exponent as long as it gets better. @return whether it did */
    private boolean walk(double step) {
        boolean better = false;
        while (bestExponent + step >= LEAST_EXPONENT && bestExponent + step <= MOST_EXPONENT && attempt(bestExponent + step)) better = true;
        return better;
    }

    private boolean attempt(double exponent) {
        progress.check();
        progress.report(0, "Tuning Wiener");
        Raster image = Wiener.apply(observed, psf, OptionalDouble.of(Math.pow(10, exponent)), Progress.NONE);
        double error = PixelError.of(image, truth).rmse();
        if (best != null && !(error < least)) return false;
        best = image;
        least = error;
        bestExponent = exponent;
        return true;
    }
}
