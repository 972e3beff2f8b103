package sc.fiji.pix2pix.astro;

import java.util.Arrays;

import sc.fiji.pix2pix.image.Raster;

/** Direct convolution, summed in double precision in a fixed order. */
public final class Convolution {
    /** What lies beyond the image: its other side, or its nearest pixel repeated. */
    public enum Edge { WRAP, NEAREST }

    private static final int LARGE = 9;

    private Convolution() {}

    /** Each channel convolved with the kernel; same size. Missing values spread over the kernel: fill them before. */
    public static Raster apply(Raster image, Kernel kernel, Edge edge) {
        Raster result = new Raster(image.width(), image.height(), image.channels(), image.type());
        for (int c = 0; c < image.channels(); c++) convolve(image, image.plane(c), kernel, edge, result.plane(c));
        return result;
    }

    private static void convolve(Raster image, float[] plane, Kernel kernel, Edge edge, float[] result) {
        int width = image.width();
        int height = image.height();
        int size = kernel.size();
        int radius = size / 2;
        double[] sums = new double[width];
        float[] line = new float[width + 2 * radius];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int ky = 0; ky < size; ky++) {
                int row = index(y + radius - ky, height, edge) * width;
                for (int i = 0; i < line.length; i++) line[i] = plane[row + index(i - radius, width, edge)];
                for (int kx = 0; kx < size; kx++) {
                    double weight = kernel.get(kx, ky);
                    int shift = size - 1 - kx;
                    for (int x = 0; x < width; x++) sums[x] += weight * line[x + shift];
                }
            }
            for (int x = 0; x < width; x++) result[y * width + x] = (float) sums[x];
        }
    }

    /**
     * As {@link #apply}, but faster: for a Gaussian rows, then columns; for other kernels of more than {@value #LARGE} pixels across by Fourier transforms. The
     * results differ by rounding, so that what has been published by one is made again by that one.
     */
    public static Raster fast(Raster image, Kernel kernel, Edge edge) {
        if (kernel.factor() == null && kernel.size() <= LARGE) return apply(image, kernel, edge);
        Raster result = new Raster(image.width(), image.height(), image.channels(), image.type());
        for (int c = 0; c < image.channels(); c++) {
            if (kernel.factor() != null) separate(image, image.plane(c), kernel.factor(), edge, result.plane(c));
            else FourierConvolution.apply(image, image.plane(c), kernel, edge, result.plane(c));
        }
        return result;
    }

    private static void separate(Raster image, float[] plane, double[] factor, Edge edge, float[] result) {
        int width = image.width();
        int height = image.height();
        int radius = factor.length / 2;
        float[] rows = new float[plane.length];
        double[] sums = new double[width];
        float[] line = new float[width + 2 * radius];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < line.length; i++) line[i] = plane[y * width + index(i - radius, width, edge)];
            for (int k = 0; k < factor.length; k++) {
                double weight = factor[k];
                for (int x = 0; x < width; x++) sums[x] += weight * line[x + k];
            }
            for (int x = 0; x < width; x++) rows[y * width + x] = (float) sums[x];
        }
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int k = 0; k < factor.length; k++) {
                double weight = factor[k];
                int row = index(y + k - radius, height, edge) * width;
                for (int x = 0; x < width; x++) sums[x] += weight * rows[row + x];
            }
            for (int x = 0; x < width; x++) result[y * width + x] = (float) sums[x];
        }
    }

    static int index(int i, int length, Edge edge) {
        return edge == Edge.WRAP ? Math.floorMod(i, length) : Math.max(0, Math.min(length - 1, i));
    }
}
