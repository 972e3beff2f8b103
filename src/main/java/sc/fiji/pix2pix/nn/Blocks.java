package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.function.IntConsumer;

/**
 * Element-wise work on off-heap values in parallel, block by block through small heap arrays: Java's compiler vectorises loops over arrays
 * reliably, and a block stays in the cache. The partition does not depend on the number of threads, so that sums are the same everywhere.
 */
final class Blocks {
    /** Floats per block: 4 blocks fit a core's second-level cache. */
    static final int SIZE = 1 << 13;
    /** Floats of which 4 arrays fit its first-level cache: for work that needs no blocks of a given size. */
    static final int PIECE = 1 << 11;

    private static final ThreadLocal<float[][]> SCRATCH = ThreadLocal.withInitial(() -> new float[10][]);

    private Blocks() {}

    @FunctionalInterface
    interface Task {
        void run(int block, int start, int length);
    }

    /** Calls {@code task} for each block of at most {@code size} of {@code count} elements, in parallel. */
    static void run(int count, int size, Task task) {
        int blocks = (int) (((long) count + size - 1) / size);
        if (blocks <= 1) {
            if (count > 0) task.run(0, 0, count);
            return;
        }
        each(blocks, b -> task.run(b, b * size, Math.min(size, count - b * size)));
    }

    /** Calls {@code task} for 0 to {@code count} - 1, in parallel. */
    static void each(int count, IntConsumer task) {
        Team.share(count, task);
    }

    /** This thread's scratch array {@code i} (0 to 9) of at least {@code length} floats. */
    static float[] scratch(int i, int length) {
        float[][] all = SCRATCH.get();
        if (all[i] == null || all[i].length < length) all[i] = new float[Math.max(length, SIZE)];
        return all[i];
    }

    /** This thread's scratch array {@code i}, filled with {@code length} floats of {@code from} at {@code start}. */
    static float[] load(int i, FloatBuffer from, int start, int length) {
        float[] block = scratch(i, length);
        from.get(start, block, 0, length);
        return block;
    }

    @FunctionalInterface
    interface Map1 {
        void apply(float[] a, float[] out, int length);
    }

    @FunctionalInterface
    interface Map2 {
        void apply(float[] a, float[] b, float[] out, int length);
    }

    /** {@code out = f(a)}; both may be the same. */
    static void map(FloatBuffer a, FloatBuffer out, Map1 f) {
        run(out.limit(), PIECE, (block, start, length) -> {
            float[] y = scratch(1, length);
            f.apply(load(0, a, start, length), y, length);
            out.put(start, y, 0, length);
        });
    }

    /** {@code out = f(a, b)}; any of them may be the same. */
    static void map(FloatBuffer a, FloatBuffer b, FloatBuffer out, Map2 f) {
        run(out.limit(), PIECE, (block, start, length) -> {
            float[] y = scratch(2, length);
            f.apply(load(0, a, start, length), load(1, b, start, length), y, length);
            out.put(start, y, 0, length);
        });
    }

    /** {@code a += b}. */
    static void add(FloatBuffer a, FloatBuffer b) {
        map(a, b, a, (x, y, out, length) -> {
            for (int i = 0; i < length; i++) out[i] = x[i] + y[i];
        });
    }

    static void copy(FloatBuffer from, FloatBuffer to) {
        to.put(0, from, 0, from.limit());
    }

    static void fill(FloatBuffer to, float value) {
        run(to.limit(), SIZE, (block, start, length) -> {
            for (int i = start; i < start + length; i++) to.put(i, value);
        });
    }
}
