package sc.fiji.pix2pix.nn;

import java.util.Arrays;

/**
 * Work on rows of channel values, block by block in parallel; row r holds the channels of one pixel.
 *
 * <p>Java's compiler vectorises long loops only. So loops run over all values of a block at once, with what belongs to a channel {@link #repeated}
 * for each of its rows.
 */
final class Channels {

    private Channels() {}

    /** Adds to {@code sums} what {@code rows} rows from {@code start} on contribute. */
    @FunctionalInterface
    interface RowSum {
        void add(int start, int rows, float[] sums);
    }

    /** The values of all channels for each row of a block. */
    static float[] repeated(float[] values) {
        float[] result = Arrays.copyOf(values, rowsPerBlock(values.length) * values.length);
        for (int done = values.length; done < result.length; done *= 2) System.arraycopy(result, 0, result, done, Math.min(done, result.length - done));
        return result;
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
     * @param kinds how many sums a channel has: the result has {@code kinds * channels} values
     */
    static double[] sums(int first, int rows, int channels, int kinds, RowSum f) {
        int block = rowsPerBlock(channels);
        int blocks = (rows + block - 1) / block;
        float[][] partial = new float[blocks][kinds * channels];
        Blocks.each(blocks, i -> f.add(first + i * block, Math.min(block, rows - i * block), partial[i]));
        double[] total = new double[kinds * channels];
        for (float[] part : partial) {
            for (int i = 0; i < total.length; i++) total[i] += part[i];
        }
        return total;
    }

    /** Adds the values of each channel to {@code sums}, from {@code at} on. The rows are overwritten: halves are added until one row is left. */
    static void addUp(float[] rows, int count, int channels, float[] sums, int at) {
        int left = count;
        while (left > 1) {
            int half = left / 2;
            int length = half * channels;
            int second = (left - half) * channels;
            for (int i = 0; i < length; i++) rows[i] += rows[second + i];
            left -= half;
        }
        for (int c = 0; c < channels; c++) sums[at + c] += rows[c];
    }

    /** Sum of the values of each channel. */
    static double[] sums(Tensor t) {
        Rows rows = Rows.of(t);
        return sums(0, rows.count(), t.c(), 1, (start, n, sums) -> addUp(rows.load(0, start, n), n, t.c(), sums, 0));
    }
}
