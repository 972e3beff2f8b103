package sc.fiji.pix2pix.photometry;

import java.util.Optional;
import sc.fiji.pix2pix.image.Raster;

/**
 * The profile of a star, fitted by least squares (Levenberg-Marquardt) on a constant sky: Moffat's {@code peak (1 + (2^(1/beta) - 1) Q)^-beta} (Moffat 1969,
 * A&A 3, 455) or the Gaussian {@code peak 2^-Q}, its limit for large beta. Q is the quadratic form of the offset from the centre that is 1 at half of
 * the maximum, so that the profile is elliptical and its width does not depend on beta. Values are those at pixel centres: the width of a pixel is part
 * of the profile.
 *
 * @param peak height at the centre above the sky, in pixel units
 * @param x column of the centre, in pixels
 * @param y row
 * @param qxx Q = qxx dx^2 + 2 qxy dx dy + qyy dy^2, in pixels^-2
 * @param sky level in pixel units
 * @param beta Moffat's exponent; infinite for a Gaussian
 * @param rms residual per pixel, in pixel units
 */
public record ProfileFit(double peak, double x, double y, double qxx, double qxy, double qyy, double sky, double beta, double rms) {
    /**
     * A profile of height 1 on no sky.
     *
     * @param fwhm in pixels
     * @param e1 (a^2 - b^2) / (a^2 + b^2) x cos(2 angle) of the ellipse with axes a and b, |(e1, e2)| below 1
     * @param e2 the same with the sine
     */
    static ProfileFit of(double fwhm, double beta, double e1, double e2) {
        double scale = 4 / (fwhm * fwhm * Math.sqrt(1 - e1 * e1 - e2 * e2));
        return new ProfileFit(1, 0, 0, scale * (1 - e1), -scale * e2, scale * (1 + e1), 0, beta, 0);
    }

    /** Full width at half maximum in pixels: geometric mean of both axes. */
    public double fwhm() {
        return 2 * Math.pow(qxx * qyy - qxy * qxy, -0.25);
    }

    /** 1 - b / a with the axes of the ellipse at half of the maximum. */
    public double ellipticity() {
        double half = (qxx + qyy) / 2;
        double spread = Math.hypot((qxx - qyy) / 2, qxy);
        return 1 - Math.sqrt((half - spread) / (half + spread));
    }

    /** Angle of the major axis in degrees, -90 to 90, from the direction of growing x towards growing y. */
    public double angle() {
        return Math.toDegrees(0.5 * Math.atan2(-2 * qxy, qyy - qxx));
    }

    /** Flux of the whole profile, in pixel units: infinite extent included. */
    public double flux() {
        double area = Math.PI / Math.sqrt(qxx * qyy - qxy * qxy);
        return peak * (Double.isInfinite(beta) ? area / Math.log(2) : area / (Math.expm1(Math.log(2) / beta) * (beta - 1)));
    }

    /** The profile without sky at the offset (dx, dy) from its centre. */
    public double at(double dx, double dy) {
        double q = qxx * dx * dx + 2 * qxy * dx * dy + qyy * dy * dy;
        if (Double.isInfinite(beta)) return peak * Math.pow(2, -q);
        return peak * Math.pow(1 + Math.expm1(Math.log(2) / beta) * q, -beta);
    }

    /**
     * @param image its first channel is fitted; missing pixels are passed over
     * @param star first guess of centre and size
     * @param sky first guess of the sky
     * @param radius of the pixels that take part; only from about three times the FWHM on do they show beta
     * @return nothing if too few pixels are valid, or the fit does not converge
     */
    public static Optional<ProfileFit> moffat(Raster image, Moments star, double sky, double radius) {
        return new StarPixels(image, star.x(), star.y(), sky, radius).fit(star.sigma(), true);
    }

    /** The same with a Gaussian. */
    public static Optional<ProfileFit> gaussian(Raster image, Moments star, double sky, double radius) {
        return new StarPixels(image, star.x(), star.y(), sky, radius).fit(star.sigma(), false);
    }
}

