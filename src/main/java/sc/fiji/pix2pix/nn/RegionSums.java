package sc.fiji.pix2pix.nn;

/** Sums per channel over regions of several tensors, for mean and variance of an image that does not fit into one. */
final class RegionSums {
    private final double[] sums;
    private final double[] squares;
    private long count;

    RegionSums(int channels) {
        sums = new double[channels];
        squares = new double[channels];
    }

    /** Adds region {@code r}, which is given in pixels {@code scale} times as fine, of image {@code n}. */
    void add(Tensor x, int n, Region r, int scale) {
        int channels = sums.length;
        for (int y = r.y() / scale; y < (r.y() + r.height()) / scale; y++) {
            int row = (n * x.h() + y) * x.w();
            for (int column = r.x() / scale; column < (r.x() + r.width()) / scale; column++) {
                int at = (row + column) * channels;
                for (int c = 0; c < channels; c++) {
                    double v = x.floats().get(at + c);
                    sums[c] += v;
                    squares[c] += v * v;
                }
                count++;
            }
        }
    }

    Normalization.Statistics statistics() {
        double[] mean = new double[sums.length];
        double[] variance = new double[sums.length];
        for (int c = 0; c < sums.length; c++) {
            mean[c] = sums[c] / count;
            variance[c] = Math.max(0, squares[c] / count - mean[c] * mean[c]);
        }
        return new Normalization.Statistics(mean, variance);
    }
}
