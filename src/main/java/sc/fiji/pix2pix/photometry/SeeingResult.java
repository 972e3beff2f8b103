package sc.fiji.pix2pix.photometry;

import java.util.List;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.image.Raster;

/**
 * The seeing of an image: medians over its stars.
 *
 * @param fwhm full width at half maximum of the Moffat profile in pixels, geometric mean of both axes, with the pixel's own width
 * @param arcsec the same in arcseconds, if the pixel scale is known
 * @param gaussianFwhm of a Gaussian fitted to the same stars, in pixels
 * @param beta Moffat's exponent: 2.5 to 4.8 through the atmosphere, larger the more the profile is a Gaussian
 * @param ellipticity 1 - b / a
 * @param angle of the major axis in degrees, -90 to 90, from the direction of growing x towards growing y; of no meaning for round stars
 * @param stars the profiles that the medians are made of, brightest first
 * @param sky clipped median of the image, in pixel units
 * @param noise clipped standard deviation of the sky, in pixel units
 * @param psf empirical point spread function: square of odd side, centred, not negative, sum 1
 */
public record SeeingResult(double fwhm, OptionalDouble arcsec, double gaussianFwhm, double beta, double ellipticity, double angle,
    List<ProfileFit> stars, double sky, double noise, Raster psf) {
}
