package sc.fiji.pix2pix.nn;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** Rounds rows of images to bf16 as they come, some at a time: they need not be written to memory in float32 and read again. */
final class OneDnnRounding implements AutoCloseable {
    /** Values that are rounded at a time, about. */
    static final int BAND = 1 << 20;
    /** Operations that are kept, for images of different sizes. */
    private static final int MOST = 8;

    /** By how many values they round. */
    private final Map<Long, OneDnnPrimitive> operations = new HashMap<>();
    private final SharedMemory rows = new SharedMemory();

    /** @param to in bf16, with an even number of values in each row */
    void run(RowSource from, Tensor to) {
        int row = to.w() * to.c();
        int all = to.n() * to.h();
        int some = Math.min(all, Math.max(1, BAND / row));
        for (int first = 0; first < all; first += some) {
            int start = first;
            int count = Math.min(some, all - first);
            Floats band = rows.floats((long) some * row);
            Blocks.each(count, i -> {
                float[] values = Blocks.scratch(0, row);
                from.get(start + i, values);
                band.values().put(i * row, values, 0, row);
            });
            rounding((long) count * row).run(band.address(), to.address() + (long) Short.BYTES * first * row);
        }
    }

    private OneDnnPrimitive rounding(long values) {
        if (operations.size() == MOST && !operations.containsKey(values)) forget();
        return operations.computeIfAbsent(values, n -> {
            try (dnnl_memory_desc_t floats = OneDnn.layout(dnnl.dnnl_a, n); dnnl_memory_desc_t rounded = OneDnn.layout(Precision.BF16, dnnl.dnnl_a, n)) {
                return OneDnnPrimitive.reorder(floats, rounded, false).take(dnnl.DNNL_ARG_FROM, floats).take(dnnl.DNNL_ARG_TO, rounded);
            }
        });
    }

    private void forget() {
        operations.values().forEach(OneDnnPrimitive::close);
        operations.clear();
    }

    @Override
    public void close() {
        forget();
        rows.close();
    }
}
