package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Copies some taps of weights [a, b, k, k], with axes a and b swapped, to the layout [b / m, rows, columns, a, m] that oneDNN's newer convolutions
 * want: all at once, where oneDNN itself would need a call for each.
 */
final class OneDnnTaps {
    private static final int[] TAGS = {dnnl.dnnl_Acdb16a, dnnl.dnnl_Acdb32a, dnnl.dnnl_Acdb48a, dnnl.dnnl_Acdb64a};
    private static final int[] GROUPS = {16, 32, 48, 64};

    private final List<OneDnnWeights.Tap> taps;
    /** n of the {@link WeightOrder}, and m. */
    private final int block;
    private final int group;
    private final int a;
    private final int b;
    /** k, and columns. */
    private final int size;
    private final int columns;

    private OneDnnTaps(List<OneDnnWeights.Tap> taps, int block, int group, long[] shape, int columns) {
        this.taps = taps;
        this.block = block;
        this.group = group;
        this.columns = columns;
        a = (int) shape[0];
        b = (int) shape[1];
        size = (int) shape[2];
    }

    /**
     * Null if the layout is another one.
     *
     * @param shape of the weights
     * @param wanted layout of [b, a, rows, columns] in float32
     */
    static OneDnnTaps of(List<OneDnnWeights.Tap> taps, WeightOrder order, long[] shape, dnnl_memory_desc_t wanted) {
        int rows = 1 + taps.stream().mapToInt(OneDnnWeights.Tap::toRow).max().orElseThrow();
        int columns = 1 + taps.stream().mapToInt(OneDnnWeights.Tap::toColumn).max().orElseThrow();
        for (int i = 0; i < TAGS.length; i++) {
            if (order.block() == 1 || GROUPS[i] % order.block() != 0 || shape[1] % GROUPS[i] != 0) continue;
            try (dnnl_memory_desc_t known = OneDnn.layout(TAGS[i], shape[1], shape[0], rows, columns)) {
                if (dnnl.dnnl_memory_desc_equal(known, wanted) != 0) return new OneDnnTaps(taps, order.block(), GROUPS[i], shape, columns);
            }
        }
        return null;
    }

    void copy(FloatBuffer from, FloatBuffer to) {
        int piece = block * group;
        int pieces = taps.size() * (a / block) * (b / group);
        Blocks.run(pieces, Math.max(1, Blocks.SIZE / piece), (index, start, n) -> {
            for (int i = start; i < start + n; i++) copyPiece(i, from, to);
        });
    }

    /** What one tap has for n of a and m of b. */
    private void copyPiece(int index, FloatBuffer from, FloatBuffer to) {
        int slab = index % (a / block);
        OneDnnWeights.Tap tap = taps.get(index / (a / block) % taps.size());
        int set = index / (a / block) / taps.size();
        float[] piece = Blocks.scratch(1, block * group);
        for (int part = 0; part < group / block; part++) {
            int line = set * group / block + part;
            int start = (((slab * (b / block) + line) * size + tap.row()) * size + tap.column()) * block * block;
            transpose(Blocks.load(0, from, start, block * block), piece, part * block);
        }
        int start = ((set * taps.size() + tap.toRow() * columns + tap.toColumn()) * a + slab * block) * group;
        to.put(start, piece, 0, block * group);
    }

    /** From [n of b, n of a] to n columns of [n of a, m of b]. */
    private void transpose(float[] from, float[] to, int first) {
        for (int i = 0; i < block; i++) {
            for (int j = 0; j < block; j++) to[i * group + first + j] = from[j * block + i];
        }
    }
}
