package sc.fiji.pix2pix.deconvolution;

import java.util.Arrays;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.QuietSky;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Richardson-Lucy deconvolution of one plane (Richardson 1972, JOSA 62, 55; Lucy 1974, AJ 79, 745): the estimate u of the scene is multiplied by
 * H^T(w y / (H u + b)) / H^T w again and again, with the image y, convolution H, a pedestal b for the sky and weights w of 0 where a
 * pixel is missing. Under {@link RichardsonLucySettings.Model#SKY} the scene is estimated as far beyond the edges as the PSF reaches, where w is 0, so
 * that sources at and behind the edges explain the light they send in (Bertero & Boccacci 2005, A&A 437, 369).
 *
 * <p>Call {@link #step} as often as wanted; the estimate may be taken after each step.
 */
public final class RichardsonLucy {
    /** The pedestal in units of the noise: next to no pixel of the sky lies below zero. More of it only takes more iterations. */
    private static final double PEDESTAL = 3;
    /** Less weight than this says nothing on a pixel of the scene. */
    private static final double LEAST_WEIGHT = 1e-3;
    /** The first, flat scene in units of the noise, at least: what is 0 stays 0. */
    private static final double LEAST_START = 0.1;

    private final Raster image;
    private final int channel;
    private final RichardsonLucySettings settings;
    private final PlaneConvolution psf;
    private final int margin;
    private final int width;
    private final int height;
    private final double sky;
    private final double noise;
    private final double pedestal;
    private final double[] scene;
    private final double[] work;
    /** H^T w; null where it counts as 1 everywhere. */
    private final float[] weights;
    private final double validPixels;
    private final double meanSignal;
    private int iterations;

    /**
     * @throws IllegalArgumentException if the PSF is larger than the image, or no pixel is finite
     */
    public RichardsonLucy(Raster image, int channel, Kernel psf, RichardsonLucySettings settings) {
        Wiener.checkFits(psf, image);
        this.image = image;
        this.channel = channel;
        this.settings = settings;
        this.psf = PlaneConvolution.of(psf);
        boolean dark = settings.model() == RichardsonLucySettings.Model.DARK;
        QuietSky measured = dark && settings.noise().isPresent() ? null : QuietSky.of(image, channel);
        sky = dark ? 0 : measured.level();
        noise = settings.noise().isPresent() ? settings.noise().getAsDouble() : measured.sigma();
        pedestal = dark ? 0 : PEDESTAL * noise;
        margin = dark ? 0 : psf.size() / 2;
        width = image.width() + 2 * margin;
        height = image.height() + 2 * margin;
        if ((long) width * height > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException("An image of " + image.width() + " x " + image.height() + " pixels is too large to deconvolve at once: crop it.");
        scene = new double[width * height];
        work = new double[scene.length];
        weights = weights(dark);
        validPixels = rowSums((x, y) -> Double.isNaN(data(x, y)) ? 0 : 1);
        meanSignal = mean((x, y) -> data(x, y) - pedestal);
        Arrays.fill(scene, Math.max(meanSignal, dark ? 0 : LEAST_START * noise));
    }

    /** Each channel deconvolved by itself; missing values remain missing. */
    public static Raster apply(Raster image, Kernel psf, RichardsonLucySettings settings, Progress progress) {
        float[][] planes = new float[image.channels()][];
        for (int c = 0; c < planes.length; c++) {
            RichardsonLucy run = new RichardsonLucy(image, c, psf, settings);
            run.run(progress.part(c, planes.length));
            planes[c] = run.estimate();
        }
        return new Raster(image.width(), image.height(), image.type(), planes);
    }

    /** Steps as often as the settings say. */
    public void run(Progress progress) {
        do {
            progress.check();
            int next = Math.min(iterations + 1, settings.iterations());
            progress.report((double) iterations / settings.iterations(), "Richardson-Lucy " + next + "/" + settings.iterations());
        } while (iterations < settings.iterations() && step());
    }

    /** One iteration. @return false if nothing was done, because the settings ask to stop at the noise and the residual is down to it */
    public boolean step() {
        blur();
        if (settings.stop() && residual() <= 1) return false;
        rows().forEach(this::divide);
        psf.correlate(work, width, height, this::multiply);
        iterations++;
        return true;
    }

    /** Iterations so far. */
    public int iterations() {
        return iterations;
    }

    /**
     * Mean of ((y - H u - b) / sigma)^2 over the valid pixels, where sigma^2 = noise^2 + signal / gain: above 1 the estimate does not explain the image
     * yet, below 1 it explains some of its noise.
     */
    public double chiSquare() {
        blur();
        return residual();
    }

    /**
     * The scene in pixel units, sky included: width x height values of the image, NaN where its pixels are missing. As a scene is not negative, noise of
     * the sky has lifted it a little on average; it is lowered again until its mean is that of the image.
     */
    public float[] estimate() {
        double level = sky - (settings.model() == RichardsonLucySettings.Model.SKY ? meanModel() - meanSignal : 0);
        float[] plane = new float[image.width() * image.height()];
        for (int i = 0; i < plane.length; i++) {
            int at = (i / image.width() + margin) * width + i % image.width() + margin;
            plane[i] = Float.isFinite(image.plane(channel)[i]) ? (float) (scene[at] + level) : Float.NaN;
        }
        return plane;
    }

    /** {@code work} becomes H u. */
    private void blur() {
        psf.convolve(scene, width, height, (at, values, count) -> System.arraycopy(values, 0, work, at, count));
    }

    private IntStream rows() {
        return IntStream.range(0, height).parallel();
    }

    /** Image less sky plus pedestal at a pixel of the scene, not negative; NaN beyond the edges and where the image has none. */
    private double data(int x, int y) {
        int u = x - margin;
        int v = y - margin;
        if (u < 0 || v < 0 || u >= image.width() || v >= image.height()) return Double.NaN;
        float value = image.get(u, v, channel);
        return Float.isFinite(value) ? Math.max(0, value - sky + pedestal) : Double.NaN;
    }

    /** In a row of {@code work}, H u becomes w y / (H u + b). */
    private void divide(int y) {
        for (int x = 0; x < width; x++) {
            double data = data(x, y);
            double model = work[y * width + x] + pedestal;
            work[y * width + x] = data > 0 && model > 0 ? data / model : 0;
        }
    }

    private void multiply(int at, double[] values, int count) {
        for (int i = 0; i < count; i++) {
            double weight = weights == null ? 1 : weights[at + i];
            scene[at + i] *= weight < LEAST_WEIGHT ? 0 : Math.max(0, values[i]) / weight; // rounding in the Fourier domain may leave -1e-17
        }
    }

    /** Reduced chi-square with H u in {@code work}. */
    private double residual() {
        return mean((x, y) -> {
            double model = Math.max(0, work[y * width + x]);
            double variance = noise * noise + (settings.gain() > 0 ? model / settings.gain() : 0);
            double difference = data(x, y) - model - pedestal;
            return difference * difference / variance;
        });
    }

    /** Mean over the image of H u: the sum of u times H^T w over the number of valid pixels. */
    private double meanModel() {
        return rowSums((x, y) -> scene[y * width + x] * weights[y * width + x]) / validPixels;
    }

    private interface PixelFigure {
        double at(int x, int y);
    }

    /** Mean over the valid pixels. */
    private double mean(PixelFigure figure) {
        return rowSums((x, y) -> Double.isNaN(data(x, y)) ? 0 : figure.at(x, y)) / validPixels;
    }

    /** The sums of the rows are added in their order, so that threads do not change the result. */
    private double rowSums(PixelFigure figure) {
        return Arrays.stream(rows().mapToDouble(y -> {
            double sum = 0;
            for (int x = 0; x < width; x++) sum += figure.at(x, y);
            return sum;
        }).toArray()).sum();
    }

    /** How much of each pixel's light falls on valid pixels: H^T w. Under the dark convention the edges count as valid, so only holes matter. */
    private float[] weights(boolean dark) {
        rows().forEach(y -> {
            for (int x = 0; x < width; x++) work[y * width + x] = Double.isNaN(data(x, y)) ? 0 : 1;
        });
        boolean complete = Arrays.stream(work).allMatch(w -> w == 1);
        if (dark && complete) return null;
        float[] weights = new float[work.length];
        psf.correlate(work, width, height, (at, values, count) -> {
            for (int i = 0; i < count; i++) weights[at + i] = (float) values[i];
        });
        if (!dark) return weights;
        Arrays.fill(work, 1);
        psf.correlate(work, width, height, (at, values, count) -> {
            for (int i = 0; i < count; i++) weights[at + i] /= (float) values[i];
        });
        return weights;
    }
}
