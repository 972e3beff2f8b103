package sc.fiji.pix2pix.astro;

import java.util.Arrays;
import java.util.Locale;
import sc.fiji.pix2pix.image.Raster;

/**
 * A point spread function on a square of odd size: sampled at pixel centres, divided by its sum, so that convolution keeps the flux.
 * Widths are in pixels.
 */
public final class Kernel {
    /** FWHM of a Gaussian divided by its sigma: 2 sqrt(2 ln 2). */
    public static final double FWHM_PER_SIGMA = 2.3548200450309493;

    /** An automatic size leaves out less than 1e-3 of a Gaussian's flux. */
    private static final double REACH_SIGMAS = 4;
    static final double MOFFAT_REACH = 3;
    /** Of an image from which its own mean was subtracted, float pixels leave a sum of this share of its light: none. */
    private static final double ROUNDING = 1e-6;

    private final int size;
    private final double[] values;
    /** The kernel is the outer product of this with itself; null if it is not known to be one. */
    private double[] factor;
    /** 0 until it is asked for. */
    private double fwhm;

    private interface Profile {
        double at(double radiusSquared);
    }

    private Kernel(int size, Profile profile) {
        if (size < 1 || size % 2 == 0) throw new IllegalArgumentException("A kernel of size " + size + " has no central pixel: choose an odd size.");
        this.size = size;
        values = new double[size * size];
        int radius = size / 2;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            int dx = i % size - radius;
            int dy = i / size - radius;
            values[i] = profile.at(dx * dx + dy * dy);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) values[i] /= sum;
    }

    private Kernel(int size, double[] values, double sum) {
        this.size = size;
        this.values = values;
        for (int i = 0; i < values.length; i++) values[i] /= sum;
    }

    /**
     * A measured PSF: its first channel, cut or filled with zeros to a square around the pixel that lies nearest to its centre of light, so that
     * images of even size and stars that are not quite in the middle serve as well. Negative pixels, which noise makes, become 0.
     *
     * @throws IllegalArgumentException if a pixel is missing, or the sum is not positive
     */
    public static Kernel fromRaster(Raster psf) {
        double sum = 0;
        double absolute = 0;
        float highest = 0;
        for (float v : psf.plane(0)) {
            if (!Float.isFinite(v)) throw new IllegalArgumentException("The PSF image has missing pixels (NaN): fill them or choose another star.");
            sum += v;
            absolute += Math.abs(v);
            highest = Math.max(highest, v);
        }
        if (!(sum > ROUNDING * absolute))
            throw new IllegalArgumentException(String.format(Locale.ROOT, "The sum of the PSF image is %.6g, not positive: subtract its sky, and no more.", sum));
        double light = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < psf.plane(0).length; i++) {
            double above = Math.max(0, psf.plane(0)[i] - highest / 2); // the core alone: wings are noisy and may be cut off on one side
            light += above;
            x += above * (i % psf.width());
            y += above * (i / psf.width());
        }
        return around(psf, (int) Math.round(x / light), (int) Math.round(y / light));
    }

    private static Kernel around(Raster psf, int x, int y) {
        int radius = Math.max(Math.min(x, psf.width() - 1 - x), Math.min(y, psf.height() - 1 - y));
        int size = 2 * radius + 1;
        double[] values = new double[size * size];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            int u = x - radius + i % size;
            int v = y - radius + i / size;
            boolean inside = u >= 0 && v >= 0 && u < psf.width() && v < psf.height();
            sum += values[i] = inside ? Math.max(0, psf.get(u, v, 0)) : 0;
        }
        return new Kernel(size, values, sum);
    }

    /** A Gaussian of the given full width at half maximum, out to four sigma. */
    public static Kernel gaussian(double fwhm) {
        requirePositive("FWHM", fwhm);
        return gaussian(fwhm, 2 * (int) Math.ceil(REACH_SIGMAS * fwhm / FWHM_PER_SIGMA) + 1);
    }

    /** A Gaussian of the given full width at half maximum on size x size pixels. */
    public static Kernel gaussian(double fwhm, int size) {
        requirePositive("FWHM", fwhm);
        double sigma = fwhm / FWHM_PER_SIGMA;
        Kernel kernel = new Kernel(size, r2 -> StrictMath.exp(-r2 / (2 * sigma * sigma)));
        kernel.factor = new double[size];
        double centre = Math.sqrt(kernel.get(size / 2, size / 2));
        for (int i = 0; i < size; i++) kernel.factor[i] = kernel.get(i, size / 2) / centre;
        return kernel;
    }

    /**
     * Moffat's profile {@code (1 + (r / gamma)^2)^-beta}, the shape of stars seen through the atmosphere (Moffat 1969, A&A 3, 455), on size x size pixels.
     *
     * @param beta more than 1: the flux of a smaller one is infinite
     */
    public static Kernel moffat(double fwhm, double beta, int size) {
        requirePositive("FWHM", fwhm);
        if (!(beta > 1)) throw new IllegalArgumentException("A Moffat beta of " + beta + " is not above 1.");
        double gamma = fwhm / (2 * Math.sqrt(StrictMath.pow(2, 1 / beta) - 1));
        return new Kernel(size, r2 -> StrictMath.pow(1 + r2 / (gamma * gamma), -beta));
    }

    /** Moffat's profile out to three FWHM from its centre: 99 % of its flux at beta = 3. */
    public static Kernel moffat(double fwhm, double beta) {
        requirePositive("FWHM", fwhm);
        return moffat(fwhm, beta, 2 * (int) Math.ceil(MOFFAT_REACH * fwhm) + 1);
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0 && value < 1e4)) throw new IllegalArgumentException("A " + what + " of " + value + " pixels is not above 0 and below 10000.");
    }

    /** Width and height, odd. */
    public int size() {
        return size;
    }

    /** The weight of a pixel, 0 to size - 1 each; the centre is at size / 2. */
    public double get(int x, int y) {
        return values[y * size + x];
    }

    /** Values whose outer product with themselves the kernel is, as a Gaussian's; null if it is none. Read-only. */
    public double[] factor() {
        return factor;
    }

    /** The kernel turned by half a turn, with which the transpose of the convolution is made; this one if it is the same. */
    Kernel turned() {
        double[] turned = new double[values.length];
        for (int i = 0; i < turned.length; i++) turned[i] = values[values.length - 1 - i];
        return Arrays.equals(turned, values) ? this : new Kernel(size, turned, 1);
    }

    /** What convolution leaves of white noise's sigma: the root of the sum of squares. */
    public double noiseFactor() {
        double sum = 0;
        for (double value : values) sum += value * value;
        return Math.sqrt(sum);
    }

    /**
     * Full width at half maximum in pixels: the diameter of a circle with the area where the kernel, interpolated between its pixels, is above half of its
     * maximum. Within 2 % for Gaussians and Moffat's profiles of 2 pixels or more, within 5 % from 1.5 pixels on, wherever their centre lies.
     */
    public double fwhm() {
        if (fwhm == 0) fwhm = new KernelShape(this).fwhm();
        return fwhm;
    }

    /** The same profile, that many times as wide, above 0. */
    public Kernel scaled(double factor) {
        requirePositive("width", factor * fwhm());
        int radius = Math.max(1, (int) Math.ceil(size / 2 * factor));
        double[] wider = new KernelShape(this).scaled(factor, radius);
        return new Kernel(2 * radius + 1, wider, Arrays.stream(wider).sum());
    }
}
