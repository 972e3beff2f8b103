package sc.fiji.pix2pix.deconvolution;

import java.util.OptionalDouble;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.QuietSky;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Wiener deconvolution: in the Fourier domain the image is multiplied by H* / (|H|^2 + K |L|^2), with the PSF's transform H and the Laplacian's L (Hunt
 * 1973, IEEE Trans. Comp. 22, 805). K is the ratio of noise to signal in power where |L| = 1; towards low frequencies a scene has more power and the
 * ratio falls with |L|^2, so that the sum of the light is kept. The filter reaches only so far in the image, so it is applied as a convolution: the
 * image is mirrored at its edges, and missing pixels are filled from their surroundings for the time of the work.
 */
public final class Wiener {
    private Wiener() {}

    /**
     * Each channel deconvolved by itself; missing values remain missing.
     *
     * @param noiseToSignal K, above 0; if absent the one with the least expected error ({@link WienerFilter#bestRatio})
     * @throws IllegalArgumentException if the PSF is larger than the image, K is not positive, or no pixel is finite
     */
    public static Raster apply(Raster image, Kernel psf, OptionalDouble noiseToSignal, Progress progress) {
        checkFits(psf, image);
        WienerFilter filter = new WienerFilter(psf);
        Raster complete = MissingValues.fill(image);
        float[][] planes = new float[image.channels()][];
        for (int c = 0; c < planes.length; c++) {
            progress.check();
            progress.report((double) c / planes.length, "Wiener");
            double ratio = noiseToSignal.isPresent() ? noiseToSignal.getAsDouble() : filter.bestRatio(complete, c, QuietSky.of(image, c));
            planes[c] = filtered(complete.plane(c), image.plane(c), image.width(), image.height(), filter.kernel(ratio));
        }
        return new Raster(image.width(), image.height(), image.type(), planes);
    }

    /** The K that {@link #apply} chooses for a channel. */
    public static double bestRatio(Raster image, int channel, Kernel psf) {
        checkFits(psf, image);
        return new WienerFilter(psf).bestRatio(MissingValues.fill(image), channel, QuietSky.of(image, channel));
    }

    private static float[] filtered(float[] complete, float[] original, int width, int height, FftConvolution filter) {
        double[] plane = new double[complete.length];
        for (int i = 0; i < plane.length; i++) plane[i] = complete[i];
        float[] result = new float[plane.length];
        filter.convolve(plane, width, height, FftConvolution.Edge.REFLECT, (at, values, count) -> {
            for (int i = 0; i < count; i++) result[at + i] = Float.isFinite(original[at + i]) ? (float) values[i] : Float.NaN;
        });
        return result;
    }

    /** @throws IllegalArgumentException if the PSF is larger than the image */
    static void checkFits(Kernel psf, Raster image) {
        if (psf.size() > image.width() || psf.size() > image.height())
            throw new IllegalArgumentException("The PSF of " + psf.size() + " x " + psf.size() + " pixels is larger than the image of " + image.width()
                + " x " + image.height() + ": crop it around its centre, or choose a smaller FWHM.");
    }
}
