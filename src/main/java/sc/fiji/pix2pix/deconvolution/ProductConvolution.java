package sc.fiji.pix2pix.deconvolution;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Convolution with a kernel that is the outer product of a symmetric line of weights with itself: down the columns, then along the row. */
final class ProductConvolution implements PlaneConvolution {
    private static final int ROWS = 16;
    private final double[] weights;
    private final int radius;

    /** @param weights of odd number, the same from both ends */
    ProductConvolution(double[] weights) {
        this.weights = weights;
        radius = weights.length / 2;
    }

    @Override
    public void convolve(double[] plane, int width, int height, Sink sink) {
        IntStream.range(0, (height + ROWS - 1) / ROWS).parallel().forEach(block -> {
            double[] line = new double[width + 2 * radius];
            double[] sums = new double[width];
            for (int y = block * ROWS; y < Math.min(height, (block + 1) * ROWS); y++) {
                Arrays.fill(line, 0);
                downColumns(plane, width, height, y, line);
                alongRow(line, sums);
                sink.accept(y * width, sums, width);
            }
        });
    }

    @Override
    public void correlate(double[] plane, int width, int height, Sink sink) {
        convolve(plane, width, height, sink);
    }

    /** Pairs of rows at equal distance share a weight. */
    private void downColumns(double[] plane, int width, int height, int y, double[] line) {
        for (int d = 0; d <= radius; d++) {
            boolean above = y - d >= 0;
            boolean below = d > 0 && y + d < height;
            if (above && below) addBoth(plane, (y - d) * width, (y + d) * width, width, weights[radius + d], line);
            else if (above || below) add(plane, (above ? y - d : y + d) * width, width, weights[radius + d], line);
        }
    }

    private void addBoth(double[] plane, int first, int second, int width, double weight, double[] line) {
        for (int x = 0; x < width; x++) line[radius + x] += weight * (plane[first + x] + plane[second + x]);
    }

    private void add(double[] plane, int first, int width, double weight, double[] line) {
        for (int x = 0; x < width; x++) line[radius + x] += weight * plane[first + x];
    }

    private void alongRow(double[] line, double[] sums) {
        for (int x = 0; x < sums.length; x++) sums[x] = weights[radius] * line[x + radius];
        for (int d = 1; d <= radius; d++) addBoth(line, radius - d, radius + d, weights[radius + d], sums);
    }

    private static void addBoth(double[] line, int left, int right, double weight, double[] sums) {
        for (int x = 0; x < sums.length; x++) sums[x] += weight * (line[left + x] + line[right + x]);
    }
}
