package sc.fiji.pix2pix.deconvolution;

import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.Raster;

/** Wiener deconvolution. */
public final class Wiener {
    private Wiener() {}

    /** @throws IllegalArgumentException if the PSF is larger than the image */
    static void checkFits(Kernel psf, Raster image) {
        if (psf.size() > image.width() || psf.size() > image.height())
            throw new IllegalArgumentException("The PSF of " + psf.size() + " x " + psf.size() + " pixels is larger than the image of " + image.width()
                + " x " + image.height() + ": crop it around its centre, or choose a smaller FWHM.");
    }
}
