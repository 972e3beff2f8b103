package sc.fiji.pix2pix.astro;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Several deconvolutions of one image that know of light that it is nowhere negative, from smooth to sharp: Richardson-Lucy's iteration (Richardson 1972, JOSA 62, 55; Lucy 1974, AJ 79,
 * 745) after a few steps and after many, with Nesterov's momentum, by which k steps go about as far as k^2 / 4 without. As a scene is not negative, noise
 * lifts its sky; so what an estimate leaves of the image is added to it, blurred twice by the PSF, which keeps the flux. Nothing in it depends on the
 * whole image, so that a part is treated as the whole would be; what lies beyond the edge is the nearest pixel.
 */
final class PositiveInverses {
    static final int[] STEPS = {5, 14, 40};
    /** Beyond this distance in pixels a pixel has next to no influence. */
    static final int REACH = 48;

    /** Added to the sky, in units of its noise: next to no pixel lies below zero then. */
    private static final float PEDESTAL = 3;
    /** The first scene, in units of the noise, at least: what is 0 stays 0. */
    private static final float LEAST = 0.02f;
    /** Momentum takes a pixel down to this share of itself at most, so that it stays positive. */
    private static final float SHRINK = 0.1f;
    /** Still smaller numbers would end where arithmetic is slow. */
    private static final float FAINTEST = 1e-6f;
    private static final int BLOCK = 448;

    private PositiveInverses() {}

    /**
     * @param scaled one channel without missing values, in units of the sky's noise and 0 on the sky
     * @param reach how far in pixels the image is continued beyond its edges
     * @return a channel for each of {@link #STEPS}
     * @throws sc.fiji.pix2pix.progress.CancelledException if the user cancelled
     */
    static Raster apply(Raster scaled, Kernel psf, int reach, Progress progress) {
        Raster result = new Raster(scaled.width(), scaled.height(), STEPS.length, PixelType.FLOAT32);
        int columns = (scaled.width() + BLOCK - 1) / BLOCK;
        int blocks = columns * ((scaled.height() + BLOCK - 1) / BLOCK);
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, blocks).parallel().forEach(i -> {
            int x = i % columns * BLOCK;
            int y = i / columns * BLOCK;
            progress.report((double) done.getAndIncrement() / blocks, "Richardson-Lucy");
            block(scaled, x, y, Math.min(BLOCK, scaled.width() - x), Math.min(BLOCK, scaled.height() - y), reach, psf, result, progress);
        });
        return result;
    }

    private static void block(Raster image, int x0, int y0, int width, int height, int reach, Kernel psf, Raster result, Progress progress) {
        int w = width + 2 * reach;
        int h = height + 2 * reach;
        LowRankConvolution blur = new LowRankConvolution(psf, w, h);
        LowRankConvolution transpose = psf.turned() == psf ? blur : new LowRankConvolution(psf.turned(), w, h);
        float[][] data = data(image, x0 - reach, y0 - reach, w, h);
        float[][] start = new float[h][w];
        transpose.apply(data, start);
        for (float[] row : start) {
            for (int x = 0; x < w; x++) row[x] = Math.max(row[x] - PEDESTAL, LEAST);
        }
        float[][] last = new float[h][];
        for (int y = 0; y < h; y++) last[y] = start[y].clone();
        float[][] ratio = new float[h][w];
        float[][] factor = new float[h][w];
        int stage = 0;
        for (int step = 1; step <= STEPS[STEPS.length - 1]; step++) {
            progress.check();
            blur.apply(start, ratio);
            for (int y = 0; y < h; y++) divide(data[y], ratio[y]);
            transpose.apply(ratio, factor);
            for (int y = 0; y < h; y++) advance(start[y], last[y], factor[y], (step - 1f) / (step + 2f));
            if (step == STEPS[stage]) {
                blur.apply(last, ratio);
                for (int y = 0; y < h; y++) subtract(data[y], ratio[y]);
                transpose.apply(ratio, factor);
                transpose.apply(factor, ratio);
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) result.plane(stage)[(y0 + y) * image.width() + x0 + x] = last[y + reach][x + reach] + ratio[y + reach][x + reach];
                }
                stage++;
            }
        }
    }

    private static void divide(float[] data, float[] model) {
        for (int i = 0; i < model.length; i++) model[i] = data[i] / (model[i] + PEDESTAL);
    }

    /** What of the data the model does not explain. */
    private static void subtract(float[] data, float[] model) {
        for (int i = 0; i < model.length; i++) model[i] = data[i] - PEDESTAL - model[i];
    }

    private static void advance(float[] start, float[] last, float[] factor, float momentum) {
        for (int i = 0; i < start.length; i++) {
            float now = Math.max(start[i] * factor[i], FAINTEST);
            start[i] = Math.max(now + momentum * (now - last[i]), SHRINK * now);
            last[i] = now;
        }
    }

    private static float[][] data(Raster image, int x0, int y0, int width, int height) {
        float[][] data = new float[height][width];
        for (int y = 0; y < height; y++) {
            int row = clamp(y0 + y, image.height()) * image.width();
            for (int x = 0; x < width; x++) data[y][x] = Math.max(0, image.plane(0)[row + clamp(x0 + x, image.width())] + PEDESTAL);
        }
        return data;
    }

    private static int clamp(int i, int length) {
        return Math.max(0, Math.min(length - 1, i));
    }
}
