package sc.fiji.pix2pix.astro;

import java.util.Arrays;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/**
 * An image as a deconvolving network is given it, whatever its units. Pixels become (pixel - sky level) / sky noise: noise of sigma 1 around 0, which is the
 * scale on which a pixel is worth believing. The planes are
 *
 * <ol>
 * <li>deconvolutions of that by the PSF, from smooth to sharp: linear ones ({@link RegularizedInverses}) and Richardson-Lucy's after few and after many iterations
 * ({@link PositiveInverses}). How to undo a known PSF is known; a network need not learn it, only which version to believe where, and what to correct.
 * <li>FWHM of the PSF, in pixels; everywhere the same.
 * <li>the noise relative to the brightest source nearby: {@code -log10(max(1, p))}, p the highest 3 x 3 mean of the scaled image within some
 * {@value #REACH} pixels. Divided by its own noise an image does not tell how noisy it is, except by the brightness of its sources: 0 is a blank sky, -2 a
 * source that stands out a hundredfold, whose surroundings are rather spiral arms than noise. It is local so that a large image is
 * treated as its parts would be, and one bright star does not change how a galaxy far from it is seen.
 * <li>FWHM of stars in the result, in pixels; 0 if nobody knows. A star blurred by a wide PSF looks the same whether it was 2 or 2.5 pixels wide, but its peak was half as high again.
 * <li>how much of each pixel's light was seen: 1, but about 1/2 at the image's edges and less in holes, where the rest went into pixels that do not exist or are missing.
 * </ol>
 *
 * The last two came later: older networks have been given as many planes as there were.
 */
public final class NetworkInput {
    /** Planes that are versions of the image. */
    public static final int VERSIONS = RegularizedInverses.STRENGTHS.length + PositiveInverses.STEPS.length;
    /** Planes after those, which say something about the image and are no part of it. */
    public static final int CONDITIONS = 4;
    /** Of the first networks. */
    public static final int LEAST_CONDITIONS = 2;

    /** So many pixels beyond the edges a network that is told what was seen is given, too: half of a source says more if the other half is guessed. */
    private static final int FRAME = 16;
    private static final int CELL = 8;
    private static final int REACH = 32;

    private NetworkInput() {}

    /** How far beyond the edges a network of so many planes looks, in pixels: {@link #of} makes them for an image that is so much larger on each side. */
    public static int frame(int planes) {
        return planes == VERSIONS + CONDITIONS ? FRAME : 0;
    }

    /** What a network of so many planes made of them, without what lies beyond the edges. */
    public static Raster withoutFrame(Raster made, int planes) {
        int frame = frame(planes);
        return frame == 0 ? made : made.crop(frame, frame, made.width() - 2 * frame, made.height() - 2 * frame);
    }

    /**
     * @param planes how many the network was trained with
     * @param image one channel; missing values are taken as not seen
     * @param level of the sky, in pixel units
     * @param noise sigma of the sky, in pixel units, above 0
     * @param psf to be undone
     * @param fwhm of the PSF, in pixels
     * @param starFwhm of stars in the result, in pixels; 0 if it is not known
     * @throws IllegalArgumentException if no network takes so many planes
     * @throws sc.fiji.pix2pix.progress.CancelledException if the user cancelled
     */
    public static Raster of(int planes, Raster image, double level, double noise, Kernel psf, double fwhm, double starFwhm, Progress progress) {
        requireKnown(planes);
        return inside(planes, framed(image, frame(planes)), level, noise, psf, fwhm, starFwhm, PositiveInverses.REACH, progress);
    }

    /** @throws IllegalArgumentException if no network takes so many planes */
    public static void requireKnown(int planes) {
        int least = VERSIONS + LEAST_CONDITIONS;
        if (planes < least || planes > VERSIONS + CONDITIONS) throw new IllegalArgumentException("The model takes " + planes + " planes, this version of the software makes "
            + least + " to " + (VERSIONS + CONDITIONS) + ": train it anew, or use the version that made it.");
    }

    /** With a frame of pixels that are missing. */
    static Raster framed(Raster image, int frame) {
        if (frame == 0) return image;
        Raster larger = new Raster(image.width() + 2 * frame, image.height() + 2 * frame, 1, PixelType.FLOAT32);
        Arrays.fill(larger.plane(0), Float.NaN);
        for (int y = 0; y < image.height(); y++) System.arraycopy(image.plane(0), y * image.width(), larger.plane(0), (y + frame) * larger.width() + frame, image.width());
        return larger;
    }

    /**
     * Without a frame.
     *
     * @param beyond how far in pixels the scene is estimated beyond the image's edges
     */
    static Raster inside(int planes, Raster image, double level, double noise, Kernel psf, double fwhm, double starFwhm, int beyond, Progress progress) {
        Raster scaled = scale(image, level, noise);
        PositiveInverses.Estimates estimates = PositiveInverses.apply(scaled, psf, beyond, progress);
        Raster linear = RegularizedInverses.apply(estimates.continued(), beyond, psf);
        float[][] all = new float[VERSIONS + CONDITIONS][];
        for (int k = 0; k < linear.channels(); k++) all[k] = linear.plane(k);
        for (int k = 0; k < estimates.versions().channels(); k++) all[linear.channels() + k] = estimates.versions().plane(k);
        all[VERSIONS] = filled(image, fwhm);
        all[VERSIONS + 1] = contrast(estimates.continued().crop(beyond, beyond, image.width(), image.height()));
        all[VERSIONS + 2] = filled(image, starFwhm);
        all[VERSIONS + 3] = estimates.shares().plane(0);
        return new Raster(image.width(), image.height(), PixelType.FLOAT32, Arrays.copyOf(all, planes));
    }

    private static float[] filled(Raster like, double value) {
        float[] plane = new float[like.width() * like.height()];
        Arrays.fill(plane, (float) value);
        return plane;
    }

    /** How many times the noise the brightest source stands above the sky, at least 1. */
    public static double brightest(Raster image, double level, double noise) {
        double least = 0;
        for (float value : contrast(scale(image, level, noise))) least = Math.min(least, value);
        return Math.pow(10, -least);
    }

    /** (pixel - level) / noise. */
    public static Raster scale(Raster image, double level, double noise) {
        float[] from = image.plane(0);
        float[] to = new float[from.length];
        for (int i = 0; i < to.length; i++) to[i] = (float) ((from[i] - level) / noise);
        return new Raster(image.width(), image.height(), PixelType.FLOAT32, to);
    }

    /** Pixel units again, in place. */
    public static void unscale(Raster image, double level, double noise) {
        float[] plane = image.plane(0);
        for (int i = 0; i < plane.length; i++) plane[i] = (float) (plane[i] * noise + level);
    }

    private static float[] contrast(Raster scaled) {
        int columns = (scaled.width() + CELL - 1) / CELL;
        int rows = (scaled.height() + CELL - 1) / CELL;
        double[] peaks = new double[columns * rows];
        for (int y = 0; y < scaled.height(); y++) {
            for (int x = 0; x < scaled.width(); x++) {
                int cell = y / CELL * columns + x / CELL;
                peaks[cell] = Math.max(peaks[cell], meanAround(scaled, x, y));
            }
        }
        double[] nearby = new double[peaks.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) nearby[row * columns + column] = -Math.log10(Math.max(1, highest(peaks, columns, rows, column, row)));
        }
        float[] plane = new float[scaled.width() * scaled.height()];
        for (int y = 0; y < scaled.height(); y++) {
            for (int x = 0; x < scaled.width(); x++) plane[y * scaled.width() + x] = between(nearby, columns, rows, (x + 0.5) / CELL - 0.5, (y + 0.5) / CELL - 0.5);
        }
        return plane;
    }

    private static double meanAround(Raster image, int x, int y) {
        double sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - 1); v <= Math.min(image.height() - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(image.width() - 1, x + 1); u++, count++) sum += image.get(u, v, 0);
        }
        return sum / count;
    }

    private static double highest(double[] cells, int columns, int rows, int column, int row) {
        int reach = REACH / CELL;
        double highest = 0;
        for (int v = Math.max(0, row - reach); v <= Math.min(rows - 1, row + reach); v++) {
            for (int u = Math.max(0, column - reach); u <= Math.min(columns - 1, column + reach); u++) highest = Math.max(highest, cells[v * columns + u]);
        }
        return highest;
    }

    /** Bilinear between the centres of cells, so that the plane has no steps that an output could show. */
    private static float between(double[] cells, int columns, int rows, double x, double y) {
        double u = Math.max(0, Math.min(columns - 1, x));
        double v = Math.max(0, Math.min(rows - 1, y));
        int left = Math.min((int) u, Math.max(0, columns - 2));
        int top = Math.min((int) v, Math.max(0, rows - 2));
        int right = Math.min(left + 1, columns - 1);
        int bottom = Math.min(top + 1, rows - 1);
        double a = cells[top * columns + left] * (1 - u + left) + cells[top * columns + right] * (u - left);
        double b = cells[bottom * columns + left] * (1 - u + left) + cells[bottom * columns + right] * (u - left);
        return (float) (a * (1 - v + top) + b * (v - top));
    }
}
