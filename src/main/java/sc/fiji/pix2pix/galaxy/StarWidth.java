package sc.fiji.pix2pix.galaxy;

import java.util.Optional;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.Moments;
import sc.fiji.pix2pix.photometry.ProfileFit;
import sc.fiji.pix2pix.photometry.Seeing;

/** How wide the stars of an image were before it was blurred by a PSF that is known: those of a perfect deconvolution. */
public final class StarWidth {
    /** Narrower stars cannot be told from points: the pixel's own width is 0.8 to 0.9. */
    private static final double LEAST = 0.8;
    private static final double PRECISION = 0.005;
    /** As in {@link Seeing}. */
    private static final double FIT_FWHMS = 4;
    private static final double LEAST_RADIUS = 6;

    private StarWidth() {}

    /**
     * The FWHM of the Gaussian star that through the PSF looks as wide as the image's stars do, fitted as they are. For a Gaussian PSF that is sqrt(seeing^2 - fwhm^2); for
     * Moffat's of beta 3.5 this would be 11 to 17 % too wide.
     *
     * @param image one channel
     * @return in pixels; empty if too few stars are found to measure, or they are no wider than the PSF
     */
    public static OptionalDouble before(Raster image, Kernel psf) {
        double seeing;
        try {
            seeing = Seeing.measure(image, OptionalDouble.empty()).fwhm();
        } catch (IllegalArgumentException tooFewStars) {
            return OptionalDouble.empty();
        }
        double low = LEAST;
        double high = seeing;
        if (!(through(psf, low, seeing) < seeing)) return OptionalDouble.empty();
        while (high - low > PRECISION) {
            double middle = (low + high) / 2;
            if (through(psf, middle, seeing) < seeing) low = middle;
            else high = middle;
        }
        return OptionalDouble.of((low + high) / 2);
    }

    /** FWHM of such a star behind the PSF; NaN if it cannot be fitted. */
    private static double through(Kernel psf, double star, double about) {
        double radius = Math.max(LEAST_RADIUS, FIT_FWHMS * about);
        int margin = (int) Math.ceil(radius);
        int size = psf.size() + 2 * margin;
        Raster image = new Raster(size, size, 1, PixelType.FLOAT32);
        for (int y = 0; y < psf.size(); y++) for (int x = 0; x < psf.size(); x++) image.plane(0)[(y + margin) * size + x + margin] = (float) psf.get(x, y);
        Raster seen = Convolution.fast(image, Kernel.gaussian(star), Convolution.Edge.NEAREST);
        Optional<Moments> moments = Moments.measure(seen, size / 2, size / 2, 0, about / Kernel.FWHM_PER_SIGMA);
        return moments.flatMap(m -> ProfileFit.moffat(seen, m, 0, radius)).map(ProfileFit::fwhm).orElse(Double.NaN);
    }
}
