package sc.fiji.pix2pix.astro;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Several deconvolutions of one image that know of light that it is nowhere negative, from smooth to sharp: Richardson-Lucy's iteration (Richardson 1972, JOSA 62, 55; Lucy 1974, AJ 79,
 * 745) after a few steps and after many, with Nesterov's momentum, by which k steps go about as far as k^2 / 4 without. As a scene is not negative, noise
 * lifts its sky; so what an estimate leaves of the image is added to it, blurred twice by the PSF, which keeps the flux away from edges. Nothing in it depends on the
 * whole image, so that a part is treated as the whole would be. What lies beyond the edges, and what is missing, was not seen, but the scene goes on there: it is estimated
 * from the light that it sends into pixels that were seen (Bertero & Boccacci 2005, A&A 437, 369).
 */
final class PositiveInverses {
    static final int[] STEPS = {5, 14, 40};
    /** Beyond this distance in pixels a pixel has next to no influence. */
    static final int REACH = 48;

    /** The estimate that continues the image where it was not seen: later ones make too much of the little that is known there. */
    private static final int CONTINUING = 1;
    /** Added to the sky, in units of its noise: next to no pixel lies below zero then. */
    private static final float PEDESTAL = 3;
    /** The first scene, in units of the noise, at least: what is 0 stays 0. */
    private static final float LEAST = 0.02f;
    /** A pixel of the scene that sends less than this share of its light into pixels that were seen is not known. */
    private static final float LEAST_SHARE = 0.01f;
    /** Momentum takes a pixel down to this share of itself at most, so that it stays positive. */
    private static final float SHRINK = 0.1f;
    /** Still smaller numbers would end where arithmetic is slow. */
    private static final float FAINTEST = 1e-6f;
    private static final int BLOCK = 448;

    private final Raster image;
    private final int reach;
    /** Of the block: where it starts in the image, and how large it is. */
    private final int x0;
    private final int y0;
    private final int width;
    private final int height;
    private final LowRankConvolution blur;
    private final LowRankConvolution transpose;
    /** The block and what is within reach of it, plus the pedestal; 0 where nothing was seen. */
    private final float[][] data;
    /** 1 where a pixel was seen, else 0. */
    private final float[][] seen;
    /** Share of the light of each pixel of the scene that falls on pixels that were seen, H^T w. */
    private final float[][] shares;

    /**
     * What came of an image.
     *
     * @param versions a channel for each of {@link #STEPS}
     * @param continued the image as far as {@code reach} beyond its edges, with what the estimate makes of it wherever nothing was seen
     * @param reach in pixels
     * @param shares of the light of each pixel of the scene that were seen: 1 far from edges and holes, about 1/2 at an edge, 1/4 in a corner
     */
    record Estimates(Raster versions, Raster continued, int reach, Raster shares) {}

    private PositiveInverses(Raster image, int x0, int y0, int width, int height, int reach, Kernel psf) {
        this.image = image;
        this.reach = reach;
        this.x0 = x0;
        this.y0 = y0;
        this.width = width;
        this.height = height;
        int w = width + 2 * reach;
        int h = height + 2 * reach;
        blur = new LowRankConvolution(psf, w, h);
        transpose = psf.turned() == psf ? blur : new LowRankConvolution(psf.turned(), w, h);
        data = new float[h][w];
        seen = new float[h][w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                float value = pixel(x, y);
                seen[y][x] = Float.isFinite(value) ? 1 : 0;
                data[y][x] = Float.isFinite(value) ? value + PEDESTAL : 0;
            }
        }
        shares = new float[h][w];
        transpose.apply(seen, shares);
    }

    /** A pixel of the block with its surroundings; NaN beyond the image. */
    private float pixel(int x, int y) {
        int u = x0 + x - reach;
        int v = y0 + y - reach;
        return u < 0 || v < 0 || u >= image.width() || v >= image.height() ? Float.NaN : image.get(u, v, 0);
    }

    /**
     * @param scaled one channel in units of the sky's noise, 0 on the sky; NaN where nothing was seen
     * @param reach how far in pixels the scene is estimated beyond the image's edges
     * @throws sc.fiji.pix2pix.progress.CancelledException if the user cancelled
     */
    static Estimates apply(Raster scaled, Kernel psf, int reach, Progress progress) {
        Estimates result = new Estimates(new Raster(scaled.width(), scaled.height(), STEPS.length, PixelType.FLOAT32),
            new Raster(scaled.width() + 2 * reach, scaled.height() + 2 * reach, 1, PixelType.FLOAT32), reach, new Raster(scaled.width(), scaled.height(), 1, PixelType.FLOAT32));
        int columns = (scaled.width() + BLOCK - 1) / BLOCK;
        int blocks = columns * ((scaled.height() + BLOCK - 1) / BLOCK);
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, blocks).parallel().forEach(i -> {
            int x = i % columns * BLOCK;
            int y = i / columns * BLOCK;
            progress.report((double) done.getAndIncrement() / blocks, "Richardson-Lucy");
            new PositiveInverses(scaled, x, y, Math.min(BLOCK, scaled.width() - x), Math.min(BLOCK, scaled.height() - y), reach, psf).run(result, progress);
        });
        return result;
    }

    private void run(Estimates result, Progress progress) {
        int w = width + 2 * reach;
        int h = height + 2 * reach;
        float[][] start = new float[h][w];
        float[][] last = new float[h][];
        float[][] ratio = new float[h][w];
        float[][] factor = new float[h][w];
        transpose.apply(data, start);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) start[y][x] = shares[y][x] < LEAST_SHARE ? LEAST : Math.max(start[y][x] / shares[y][x] - PEDESTAL, LEAST);
            last[y] = start[y].clone();
        }
        int stage = 0;
        for (int step = 1; step <= STEPS[STEPS.length - 1]; step++) {
            progress.check();
            blur.apply(start, ratio);
            for (int y = 0; y < h; y++) divide(data[y], ratio[y]);
            transpose.apply(ratio, factor);
            for (int y = 0; y < h; y++) advance(start[y], last[y], factor[y], shares[y], (step - 1f) / (step + 2f));
            if (step == STEPS[stage]) {
                blur.apply(last, ratio);
                if (stage == CONTINUING) continueImage(ratio, result.continued);
                for (int y = 0; y < h; y++) subtract(data[y], seen[y], ratio[y]);
                transpose.apply(ratio, factor);
                transpose.apply(factor, ratio);
                put(last, ratio, result.versions.plane(stage++));
            }
        }
        put(shares, null, result.shares.plane(0));
    }

    private static void divide(float[] data, float[] model) {
        for (int i = 0; i < model.length; i++) model[i] = Math.max(0, data[i]) / (model[i] + PEDESTAL);
    }

    /** What of the data the model does not explain. */
    private static void subtract(float[] data, float[] seen, float[] model) {
        for (int i = 0; i < model.length; i++) model[i] = data[i] - seen[i] * (PEDESTAL + model[i]);
    }

    private static void advance(float[] start, float[] last, float[] factor, float[] shares, float momentum) {
        for (int i = 0; i < start.length; i++) {
            float now = shares[i] < LEAST_SHARE ? FAINTEST : Math.max(start[i] * factor[i] / shares[i], FAINTEST);
            start[i] = Math.max(now + momentum * (now - last[i]), SHRINK * now);
            last[i] = now;
        }
    }

    /** The block's pixels of one plane, or of the sum of two. */
    private void put(float[][] one, float[][] other, float[] plane) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++)
                plane[(y0 + y) * image.width() + x0 + x] = one[y + reach][x + reach] + (other == null ? 0 : other[y + reach][x + reach]);
        }
    }

    /** The block's pixels and, where it lies at an edge of the image, those beyond it. */
    private void continueImage(float[][] model, Raster continued) {
        int right = x0 + width == image.width() ? width + 2 * reach : width + reach;
        int bottom = y0 + height == image.height() ? height + 2 * reach : height + reach;
        for (int y = y0 == 0 ? 0 : reach; y < bottom; y++) {
            for (int x = x0 == 0 ? 0 : reach; x < right; x++)
                continued.plane(0)[(y0 + y) * continued.width() + x0 + x] = seen[y][x] == 1 ? data[y][x] - PEDESTAL : model[y][x];
        }
    }
}
