package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Copies weights [a, b, k, k] to those of the convolution that computes an enlargement in blocks of s x s pixels ({@link OneDnnPhases}):
 * [s s b, a, k / s, k / s], whose channel (p s + q) b + c has at (i, j) what the weights have at (p + s (k / s - 1 - i), q + s (k / s - 1 - j)). All at once
 * and in most cases straight to the layout that oneDNN wants, where oneDNN itself would need a call for each p, q, i and j.
 */
final class OneDnnTaps {
    /** Layouts [s s b / m, k / s, k / s, a, m], then those of a {@link WeightOrder}, and last one without blocks. */
    private static final int[] TAGS = {dnnl.dnnl_Acdb8a, dnnl.dnnl_Acdb16a, dnnl.dnnl_Acdb32a, dnnl.dnnl_Acdb48a, dnnl.dnnl_Acdb64a, dnnl.dnnl_ABcd8b8a,
        dnnl.dnnl_ABcd16b16a, dnnl.dnnl_abcd};
    private static final int[] GROUPS = {8, 16, 32, 48, 64, 8, 16, 1};
    private static final int ORDERED = 5;
    private static final int PLAIN = 7;

    private final WeightOrder order;
    private final long[] shape;
    private final int stride;
    private final int a;
    private final int b;
    private final int size;
    /** k / s. */
    private final int taps;
    /** Index of the layout, and its m. */
    private final int known;
    private final int group;

    private OneDnnTaps(WeightOrder order, long[] shape, int stride, int known) {
        this.order = order;
        this.shape = shape;
        this.stride = stride;
        this.known = known;
        group = GROUPS[known];
        a = (int) shape[0];
        b = (int) shape[1];
        size = (int) shape[2];
        taps = size / stride;
    }

    /** The shape of the copy. */
    static long[] shape(long[] weights, int stride) {
        return new long[] {weights[1] * stride * stride, weights[0], weights[2] / stride, weights[3] / stride};
    }

    /**
     * To this layout if that is possible, or else to one from which oneDNN can go on: see {@link #layout()}.
     *
     * @param wanted of the copy
     * @param weights shape of them
     */
    static OneDnnTaps to(dnnl_memory_desc_t wanted, WeightOrder order, long[] weights, int stride) {
        int block = order.block();
        if (block == 1) return new OneDnnTaps(order, weights, stride, PLAIN);
        int between = 0;
        for (int i = 0; i < PLAIN; i++) {
            if (GROUPS[i] % block != 0 || shape(weights, stride)[0] % GROUPS[i] != 0 || i >= ORDERED && GROUPS[i] != block) continue;
            OneDnnTaps taps = new OneDnnTaps(order, weights, stride, i);
            try (dnnl_memory_desc_t layout = taps.layout()) {
                if (dnnl.dnnl_memory_desc_equal(layout, wanted) != 0) return taps;
            }
            if (GROUPS[i] == block && i < ORDERED) between = i;
        }
        return new OneDnnTaps(order, weights, stride, between);
    }

    /** What it copies to, in float32. */
    dnnl_memory_desc_t layout() {
        return OneDnn.layout(TAGS[known], shape(shape, stride));
    }

    void copy(FloatBuffer from, FloatBuffer to) {
        if (known == PLAIN) {
            copyPlain(from, to);
            return;
        }
        int piece = order.block() * group;
        int pieces = a * b * size * size / piece;
        Blocks.run(pieces, Math.max(1, Blocks.SIZE / piece), (index, start, n) -> {
            for (int i = start; i < start + n; i++) copyPiece(i, from, to);
        });
    }

    /** What one tap has for n of a, which is a block of the order, and m channels. */
    private void copyPiece(int index, FloatBuffer from, FloatBuffer to) {
        int block = order.block();
        int slabs = a / block;
        int slab = index % slabs;
        int tap = index / slabs % (taps * taps);
        int set = index / slabs / (taps * taps);
        float[] piece = Blocks.scratch(1, block * group);
        for (int part = 0; part < group; part += block) {
            int channel = set * group + part;
            int start = ((slab * (b / block) + channel % b / block) * size * size + place(channel / b, tap)) * block * block;
            transpose(Blocks.load(0, from, start, block * block), piece, part);
        }
        int start = known >= ORDERED ? ((set * slabs + slab) * taps * taps + tap) * block * block : ((set * taps * taps + tap) * a + slab * block) * group;
        to.put(start, piece, 0, block * group);
    }

    /** Row and column of the kernel, as one index, that a phase p s + q has at tap i k / s + j. */
    private int place(int phase, int tap) {
        int row = phase / stride + stride * (taps - 1 - tap / taps);
        int column = phase % stride + stride * (taps - 1 - tap % taps);
        return row * size + column;
    }

    /** From [n of b, n of a] to n columns of [n of a, m]. */
    private void transpose(float[] from, float[] to, int first) {
        int block = order.block();
        for (int i = 0; i < block; i++) {
            for (int j = 0; j < block; j++) to[i * group + first + j] = from[j * block + i];
        }
    }

    private void copyPlain(FloatBuffer from, FloatBuffer to) {
        float[] all = new float[from.limit()];
        order.restore(shape, from, FloatBuffer.wrap(all));
        for (int channel = 0; channel < stride * stride * b; channel++) {
            for (int i = 0; i < a; i++) {
                for (int tap = 0; tap < taps * taps; tap++)
                    to.put((channel * a + i) * taps * taps + tap, all[(i * b + channel % b) * size * size + place(channel / b, tap)]);
            }
        }
    }
}
