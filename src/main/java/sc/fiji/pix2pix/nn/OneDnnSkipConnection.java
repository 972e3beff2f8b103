package sc.fiji.pix2pix.nn;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_eltwise_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** By oneDNN's ReLU and its copies between layouts: several times as fast as loops of Java's, which call for each pixel. */
final class OneDnnSkipConnection implements SkipConnection {
    /** Sizes that are kept: of the rows of an image that come at once there are few. */
    private static final int MOST = 16;

    private final Map<Sizes, Operations> operations = new HashMap<>();

    /**
     * What operations are made for.
     *
     * @param channels floats of a pixel that are copied, half of what it has then
     */
    private record Sizes(long pixels, int channels, Precision precision) {

        OneDnnPrimitive rectification() {
            long values = 2 * Float.BYTES * pixels * channels / OneDnn.bytes(precision);
            try (dnnl_memory_desc_t all = OneDnn.layout(precision, dnnl.dnnl_a, values); dnnl_eltwise_desc_t d = new dnnl_eltwise_desc_t()) {
                OneDnn.check(dnnl.dnnl_eltwise_forward_desc_init(d, dnnl.dnnl_forward_inference, dnnl.dnnl_eltwise_relu, all, 0, 0), "ReLU");
                return OneDnnPrimitive.of(OneDnnPrimitive.describe(d, null)).take(dnnl.DNNL_ARG_SRC, all).take(dnnl.DNNL_ARG_DST, all);
            }
        }

        /** By the leading 1 oneDNN chooses its compiled copy; without it another one, which calls for each pixel and takes up to twice as long. */
        OneDnnPrimitive copy() {
            long[] lengths = {1, pixels, channels};
            try (dnnl_memory_desc_t from = OneDnn.strided(lengths, pixels * channels, channels, 1); dnnl_memory_desc_t to = OneDnn.strided(lengths, 2 * pixels * channels, 2L * channels, 1)) {
                return OneDnnPrimitive.reorder(from, to, false).take(dnnl.DNNL_ARG_FROM, from).take(dnnl.DNNL_ARG_TO, to);
            }
        }
    }

    private record Operations(OneDnnPrimitive rectification, OneDnnPrimitive copy) {

        void close() {
            rectification.close();
            copy.close();
        }
    }

    @Override
    public void join(Tensor encoded, Tensor joined, int first, int count) {
        int some = (int) Math.max(1, OneDnnPhases.BAND / ((long) encoded.w() * encoded.perPixel()));
        for (int row = first; row < first + count; row += some) joinBand(encoded, joined, row, Math.min(some, first + count - row));
    }

    private void joinBand(Tensor encoded, Tensor joined, int first, int count) {
        Sizes sizes = new Sizes((long) count * encoded.w(), encoded.perPixel(), encoded.precision());
        if (operations.size() == MOST && !operations.containsKey(sizes)) close();
        Operations made = operations.computeIfAbsent(sizes, s -> new Operations(s.rectification(), s.copy()));
        long start = Float.BYTES * (long) first * encoded.w() * sizes.channels;
        long at = joined.address() + 2 * start;
        made.copy.run(encoded.address() + start, at + Float.BYTES * (long) Generator.skip(joined).first());
        made.rectification.run(at, at);
    }

    @Override
    public void close() {
        operations.values().forEach(Operations::close);
        operations.clear();
    }
}
