package sc.fiji.pix2pix.evaluation;

import java.util.List;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.deconvolution.FftConvolution;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/** What the point spread function makes possible for one pair: the classical methods at their best, and blurring a result again. */
final class Baselines {
    private final Raster observed;
    private final Raster truth;
    private final Kernel psf;
    private final double noise;
    private final FftConvolution convolution;

    /**
     * A result of a method with the setting that gives the highest PSNR.
     *
     * @param setting number of iterations, or noise-to-signal ratio
     */
    record Tuned(Method method, double setting, Raster image) {}

    /**
     * @param observed of the truth's size and channels
     * @param noise standard deviation of the observed image's noise; 0 if it has none
     * @throws IllegalArgumentException if the PSF is larger than the image
     */
    Baselines(Raster observed, Raster truth, Kernel psf, double noise) {
        if (psf.size() > Math.min(observed.width(), observed.height()))
            throw new IllegalArgumentException("the PSF of " + psf.size() + " x " + psf.size() + " pixels is larger than the image of "
                + observed.width() + " x " + observed.height() + "; crop it around its centre, or give a smaller FWHM");
        this.observed = observed;
        this.truth = truth;
        this.psf = psf;
        this.noise = noise;
        this.convolution = new FftConvolution(psf);
    }

    /** An image convolved with the PSF; missing pixels are filled before, and the image goes on beyond its edges by reflection. */
    Raster reblur(Raster image) {
        Raster filled = MissingValues.fill(image);
        Raster result = new Raster(image.width(), image.height(), image.channels(), PixelType.FLOAT32);
        double[] plane = new double[image.plane(0).length];
        double[] blurred = new double[plane.length];
        for (int c = 0; c < image.channels(); c++) {
            for (int i = 0; i < plane.length; i++) plane[i] = filled.plane(c)[i];
            convolution.convolve(plane, blurred, image.width(), image.height(), FftConvolution.Edge.REFLECT);
            for (int i = 0; i < plane.length; i++) result.plane(c)[i] = (float) blurred[i];
        }
        return result;
    }

    /** Both methods, each tuned. */
    List<Tuned> tune(Progress progress) {
        return List.of(TunedRichardsonLucy.best(observed, truth, psf, noise, progress), TunedWiener.best(observed, truth, psf, progress));
    }
}
