package sc.fiji.pix2pix.photometry;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.image.Raster;

/** Measures the seeing of an image from its stars. */
public final class Seeing {
    /** Fewer agree by chance. */
    public static final int LEAST_STARS = 3;
    private static final int MOST_FITS = 60;
    /** What stars are first searched with, in pixels. */
    private static final double FIRST_FWHM = 3;
    private static final int ROUNDS = 3;
    private static final double SETTLED = 0.2;
    private static final double FIT_FWHMS = 4;
    private static final double LEAST_FIT_RADIUS = 6;
    private static final double MOST_SCATTERS = 4;
    private static final double LEAST_TOLERANCE = 0.03;

    private Seeing() {}

    /**
     * @param image its first channel is measured; not changed; missing pixels may be NaN
     * @param pixelScale arcseconds per pixel, if known
     * @throws IllegalArgumentException if fewer than {@link #LEAST_STARS} stars are found
     */
    public static SeeingResult measure(Raster image, OptionalDouble pixelScale) {
        SkyEstimate sky = SkyEstimate.of(image, 0);
        double fwhm = FIRST_FWHM;
        Stars stars = null;
        List<Moments> chosen = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            stars = new Stars(image, sky.std(), fwhm);
            chosen = stars.choose();
            if (chosen.isEmpty()) break;
            double found = Smoothing.FWHM_PER_SIGMA * Stars.median(chosen.stream().mapToDouble(Moments::sigma));
            boolean settled = Math.abs(Math.log(found / fwhm)) < SETTLED;
            fwhm = found;
            if (settled) break;
        }
        List<ProfileFit> gaussians = new ArrayList<>();
        List<ProfileFit> fits = agreeing(fit(image, stars, chosen, fwhm, gaussians));
        if (fits.size() < LEAST_STARS)
            throw new IllegalArgumentException("The seeing cannot be measured: " + (fits.size() > 1 ? "only " + fits.size() + " stars were found that are" : fits.isEmpty() ? "no star was found that is"
                : "only 1 star was found that is") + " bright, alone, not saturated and of the size of others, and " + LEAST_STARS + " are needed; give the FWHM instead.");
        return result(image, fits, gaussians, sky, pixelScale);
    }

    private static List<ProfileFit> fit(Raster image, Stars stars, List<Moments> chosen, double fwhm, List<ProfileFit> gaussians) {
        double radius = Math.max(LEAST_FIT_RADIUS, FIT_FWHMS * fwhm);
        List<ProfileFit> fits = new ArrayList<>();
        for (Moments star : chosen.subList(0, Math.min(MOST_FITS, chosen.size()))) {
            ProfileFit.moffat(image, star, stars.sky(star), radius).ifPresent(fits::add);
            ProfileFit.gaussian(image, star, stars.sky(star), radius).ifPresent(gaussians::add);
        }
        return fits;
    }

    /** Those whose width lies near the median. */
    private static List<ProfileFit> agreeing(List<ProfileFit> fits) {
        if (fits.isEmpty()) return fits;
        double median = Stars.median(fits.stream().mapToDouble(ProfileFit::fwhm));
        double scatter = SkyEstimate.SIGMA_PER_MAD * Stars.median(fits.stream().mapToDouble(f -> Math.abs(f.fwhm() - median)));
        double tolerance = Math.max(MOST_SCATTERS * scatter, LEAST_TOLERANCE * median);
        return fits.stream().filter(f -> Math.abs(f.fwhm() - median) <= tolerance).toList();
    }

    private static SeeingResult result(Raster image, List<ProfileFit> fits, List<ProfileFit> gaussians, SkyEstimate sky, OptionalDouble pixelScale) {
        double fwhm = Stars.median(fits.stream().mapToDouble(ProfileFit::fwhm));
        double beta = 1 / Stars.median(fits.stream().mapToDouble(f -> 1 / f.beta()));
        // Components are averaged, not ellipticities, which noise makes positive for round stars as well.
        double e1 = Stars.median(fits.stream().mapToDouble(f -> (f.qyy() - f.qxx()) / (f.qxx() + f.qyy())));
        double e2 = Stars.median(fits.stream().mapToDouble(f -> -2 * f.qxy() / (f.qxx() + f.qyy())));
        ProfileFit typical = ProfileFit.of(fwhm, beta, e1, e2);
        OptionalDouble arcsec = pixelScale.isPresent() ? OptionalDouble.of(fwhm * pixelScale.getAsDouble()) : OptionalDouble.empty();
        double gaussian = gaussians.isEmpty() ? Double.NaN : Stars.median(gaussians.stream().mapToDouble(ProfileFit::fwhm));
        return new SeeingResult(fwhm, arcsec, gaussian, beta, typical.ellipticity(), typical.angle(), fits, sky.median(), sky.std(),
            PsfStack.of(image, fits, typical));
    }
}
