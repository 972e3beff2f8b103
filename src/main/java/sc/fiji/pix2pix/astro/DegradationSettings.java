package sc.fiji.pix2pix.astro;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How sharp images are made worse at random, to train on: which point spread functions, how much noise.
 *
 * @param shape of the PSF
 * @param fwhm of the PSF in pixels, above 0; a measured PSF is widened or narrowed to it
 * @param beta of Moffat's profile, above 1; only used by {@link Shape#MOFFAT} and {@link Shape#MIXED}
 * @param measured the PSF of {@link Shape#MEASURED}, otherwise null
 * @param noise sky sigma of the result over that of the sharp image; ratios are equally likely
 * @param gain photons per unit of the sharp image's pixels, whose noise in the sources is added too; 0 for none
 * @param targetFwhm of the Gaussian that the target is convolved with, in pixels; 0: the target is the sharp image itself
 * @param sky noise of the sharp images' sky in pixel units; 0: it is measured in each
 * @param fwhmError largest relative error of the FWHMs that are said, below 1; small errors are the likeliest. A measured PSF is always said rightly
 * @param starFwhm FWHM of stars in the sharp images in pixels, which a network is told too; 0: it is not
 * @param edges chance of 0 to 1 that a crop reaches beyond the image on a side, where nothing was seen; a network is then told what was seen, too
 */
public record DegradationSettings(Shape shape, Range fwhm, Range beta, Kernel measured, Range noise, Range gain, double targetFwhm, double sky, double fwhmError,
        double starFwhm, double edges) {
    /** Share of the images of which a network is not told how sharp stars are, so that it can do without. */
    private static final double UNSAID = 0.25;

    /** Tables state a FWHM to a thousandth. */
    private static final double SAME = 1e-3;

    /** Mixed: half of the PSFs are Gaussian, half Moffat's. */
    public enum Shape { GAUSSIAN, MOFFAT, MIXED, MEASURED }

    public DegradationSettings {
        if (shape == Shape.MEASURED && measured == null) throw new IllegalArgumentException("A measured PSF needs its image.");
        if (!(fwhm.low() > 0)) throw new IllegalArgumentException("fwhm=" + fwhm + " is not possible: it has to be above 0 pixels.");
        if (!(beta.low() > 1)) throw new IllegalArgumentException("beta=" + beta + " is not possible: it has to be above 1.");
        if (!(noise.low() >= 0)) throw new IllegalArgumentException("noise=" + noise + " is not possible: it has to be 0 or more.");
        if (!(gain.low() >= 0)) throw new IllegalArgumentException("gain=" + gain + " is not possible: it has to be 0 or more.");
        if (!(targetFwhm >= 0)) throw new IllegalArgumentException("A target FWHM of " + targetFwhm + " pixels is not possible: give 0 or more.");
        if (targetFwhm > fwhm.high()) throw new IllegalArgumentException("A target FWHM of " + targetFwhm + " pixels is more than the " + fwhm.high()
            + " of the widest PSF: the targets would be more blurred than the inputs; give less.");
        if (!(fwhmError >= 0 && fwhmError < 1)) throw new IllegalArgumentException("fwhmerror=" + fwhmError + " is not possible: give a share of 0 to below 1, for example 0.1.");
        if (!(starFwhm >= 0 && starFwhm < 1e4)) throw new IllegalArgumentException("Stars with a FWHM of " + starFwhm + " pixels in sharp images are not possible: give 0 or more.");
        if (!(edges >= 0 && edges <= 1)) throw new IllegalArgumentException("edges=" + edges + " is not possible: give a chance of 0 to 1, for example 0.25.");
        if (!(sky >= 0)) throw new IllegalArgumentException("sky=" + sky + " is not possible: it has to be 0 or more.");
    }

    /**
     * One degradation, drawn.
     *
     * @param fwhm of its PSF in pixels
     * @param beta of its PSF; 0 if that is not Moffat's
     * @param degradation PSF and noise
     * @param gain photons per unit of the degraded image; 0: no noise of sources
     * @param said the PSF as whoever deconvolves the image believes it to be
     * @param saidFwhm its FWHM in pixels
     */
    public record Drawn(double fwhm, double beta, Degradation degradation, double gain, Kernel said, double saidFwhm) {}

    /** A degradation at random. As many numbers are drawn whatever the settings, but for the error of the FWHM, which is drawn last. */
    public Drawn draw(RandomGenerator random) {
        double width = fwhm.draw(random);
        double wings = beta.draw(random);
        boolean moffat = random.nextBoolean() && shape == Shape.MIXED || shape == Shape.MOFFAT;
        double times = noise.drawRatio(random);
        double photons = gain.drawRatio(random);
        // A sky that is k times as noisy, in the same units, is that of an exposure k^2 times shorter.
        double left = times > 0 ? photons / (times * times) : photons;
        if (shape == Shape.MEASURED) {
            Kernel scaled = scaled(measured, width);
            return new Drawn(width, 0, new Degradation(scaled, times), left, scaled, width);
        }
        Kernel psf = psf(moffat, width, wings);
        double said = mistaken(width, random);
        return new Drawn(width, moffat ? wings : 0, new Degradation(psf, times), left, said == width ? psf : psf(moffat, said, wings), said);
    }

    /** A measured PSF of that FWHM in pixels; the same one where it has that already. */
    public static Kernel scaled(Kernel measured, double fwhm) {
        double factor = fwhm / measured.fwhm();
        return Math.abs(factor - 1) < SAME ? measured : measured.scaled(factor);
    }

    /** What a network is told of the stars' FWHM; 0: nothing. With a blurred target that of its stars, if PSFs were Gaussian. */
    double drawStarFwhm(RandomGenerator random) {
        return random.nextDouble() < UNSAID ? 0 : mistaken(Math.hypot(starFwhm, targetFwhm), random);
    }

    private double mistaken(double width, RandomGenerator random) {
        return fwhmError > 0 ? width * (1 + fwhmError * Math.pow(random.nextDouble(-1, 1), 3)) : width;
    }

    private static Kernel psf(boolean moffat, double fwhm, double beta) {
        return moffat ? Kernel.moffat(fwhm, beta) : Kernel.gaussian(fwhm);
    }

    /** Half the side of the largest PSF, in pixels: what a crop needs around it. */
    public int reach() {
        if (shape == Shape.MEASURED) return Math.max((int) Math.ceil(measured.size() / 2 * Math.max(1, fwhm.high() / measured.fwhm())), targetReach());
        int gaussian = Kernel.gaussian(fwhm.high()).size() / 2;
        int widest = shape == Shape.GAUSSIAN ? gaussian : Math.max(gaussian, (int) Math.ceil(Kernel.MOFFAT_REACH * fwhm.high()));
        return Math.max(widest, targetReach());
    }

    private int targetReach() {
        return targetFwhm > 0 ? Kernel.gaussian(targetFwhm).size() / 2 : 0;
    }

    /** Key and value of each setting as text or number, for a model's record. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("psf", shape.name().toLowerCase(java.util.Locale.ROOT));
        map.put("fwhm", fwhm.toString());
        map.put("beta", beta.toString());
        map.put("noise", noise.toString());
        map.put("gain", gain.toString());
        map.put("targetfwhm", targetFwhm);
        map.put("sky", sky);
        map.put("fwhmerror", fwhmError);
        map.put("starfwhm", starFwhm);
        map.put("edges", edges);
        return map;
    }
}
