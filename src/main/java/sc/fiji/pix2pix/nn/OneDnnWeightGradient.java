package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** The gradient of the weights from both images. */
final class OneDnnWeightGradient implements AutoCloseable {
    private final OneDnnPrimitive primitive;
    private final dnnl_memory_desc_t ordered;
    /** Null if oneDNN writes in the order in which the weights are trained. */
    private final OneDnnPrimitive reorder;
    private OneDnnPrimitive add;
    private Floats scratch;

    /** @param ordered layout of the gradient */
    OneDnnWeightGradient(OneDnnSizes sizes, dnnl_memory_desc_t ordered) {
        this.ordered = ordered;
        primitive = OneDnnPrimitive.of(describe(sizes));
        dnnl_memory_desc_t layout = primitive.layout(dnnl.dnnl_query_diff_weights_md);
        primitive.take(dnnl.DNNL_ARG_SRC, sizes.largeOperand).take(dnnl.DNNL_ARG_DIFF_DST, sizes.smallOperand).take(dnnl.DNNL_ARG_DIFF_WEIGHTS, layout);
        reorder = dnnl.dnnl_memory_desc_equal(layout, ordered) != 0 ? null : reorder(false);
    }

    private static dnnl_primitive_desc describe(OneDnnSizes s) {
        dnnl_primitive_desc forward = OneDnnForward.describe(s, s.anyWeights);
        try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t(); dnnl_memory_desc_t any = OneDnn.layout(dnnl.dnnl_format_tag_any, s.shape.weights())) {
            OneDnn.check(dnnl.dnnl_convolution_backward_weights_desc_init(d, dnnl.dnnl_convolution_direct, s.largeOperand, any, null, s.smallOperand,
                s.strides(), s.padding(), s.padding()), "weight gradient " + s.shape);
            return OneDnnPrimitive.describe(d, forward);
        } finally {
            dnnl.dnnl_primitive_desc_destroy(forward);
        }
    }

    private OneDnnPrimitive reorder(boolean adding) {
        dnnl_memory_desc_t layout = primitive.layout(dnnl.dnnl_query_diff_weights_md);
        return OneDnnPrimitive.reorder(layout, ordered, adding).take(dnnl.DNNL_ARG_FROM, layout).take(dnnl.DNNL_ARG_TO, ordered);
    }

    /**
     * Writes the gradient of the weights, or adds to it if there is one.
     *
     * @param large where the large image lies as an operand
     * @param small where the small one does
     */
    void run(Parameter w, long large, long small) {
        boolean adding = w.hasGradient();
        if (reorder == null && !adding) {
            primitive.run(large, small, w.gradientAddress());
        } else {
            if (scratch == null) scratch = OneDnn.allocate(primitive.layout(dnnl.dnnl_query_diff_weights_md));
            if (adding && add == null) add = reorder(true);
            primitive.run(large, small, scratch.address());
            (adding ? add : reorder).run(scratch.address(), w.gradientAddress());
        }
        w.gradientWritten();
    }

    /** The order in which oneDNN writes the gradient of such weights on this processor if it is a {@link WeightOrder}; or else PyTorch's. */
    static WeightOrder order(ConvolutionShape shape, Precision precision) {
        int small = 8;
        int large = (small - 1) * shape.stride() + shape.size() - 2 * shape.padding();
        try (OneDnnSizes typical = new OneDnnSizes(shape, precision, 1, 1, large, large, small, small)) {
            dnnl_primitive_desc gradient = describe(typical);
            try {
                dnnl_memory_desc_t chosen = dnnl.dnnl_primitive_desc_query_md(gradient, dnnl.dnnl_query_diff_weights_md, 0);
                for (int block : new int[] {16, 8}) {
                    boolean fits = typical.largeChannels % block == 0 && typical.smallChannels % block == 0;
                    if (fits && isLayout(chosen, new WeightOrder(block), shape)) return new WeightOrder(block);
                }
                return WeightOrder.PYTORCH;
            } finally {
                dnnl.dnnl_primitive_desc_destroy(gradient);
            }
        }
    }

    private static boolean isLayout(dnnl_memory_desc_t chosen, WeightOrder order, ConvolutionShape shape) {
        try (dnnl_memory_desc_t layout = OneDnn.layout(order, shape)) {
            return dnnl.dnnl_memory_desc_equal(chosen, layout) != 0;
        }
    }

    @Override
    public void close() {
        primitive.close();
        if (reorder != null) reorder.close();
        if (add != null) add.close();
        if (scratch != null) scratch.close();
    }
}
