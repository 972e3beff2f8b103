package sc.fiji.pix2pix.galaxy;

import java.util.Locale;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.QuietSky;
import sc.fiji.pix2pix.photometry.Seeing;
import sc.fiji.pix2pix.photometry.SeeingResult;

/**
 * What a deconvolution has to know of an image.
 *
 * @param psf the point spread function that is to be undone
 * @param fwhm its full width at half maximum in pixels, above 0
 * @param level of the empty sky, in pixel units
 * @param noise sigma of the empty sky, in pixel units, above 0
 * @param starFwhm FWHM of stars in the result, in pixels; 0 if it is not known
 */
public record Observation(Kernel psf, double fwhm, double level, double noise, double starFwhm) {

    private static final double LEAST_BETA = 1.5;
    private static final double MOST_BETA = 10;

    public Observation {
        if (!(fwhm > 0 && fwhm < 1e4)) throw new IllegalArgumentException("A PSF with a FWHM of " + fwhm + " pixels cannot be undone: give one above 0.");
        if (!Double.isFinite(level)) throw new IllegalArgumentException("A sky level of " + level + " is not possible.");
        if (!(starFwhm >= 0 && starFwhm < 1e4)) throw new IllegalArgumentException("Stars with a FWHM of " + starFwhm + " pixels in the result are not possible: give 0 or more.");
        if (!(noise > 0) || Double.isInfinite(noise)) throw new IllegalArgumentException("A sky noise of " + noise
            + " is not possible: give its standard deviation in the image's units, above 0.");
    }

    /** With a Gaussian PSF and stars of unknown width. */
    public Observation(double fwhm, double level, double noise) {
        this(gaussian(fwhm), fwhm, level, noise, 0);
    }

    private static Kernel gaussian(double fwhm) {
        if (!(fwhm > 0 && fwhm < 1e4)) throw new IllegalArgumentException("A PSF with a FWHM of " + fwhm + " pixels cannot be undone: give one above 0.");
        return Kernel.gaussian(fwhm);
    }

    /**
     * Level and noise as measured where the image is quietest.
     *
     * @throws IllegalArgumentException if no pixel is valid, or the image has no noise at all
     */
    public static Observation measure(Raster image, Kernel psf, double fwhm) {
        return measure(image, psf, fwhm, 0);
    }

    /** The same with a noise that is known, 0 if it is not. */
    public static Observation measure(Raster image, Kernel psf, double fwhm, double noise) {
        QuietSky sky = QuietSky.of(image, 0);
        return new Observation(psf, fwhm, sky.level(), noise > 0 ? noise : sky.sigma(), 0);
    }

    /** The same with another FWHM of stars in the result, in pixels; 0: not known. */
    public Observation withStars(double width) {
        return new Observation(psf, fwhm, level, noise, width);
    }

    /** As {@link #measure(Raster, Kernel, double)} with a Gaussian PSF. */
    public static Observation measure(Raster image, double fwhm) {
        return measure(image, gaussian(fwhm), fwhm);
    }

    /**
     * All of it measured. The PSF is the one that lies between the image's stars and stars as sharp as is wanted: of FWHM sqrt(seeing^2 - wanted^2), exact
     * for Gaussians, and of Moffat's profile with the stars' beta.
     *
     * @param wanted FWHM of stars in the result, in pixels
     * @param noise of the sky if it is known, else 0
     * @throws IllegalArgumentException if too few stars are found, or they are as sharp already
     */
    public static Observation measureAll(Raster image, double wanted, double noise) {
        SeeingResult seeing = Seeing.measure(image, OptionalDouble.empty());
        if (!(seeing.fwhm() > wanted)) throw new IllegalArgumentException(String.format(Locale.ROOT,
            "The stars of the image have a FWHM of %.2f pixels, no more than the %.2f that the result is to have: there is nothing to undo.", seeing.fwhm(), wanted));
        double fwhm = Math.sqrt(seeing.fwhm() * seeing.fwhm() - wanted * wanted);
        return measure(image, psf(fwhm, seeing.beta()), fwhm, noise).withStars(wanted);
    }

    /** A Gaussian, or where beta is above 1 and below {@value #MOST_BETA} Moffat's profile; larger ones are Gaussians for all purposes. */
    public static Kernel psf(double fwhm, double beta) {
        return beta > 1 && beta < MOST_BETA ? Kernel.moffat(fwhm, Math.max(LEAST_BETA, beta)) : gaussian(fwhm);
    }
}
