package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

/**
 * The order in which the weights of a convolution [a, b, k, k] lie in memory while they are used and trained: in blocks [a / n, b / n, k, k, n, n]
 * whose last axis is that of a. Files and PyTorch have [a, b, k, k], which is n = 1.
 *
 * @param block n; divides a and b
 */
record WeightOrder(int block) {
    static final WeightOrder PYTORCH = new WeightOrder(1);

    /** Copies from PyTorch's order to this one. */
    void store(long[] shape, FloatBuffer from, FloatBuffer to) {
        if (block == 1) to.put(0, from, 0, to.limit());
        else forSlabs(shape, (start, length, plain, blocked) -> {
            from.get(start, plain, 0, length);
            permute(shape, plain, blocked, true);
            to.put(start, blocked, 0, length);
        });
    }

    /** Copies from this order to PyTorch's. */
    void restore(long[] shape, FloatBuffer from, FloatBuffer to) {
        if (block == 1) to.put(0, from, 0, to.limit());
        else forSlabs(shape, (start, length, plain, blocked) -> {
            from.get(start, blocked, 0, length);
            permute(shape, plain, blocked, false);
            to.put(start, plain, 0, length);
        });
    }

    /** Multiplies what belongs to index i of an axis, 0 (a) or 1 (b), by factor i. */
    void scale(long[] shape, FloatBuffer values, int axis, float[] factors) {
        int square = block * block;
        int taps = (int) (shape[2] * shape[3]);
        int lines = (int) shape[1] / block;
        Blocks.run(values.limit() / square, Math.max(1, Blocks.SIZE / square), (index, start, n) -> {
            float[] some = Blocks.load(0, values, start * square, n * square);
            for (int i = 0; i < n; i++) {
                int line = (start + i) / taps;
                int first = (axis == 0 ? line / lines : line % lines) * block;
                for (int k = 0; k < square; k++) some[i * square + k] *= factors[first + (axis == 0 ? k % block : k / block)];
            }
            values.put(start * square, some, 0, n * square);
        });
    }

    @FunctionalInterface
    private interface Slab {
        void copy(int start, int length, float[] plain, float[] blocked);
    }

    /** The values of n lines of axis a lie together in both orders. */
    private void forSlabs(long[] shape, Slab task) {
        int slab = block * (int) (shape[1] * shape[2] * shape[3]);
        Blocks.run((int) shape[0] * slab / block, slab, (index, start, length) -> task.copy(start, length, Blocks.scratch(0, length), Blocks.scratch(1, length)));
    }

    private void permute(long[] shape, float[] plain, float[] blocked, boolean toBlocked) {
        int channels = (int) shape[1];
        int taps = (int) (shape[2] * shape[3]);
        for (int a = 0; a < block; a++) {
            for (int b = 0; b < channels; b++) {
                int from = (a * channels + b) * taps;
                int to = (b / block * taps * block + b % block) * block + a;
                for (int k = 0; k < taps; k++) {
                    int at = to + k * block * block;
                    if (toBlocked) blocked[at] = plain[from + k];
                    else plain[from + k] = blocked[at];
                }
            }
        }
    }
}
