package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_eltwise_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/** By oneDNN's ReLU, in place, and its copies between layouts: several times as fast as loops of Java's, which call for each pixel. */
final class OneDnnSkipConnection implements SkipConnection {
    private Sizes sizes;
    private OneDnnPrimitive rectification;
    private OneDnnPrimitive copy;

    /**
     * What the operations are made for.
     *
     * @param pixels of the batch
     * @param channels floats of a pixel
     * @param pitch floats from a pixel to the next where they are copied to
     */
    private record Sizes(long pixels, int channels, Precision precision, long pitch) {}

    @Override
    public void carry(Tensor encoded, Rows to) {
        make(new Sizes(to.count(), encoded.perPixel(), encoded.precision(), to.tensor().perPixel()));
        rectification.run(encoded.address(), encoded.address());
        copy.run(encoded.address(), to.tensor().address() + (long) Float.BYTES * to.first());
    }

    private void make(Sizes wanted) {
        if (wanted.equals(sizes)) return;
        close();
        sizes = wanted;
        long values = Float.BYTES * sizes.pixels * sizes.channels / OneDnn.bytes(sizes.precision);
        try (dnnl_memory_desc_t all = OneDnn.layout(sizes.precision, dnnl.dnnl_a, values); dnnl_eltwise_desc_t d = new dnnl_eltwise_desc_t()) {
            OneDnn.check(dnnl.dnnl_eltwise_forward_desc_init(d, dnnl.dnnl_forward_inference, dnnl.dnnl_eltwise_relu, all, 0, 0), "ReLU");
            rectification = OneDnnPrimitive.of(OneDnnPrimitive.describe(d, null)).take(dnnl.DNNL_ARG_SRC, all).take(dnnl.DNNL_ARG_DST, all);
        }
        long[] lengths = {sizes.pixels, sizes.channels};
        try (dnnl_memory_desc_t from = OneDnn.strided(lengths, sizes.channels, 1); dnnl_memory_desc_t to = OneDnn.strided(lengths, sizes.pitch, 1)) {
            copy = OneDnnPrimitive.reorder(from, to, false).take(dnnl.DNNL_ARG_FROM, from).take(dnnl.DNNL_ARG_TO, to);
        }
    }

    @Override
    public void close() {
        if (rectification != null) rectification.close();
        if (copy != null) copy.close();
    }
}
