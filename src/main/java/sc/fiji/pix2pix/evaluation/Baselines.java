package sc.fiji.pix2pix.evaluation;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/** The classical methods at their best for one image: tuned with the truth. */
final class Baselines {
    private final Raster observed;
    private final Raster truth;
    private final Kernel psf;

    record Tuned(Method method, double setting, Raster image) {}

    Baselines(Raster observed, Raster truth, Kernel psf) {
        this.observed = observed;
        this.truth = truth;
        this.psf = psf;
    }

    Raster reblur(Raster image) {
        return Convolution.apply(MissingValues.fill(image), psf, Convolution.Edge.NEAREST);
    }

    List<Tuned> tune(Progress progress) {
        return new ArrayList<>();
    }
}
