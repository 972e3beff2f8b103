package sc.fiji.pix2pix.metrics;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_2D;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;

/**
 * Radially averaged power spectrum: in which sizes of structure an image has too little or too much. The power
 * {@code P(k) = mean |F(u, v)|^2} over the ring of frequencies {@code k = hypot(u, v)}, in cycles per pixel, of the image minus its mean
 * and times a Hann window (Harris 1978, Proceedings of the IEEE 66, 51), which keeps the jump between opposite edges out of the spectrum. The ratio of two images has no unit: 1 is
 * right, below 1 at high frequencies is blur, above 1 is noise or invented detail. Example: 3 times an image has a ratio of 9 at every
 * frequency.
 */
public final class PowerSpectrum {
    /** Nyquist's frequency in cycles per pixel. */
    public static final double HIGHEST = 0.5;

    private PowerSpectrum() {}

    /**
     * Ratio of the powers of image and truth between given frequencies; missing pixels of either are filled in both from their neighbours,
     * several channels are added up.
     *
     * @param edges ascending frequencies in cycles per pixel, 0 to 0.5; n + 1 of them make n rings
     * @return n ratios, each the image's mean power in a ring over the truth's; NaN where a ring has no frequency or the truth no power
     * @throws IllegalArgumentException if sizes or channels differ, or the edges do not ascend from 0 or more
     */
    public static double[] ratio(Raster image, Raster truth, double... edges) {
        Comparison.requireSameShape(image, truth);
        requireAscending(edges);
        double[] imagePower = new double[edges.length - 1];
        double[] truthPower = new double[edges.length - 1];
        for (int c = 0; c < truth.channels(); c++) {
            add(imagePower, plane(image, truth, c), truth.width(), truth.height(), edges);
            add(truthPower, plane(truth, image, c), truth.width(), truth.height(), edges);
        }
        double[] ratio = new double[edges.length - 1];
        for (int i = 0; i < ratio.length; i++) ratio[i] = truthPower[i] > 0 ? imagePower[i] / truthPower[i] : Double.NaN;
        return ratio;
    }

    private static void requireAscending(double[] edges) {
        boolean good = edges.length >= 2 && edges[0] >= 0;
        for (int i = 1; i < edges.length; i++) good &= edges[i] > edges[i - 1];
        if (!good) throw new IllegalArgumentException("The edges of rings of frequencies have to ascend from 0 or more: " + Arrays.toString(edges) + ".");
    }

    /** A channel with the missing pixels of both images filled. */
    private static float[] plane(Raster image, Raster other, int channel) {
        float[] plane = image.plane(channel).clone();
        for (int i = 0; i < plane.length; i++) {
            if (!Float.isFinite(other.plane(channel)[i])) plane[i] = Float.NaN;
        }
        return MissingValues.fill(new Raster(image.width(), image.height(), image.type(), plane)).plane(0);
    }

    private static void add(double[] power, float[] plane, int width, int height, double[] edges) {
        double mean = 0;
        for (float v : plane) mean += v;
        mean /= plane.length;
        double[] hannX = hann(width);
        double[] hannY = hann(height);
        double[][] spectrum = new double[height][2 * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) spectrum[y][x] = (plane[y * width + x] - mean) * hannX[x] * hannY[y];
        }
        new DoubleFFT_2D(height, width).realForwardFull(spectrum);
        for (int y = 0; y < height; y++) {
            double v = (double) Math.min(y, height - y) / height;
            for (int x = 0; x < width; x++) {
                double u = (double) Math.min(x, width - x) / width;
                int ring = ring(Math.sqrt(u * u + v * v), edges);
                if (ring < 0 || ring >= power.length) continue;
                power[ring] += spectrum[y][2 * x] * spectrum[y][2 * x] + spectrum[y][2 * x + 1] * spectrum[y][2 * x + 1];
            }
        }
    }

    private static int ring(double frequency, double[] edges) {
        int at = Arrays.binarySearch(edges, frequency);
        return at >= 0 ? at : -at - 2;
    }

    private static double[] hann(int length) {
        double[] window = new double[length];
        for (int i = 0; i < length; i++) window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length);
        return window;
    }
}
