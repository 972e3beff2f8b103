package sc.fiji.pix2pix.photometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * Finds sources: the local sky is subtracted, the image is smoothed with a Gaussian of the stars' width (matched filter), and connected pixels above the
 * threshold times the noise of the smoothed image are a source. Two peaks on one patch of light are two sources if the lower one rises above the saddle
 * between them by the same threshold; so noise on a bright galaxy makes no sources of its own. Missing pixels count as sky.
 */
public final class Detection {
    private static final int LEAST_CELL = 64;
    private static final int CELL_FWHMS = 16;

    private Detection() {}

    /**
     * With the noise of the smoothed image measured in it (1.4826 MAD about the local sky): right also where noise is correlated between pixels.
     *
     * @param image its first channel is searched
     * @param fwhm of stars, in pixels
     * @param threshold in units of the noise of the smoothed image, for one 3 to 5
     * @return brightest first
     * @throws IllegalArgumentException if no pixel is finite, or the FWHM or threshold is not positive
     */
    public static List<Source> detect(Raster image, double fwhm, double threshold) {
        Raster flat = flat(image, fwhm);
        Raster smooth = new Smoothing(fwhm).apply(flat);
        return new Peaks(flat, smooth, threshold, measuredNoise(image, smooth)).sources();
    }

    /**
     * With known noise, as for an image without noise that others are compared with.
     *
     * @param sigma of the image's white noise, in pixel units, before smoothing; above 0
     */
    public static List<Source> detect(Raster image, double fwhm, double threshold, double sigma) {
        if (!(sigma > 0)) throw new IllegalArgumentException("A noise sigma of " + sigma + " is not above 0.");
        Smoothing smoothing = new Smoothing(fwhm);
        Raster flat = flat(image, fwhm);
        return new Peaks(flat, smoothing.apply(flat), threshold, sigma * smoothing.noiseFactor()).sources();
    }

    private static Raster flat(Raster image, double fwhm) {
        LocalSky sky = LocalSky.of(image, (int) Math.max(LEAST_CELL, CELL_FWHMS * fwhm));
        Raster flat = new Raster(image.width(), image.height(), 1, PixelType.FLOAT32);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                float value = image.get(x, y, 0);
                if (Float.isFinite(value)) flat.plane(0)[y * image.width() + x] = (float) (value - sky.at(x, y));
            }
        }
        return flat;
    }

    private static double measuredNoise(Raster image, Raster smooth) {
        float[] valid = smooth.plane(0).clone();
        float[] original = image.plane(0);
        for (int i = 0; i < valid.length; i++) if (!Float.isFinite(original[i])) valid[i] = Float.NaN;
        SkyEstimate sky = SkyEstimate.of(valid);
        return Math.min(sky.std(), sky.madStd());
    }

    /** Pixels above the threshold, joined from the brightest down to patches that each grow around one peak. */
    private static final class Peaks {
        private final Raster flat;
        private final Raster smooth;
        private final double level;
        private final double noise;
        private final int[] parent;

        Peaks(Raster flat, Raster smooth, double threshold, double noise) {
            if (!(threshold > 0)) throw new IllegalArgumentException("A detection threshold of " + threshold + " is not above 0.");
            this.flat = flat;
            this.smooth = smooth;
            this.noise = noise;
            this.level = threshold * noise;
            parent = new int[smooth.plane(0).length];
            Arrays.fill(parent, -1);
        }

        List<Source> sources() {
            float[] values = smooth.plane(0);
            int[] order = descending(values);
            boolean[] alone = new boolean[values.length]; // peaks that a saddle has shown to be sources of their own
            for (int p : order) join(p, values, alone);
            return measure(order, values);
        }

        /** Pixels above the level, brightest first. */
        private int[] descending(float[] values) {
            long[] keys = new long[values.length];
            int count = 0;
            for (int i = 0; i < values.length; i++) {
                if (values[i] > level) keys[count++] = (long) Float.floatToRawIntBits(values[i]) << 32 | i;
            }
            Arrays.parallelSort(keys, 0, count); // positive floats sort as their bits do
            int[] order = new int[count];
            for (int i = 0; i < count; i++) order[i] = (int) keys[count - 1 - i];
            return order;
        }

        /** Adds a pixel to the patch of its brightest neighbour, and unites two patches whose lower peak does not rise enough above it. */
        private void join(int p, float[] values, boolean[] alone) {
            int width = smooth.width();
            int x = p % width;
            int y = p / width;
            int own = -1;
            for (int v = Math.max(0, y - 1); v <= Math.min(smooth.height() - 1, y + 1); v++) {
                for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                    int q = v * width + u;
                    if (parent[q] < 0) continue;
                    int peak = root(q);
                    if (own < 0) own = peak;
                    else if (peak != own) {
                        // Of equal peaks the one that came first, as everywhere: a source is known before its other pixels.
                        int high = values[peak] > values[own] || values[peak] == values[own] && peak > own ? peak : own;
                        int low = high == peak ? own : peak;
                        if (!alone[low] && values[low] - values[p] <= level) parent[low] = high;
                        else alone[low] = true;
                        own = high;
                    }
                }
            }
            parent[p] = own < 0 ? p : own;
        }

        private int root(int p) {
            int root = p;
            while (parent[root] != root) root = parent[root];
            while (parent[p] != root) {
                int next = parent[p];
                parent[p] = root;
                p = next;
            }
            return root;
        }

        private List<Source> measure(int[] order, float[] values) {
            int width = smooth.width();
            int[] index = new int[values.length];
            List<double[]> sums = new ArrayList<>();
            for (int p : order) {
                int peak = root(p);
                if (peak == p) {
                    index[p] = sums.size();
                    sums.add(new double[] {0, 0, 0, Double.NEGATIVE_INFINITY, 0, 0, values[p]});
                }
                double[] s = sums.get(index[peak]);
                // Half of the peak and above: the centre of a source does not move with the faint light of its neighbours.
                double weight = Math.max(0, values[p] - 0.5 * values[peak]);
                s[0] += weight;
                s[1] += weight * (p % width);
                s[2] += weight * (p / width);
                s[3] = Math.max(s[3], flat.plane(0)[p]);
                s[4] += flat.plane(0)[p];
                s[5]++;
            }
            return sums.stream().map(s -> new Source(s[1] / s[0], s[2] / s[0], s[3], s[4], (int) s[5], s[6] / noise))
                .sorted(Comparator.comparingDouble(Source::signalToNoise).reversed()).toList();
        }
    }
}
