package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Sums and maps per channel over rows of NHWC values: row r holds the channels of one pixel. */
final class Channels {

    private Channels() {}

    /** Adds to {@code sums[0..channels)} the contribution of {@code rows} rows of {@code a} (and {@code b}, null if absent). */
    @FunctionalInterface
    interface RowSum {
        void add(float[] a, float[] b, int rows, int channels, float[] sums);
    }

    private static int rowsPerBlock(int channels) {
        return Math.max(1, Blocks.SIZE / channels);
    }

    /**
     * Sums over rows, per channel: within a block in float32, over the blocks in order in float64, so that the result does not depend on the
     * number of threads.
     *
     * @param width how many sums a channel has: the result has {@code width * channels} values
     */
    static double[] sums(FloatBuffer a, FloatBuffer b, int firstRow, int rows, int channels, int width, RowSum f) {
        int block = rowsPerBlock(channels);
        int blocks = (rows + block - 1) / block;
        float[][] partial = new float[blocks][];
        IntStream.range(0, blocks).parallel().forEach(i -> {
            int start = firstRow + i * block;
            int n = Math.min(block, firstRow + rows - start);
            float[] x = Blocks.load(0, a, start * channels, n * channels);
            float[] y = b == null ? null : Blocks.load(1, b, start * channels, n * channels);
            partial[i] = new float[width * channels];
            f.add(x, y, n, channels, partial[i]);
        });
        double[] total = new double[width * channels];
        for (float[] part : partial) {
            for (int c = 0; c < total.length; c++) total[c] += part[c];
        }
        return total;
    }

    /** Sum of the values of each channel. */
    static double[] sums(FloatBuffer a, int firstRow, int rows, int channels) {
        return sums(a, null, firstRow, rows, channels, 1, (x, none, n, k, sums) -> {
            for (int r = 0; r < n; r++) {
                int at = r * k;
                for (int c = 0; c < k; c++) sums[c] += x[at + c];
            }
        });
    }

    /** Computes {@code rows} rows of {@code out} from the same rows of {@code a} and {@code b} (null if absent). */
    @FunctionalInterface
    interface RowMap {
        void apply(float[] a, float[] b, float[] out, int rows, int channels);
    }

    static void map(FloatBuffer a, FloatBuffer b, FloatBuffer out, int firstRow, int rows, int channels, RowMap f) {
        Blocks.run(rows, rowsPerBlock(channels), (block, start, n) -> {
            int at = (firstRow + start) * channels;
            float[] y = Blocks.scratch(2, n * channels);
            f.apply(Blocks.load(0, a, at, n * channels), b == null ? null : Blocks.load(1, b, at, n * channels), y, n, channels);
            out.put(at, y, 0, n * channels);
        });
    }
}
