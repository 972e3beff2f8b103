package sc.fiji.pix2pix.nn;

import java.util.Arrays;

/**
 * Work on rows of channel values, in parallel; row r holds the channels of one pixel. Rows are handed out in pieces that fit into a core's first
 * cache with all that is needed for them.
 *
 * <p>Java's compiler vectorises long loops only, over arrays that share one index. So loops run over all values of a piece at once, with what
 * belongs to a channel {@link #repeated} for each of its rows.
 */
final class Channels {
    /** Values of a piece, about. */
    private static final int PIECE = 1 << 10;
    /** In a block, which is what a thread takes at a time and what is summed in float32. */
    private static final int PIECES = 8;
    /** This thread's scratch arrays that hold sums of two kinds, means, and what all blocks give. */
    private static final int SUMS = 6;
    private static final int MEAN = 8;
    private static final int RESULTS = 9;
    /** More are not kept. */
    private static final int MOST_RESULTS = 1 << 20;

    private Channels() {}

    /** Work on {@code rows} rows from {@code start} on. */
    @FunctionalInterface
    interface RowTask {
        void run(int start, int rows);
    }

    /** Adds what {@code rows} rows from {@code start} on contribute, value by value: sums of kind k to {@code sums[k]}. */
    @FunctionalInterface
    interface RowSum {
        void add(int start, int rows, float[][] sums);
    }

    /** Mean of each channel and the sum of squares of the differences from it. */
    record Moments(double[] mean, double[] squares) {}

    /** The values of all channels for each row of a piece. */
    static float[] repeated(float[] values) {
        return repeat(Arrays.copyOf(values, rowsPerPiece(values.length) * values.length), values.length);
    }

    /** Repeats the values of all channels for each row of a piece. */
    private static float[] repeat(float[] values, int channels) {
        int length = rowsPerPiece(channels) * channels;
        for (int done = channels; done < length; done *= 2) System.arraycopy(values, 0, values, done, Math.min(done, length - done));
        return values;
    }

    private static int rowsPerPiece(int channels) {
        return Math.max(1, PIECE / channels);
    }

    /** Calls {@code task} for pieces of the rows from {@code first} on. */
    static void pieces(int first, int rows, int channels, RowTask task) {
        Blocks.run(rows, PIECES * rowsPerPiece(channels), (block, start, n) -> inBlock(first + start, n, channels, task));
    }

    private static void inBlock(int first, int rows, int channels, RowTask task) {
        int piece = rowsPerPiece(channels);
        for (int start = 0; start < rows; start += piece) task.run(first + start, Math.min(piece, rows - start));
    }

    /**
     * Sums over rows: within a block in float32, over the blocks in order in float64, so that the result does not depend on the number of threads.
     *
     * @param kinds how many sums a channel has, at most 2: the result has {@code kinds * channels} values
     */
    static double[] sums(int first, int rows, int channels, int kinds, RowSum f) {
        int block = PIECES * rowsPerPiece(channels);
        int blocks = (rows + block - 1) / block;
        int part = kinds * channels;
        float[] partial = results(blocks * part);
        Blocks.each(blocks, i -> sumBlock(first + i * block, Math.min(block, rows - i * block), channels, kinds, f, partial, i * part));
        double[] total = new double[part];
        for (int i = 0; i < blocks; i++) {
            for (int c = 0; c < part; c++) total[c] += partial[i * part + c];
        }
        return total;
    }

    private static float[] results(int length) {
        return length > MOST_RESULTS ? new float[length] : Blocks.scratch(RESULTS, length);
    }

    /** Writes the sums of each kind, one behind the other, to {@code result} from {@code at} on. */
    private static void sumBlock(int first, int rows, int channels, int kinds, RowSum f, float[] result, int at) {
        int piece = Math.min(rows, rowsPerPiece(channels));
        float[][] sums = new float[kinds][];
        for (int k = 0; k < kinds; k++) {
            sums[k] = Blocks.scratch(SUMS + k, piece * channels);
            Arrays.fill(sums[k], 0, piece * channels, 0);
        }
        inBlock(first, rows, channels, (start, n) -> f.add(start, n, sums));
        Arrays.fill(result, at, at + kinds * channels, 0);
        for (int k = 0; k < kinds; k++) addUp(sums[k], piece, channels, result, at + k * channels);
    }

    /** Adds the values of each channel to {@code sums}, from {@code at} on. The rows are overwritten: halves are added until one row is left. */
    private static void addUp(float[] rows, int count, int channels, float[] sums, int at) {
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

    static void add(float[] values, int length, float[] sums) {
        for (int i = 0; i < length; i++) sums[i] += values[i];
    }

    /** Sum of the values of each channel. */
    static double[] sums(Tensor t) {
        Rows rows = Rows.of(t);
        int channels = t.c();
        return sums(0, rows.count(), channels, 1, (start, n, sums) -> add(rows.load(0, start, n), n * channels, sums[0]));
    }

    /**
     * Of some rows, by the moments of blocks (Chan, Golub and LeVeque 1979): these are taken in two passes while a block is in the cache, which
     * keeps the digits that E[x^2] - E[x]^2 loses.
     */
    static Moments moments(Rows in, int first, int rows) {
        int channels = in.channels();
        int block = PIECES * rowsPerPiece(channels);
        int blocks = (rows + block - 1) / block;
        // Of each block the rounded means, and the sums of the differences from them and of their squares.
        int part = 3 * channels;
        float[] parts = results(blocks * part);
        Blocks.each(blocks, i -> {
            int start = first + i * block;
            int n = Math.min(block, rows - i * block);
            sumBlock(start, n, channels, 1, (from, count, sums) -> add(in.load(0, from, count), count * channels, sums[0]), parts, i * part);
            float[] mean = Blocks.scratch(MEAN, PIECE + channels);
            for (int c = 0; c < channels; c++) mean[c] = parts[i * part + c] /= n;
            float[] centre = repeat(mean, channels);
            sumBlock(start, n, channels, 2, (from, count, sums) -> differences(in.load(0, from, count), centre, count * channels, sums[0], sums[1]), parts,
                i * part + channels);
        });
        return merge(parts, channels, block, rows);
    }

    private static void differences(float[] a, float[] centre, int length, float[] rests, float[] squares) {
        for (int i = 0; i < length; i++) {
            float d = a[i] - centre[i];
            rests[i] += d;
            squares[i] += d * d;
        }
    }

    private static Moments merge(float[] parts, int channels, int block, int rows) {
        double[] mean = new double[channels];
        double[] total = new double[channels];
        for (int first = 0, at = 0; first < rows; first += block, at += 3 * channels) {
            double n = Math.min(block, rows - first);
            for (int c = 0; c < channels; c++) mean[c] += parts[at + c] * n + parts[at + channels + c];
        }
        for (int c = 0; c < channels; c++) mean[c] /= rows;
        for (int first = 0, at = 0; first < rows; first += block, at += 3 * channels) {
            double n = Math.min(block, rows - first);
            for (int c = 0; c < channels; c++) {
                double shift = parts[at + c] - mean[c];
                total[c] += parts[at + 2 * channels + c] + 2 * shift * parts[at + channels + c] + shift * shift * n;
            }
        }
        return new Moments(mean, total);
    }
}
