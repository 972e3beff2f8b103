package sc.fiji.pix2pix.nn;

import java.util.stream.IntStream;

/** Work on rows of channel values, block by block in parallel; row r holds the channels of one pixel. */
final class Channels {

    private Channels() {}

    /** Adds to {@code sums} what {@code rows} rows from {@code start} on contribute. */
    @FunctionalInterface
    interface RowSum {
        void add(int start, int rows, float[] sums);
    }

    private static int rowsPerBlock(int channels) {
        return Math.max(1, Blocks.SIZE / channels);
    }

    /** Calls {@code task} for blocks of the rows from {@code first} on, with each block's first row and number of rows. */
    static void blocks(int first, int rows, int channels, Blocks.Task task) {
        Blocks.run(rows, rowsPerBlock(channels), (block, start, n) -> task.run(block, first + start, n));
    }

    /**
     * Sums over rows: within a block in float32, over the blocks in order in float64, so that the result does not depend on the number of threads.
     *
     * @param width how many sums a channel has: the result has {@code width * channels} values
     */
    static double[] sums(int first, int rows, int channels, int width, RowSum f) {
        int block = rowsPerBlock(channels);
        int blocks = (rows + block - 1) / block;
        float[][] partial = new float[blocks][width * channels];
        IntStream.range(0, blocks).parallel()
            .forEach(i -> f.add(first + i * block, Math.min(block, rows - i * block), partial[i]));
        double[] total = new double[width * channels];
        for (float[] part : partial) {
            for (int c = 0; c < total.length; c++) total[c] += part[c];
        }
        return total;
    }

    /** Adds the rows' values to {@code sums}, per channel. */
    static void add(float[] rows, int count, float[] sums) {
        int channels = sums.length;
        for (int r = 0; r < count; r++) {
            int at = r * channels;
            for (int c = 0; c < channels; c++) sums[c] += rows[at + c];
        }
    }

    /** Sum of the values of each channel. */
    static double[] sums(Tensor t) {
        Rows rows = Rows.of(t);
        return sums(0, rows.count(), t.c(), 1, (start, n, sums) -> add(rows.load(0, start, n), n, sums));
    }
}
