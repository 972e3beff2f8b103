package sc.fiji.pix2pix.nn;

import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** oneDNN's convolution, the fastest of its kernels, with bias where this is the forward direction. */
final class OneDnnForward implements OneDnnDirection {
    private final OneDnnPrimitive primitive;
    private final boolean reference;
    private final boolean hasBias;
    private final OneDnnWeights.Copy weights;

    /**
     * @param source layout of the input image
     * @param weights layout of the weights, possibly any
     * @param bias layout of the bias, null if there is none
     * @param result layout of the output image
     * @param before padding at the top and left
     * @param after padding at the bottom and right
     * @param slope of the LeakyReLU behind it; 1 for none
     */
    static dnnl_primitive_desc describe(dnnl_memory_desc_t source, dnnl_memory_desc_t weights, dnnl_memory_desc_t bias, dnnl_memory_desc_t result,
        long[] strides, long[] before, long[] after, float slope) {
        try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
            OneDnn.check(dnnl.dnnl_convolution_forward_desc_init(d, dnnl.dnnl_forward_training, dnnl.dnnl_convolution_direct, source, weights, bias, result,
                strides, before, after), "convolution");
            return OneDnnPrimitive.describe(d, null, slope, false);
        }
    }

    /** From the large image to the small one. */
    static dnnl_primitive_desc describe(OneDnnSizes s, dnnl_memory_desc_t weights) {
        boolean gradient = s.shape.transposed();
        return describe(s.largeOperand, weights, gradient ? null : s.bias, s.small, s.strides(), s.padding(), s.padding(), gradient ? 1 : s.slope);
    }

    /** From the large image to the small one. */
    static OneDnnForward reduction(OneDnnSizes s, OneDnnWeights all, dnnl_memory_desc_t weights) {
        return new OneDnnForward(describe(s, weights), s.largeOperand, s.shape.transposed() ? null : s.bias, s.small, all::in);
    }

    /**
     * @param description now belongs to this
     * @param all finds the weights in the layout that the operation wants
     */
    OneDnnForward(dnnl_primitive_desc description, dnnl_memory_desc_t source, dnnl_memory_desc_t bias, dnnl_memory_desc_t result,
        Function<dnnl_memory_desc_t, OneDnnWeights.Copy> all) {
        reference = OneDnnPrimitive.isReference(description);
        primitive = OneDnnPrimitive.of(description);
        hasBias = bias != null;
        weights = all.apply(primitive.layout(dnnl.dnnl_query_weights_md));
        primitive.take(dnnl.DNNL_ARG_SRC, source).take(dnnl.DNNL_ARG_DST, result).take(dnnl.DNNL_ARG_WEIGHTS, weights.layout);
        if (hasBias) primitive.take(dnnl.DNNL_ARG_BIAS, bias);
    }

    /** Whether oneDNN has nothing for this but the loops that define it, which are hundreds of times slower. */
    boolean isReference() {
        return reference;
    }

    @Override
    public void run(Parameter w, long from, Parameter bias, Tensor to) {
        run(w, from, hasBias ? bias.address() : 0, to.address());
    }

    /** @param bias where it lies; not read if this is a gradient */
    void run(Parameter w, long from, long bias, long to) {
        run(weights.of(w), from, bias, to);
    }

    private void run(long w, long from, long bias, long to) {
        if (hasBias) primitive.run(from, to, w, bias);
        else primitive.run(from, to, w);
    }

    /** Puts the result into memory that copying the weights may use before. */
    Floats run(Parameter w, long from, long bias, SharedMemory memory, long values) {
        long copy = weights.of(w);
        Floats to = memory.floats(values);
        run(copy, from, bias, to.address());
        return to;
    }

    @Override
    public void close() {
        primitive.close();
    }
}
