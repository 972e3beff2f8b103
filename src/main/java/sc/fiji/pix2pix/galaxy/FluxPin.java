package sc.fiji.pix2pix.galaxy;

import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * Holds the local mean flux of a restored image at that of the observed one: restored + G(w) observed' - G(W) restored, where G is a Gaussian blur and both
 * terms have the same width W, {@value #WIDTHS} times that of the PSF, since the observed image is blurred by the PSF already. A deconvolution must not
 * change what is seen at such a width; a network that was trained on other images might. The price is the observed noise at that width: 1 / (4 pi
 * sigma^2) of its variance, 0.2 % for a PSF of 4 pixels.
 */
public final class FluxPin {
    private static final double WIDTHS = 4;

    private FluxPin() {}

    /**
     * @param observed one channel; where it is missing, so is the result
     * @param restored of the same size
     * @param fwhm of the PSF that was undone, in pixels
     * @return a new image
     */
    public static Raster apply(Raster observed, Raster restored, double fwhm) {
        Raster seen = blur(MissingValues.fill(observed), fwhm * Math.sqrt(WIDTHS * WIDTHS - 1));
        Raster made = blur(MissingValues.fill(restored), fwhm * WIDTHS);
        float[] pinned = restored.plane(0).clone();
        for (int i = 0; i < pinned.length; i++) pinned[i] += seen.plane(0)[i] - made.plane(0)[i];
        return new Raster(restored.width(), restored.height(), PixelType.FLOAT32, pinned);
    }

    private static Raster blur(Raster image, double fwhm) {
        return Convolution.fast(image, Kernel.gaussian(fwhm), Convolution.Edge.NEAREST);
    }
}
