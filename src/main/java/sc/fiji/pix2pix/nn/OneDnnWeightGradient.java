package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** The gradient of the weights from both images, which are copied to blocks of channels where oneDNN reads them faster so. */
final class OneDnnWeightGradient implements WeightGradient {
    /**
     * Floats of a row of the large image that fill a core's first cache. oneDNN takes some channels of a whole row at a time: where the others have driven
     * those out when it comes back for them, copies cost less than they save.
     */
    private static final int LONG_ROW = 1 << 13;

    private final OneDnnOperand large;
    private final OneDnnOperand small;
    private final OneDnnPrimitive primitive;
    private final dnnl_memory_desc_t ordered;
    /** Null if oneDNN writes in the order in which the weights are trained. */
    private final OneDnnPrimitive reorder;
    private OneDnnPrimitive add;
    private Floats scratch;

    /**
     * @param order of the gradient
     * @param ordered its layout
     */
    OneDnnWeightGradient(OneDnnSizes sizes, WeightOrder order, dnnl_memory_desc_t ordered, Operands operands) {
        this.ordered = ordered;
        dnnl_memory_desc_t layout;
        try (dnnl_memory_desc_t fromLarge = image(sizes, order, sizes.largeOperand, sizes.largeChannels, sizes.largeHeight, sizes.largeWidth);
            dnnl_memory_desc_t fromSmall = image(sizes, order, sizes.smallOperand, sizes.smallChannels, sizes.smallHeight, sizes.smallWidth)) {
            large = new OneDnnOperand(sizes.largeOperand, fromLarge, operands.large);
            small = new OneDnnOperand(sizes.smallOperand, fromSmall, operands.small);
            primitive = OneDnnPrimitive.of(describe(sizes, fromLarge, fromSmall));
            layout = primitive.layout(dnnl.dnnl_query_diff_weights_md);
            primitive.take(dnnl.DNNL_ARG_SRC, fromLarge).take(dnnl.DNNL_ARG_DIFF_DST, fromSmall).take(dnnl.DNNL_ARG_DIFF_WEIGHTS, layout);
        }
        reorder = dnnl.dnnl_memory_desc_equal(layout, ordered) != 0 ? null : reorder(false);
    }

    /** The layout in which an image is read. */
    private static dnnl_memory_desc_t image(OneDnnSizes s, WeightOrder order, dnnl_memory_desc_t operand, int channels, int height, int width) {
        if (s.precision == Precision.FLOAT32 && order.block() == 16 && s.shape.stride() > 1 && s.largeWidth * s.largeChannels >= LONG_ROW)
            return OneDnn.layout(dnnl.dnnl_nChw16c, s.batch, channels, height, width);
        dnnl_memory_desc_t same = new dnnl_memory_desc_t();
        return same.put(operand);
    }

    private static dnnl_primitive_desc describe(OneDnnSizes s, dnnl_memory_desc_t large, dnnl_memory_desc_t small) {
        dnnl_primitive_desc forward = OneDnnForward.describe(s, s.anyWeights);
        try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t(); dnnl_memory_desc_t any = OneDnn.layout(dnnl.dnnl_format_tag_any, s.shape.weights())) {
            OneDnn.check(dnnl.dnnl_convolution_backward_weights_desc_init(d, dnnl.dnnl_convolution_direct, large, any, null, small,
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

    @Override
    public void run(Parameter w, long largeAt, long smallAt) {
        long fromLarge = large.of(largeAt);
        long fromSmall = small.of(smallAt);
        boolean adding = w.hasGradient();
        if (reorder == null && !adding) {
            primitive.run(fromLarge, fromSmall, w.gradientAddress());
        } else {
            if (scratch == null) scratch = OneDnn.allocate(primitive.layout(dnnl.dnnl_query_diff_weights_md));
            if (adding && add == null) add = reorder(true);
            primitive.run(fromLarge, fromSmall, scratch.address());
            (adding ? add : reorder).run(scratch.address(), w.gradientAddress());
        }
        w.gradientWritten();
    }

    /** The order in which oneDNN writes the gradient of such weights on this processor if it is a {@link WeightOrder}; or else PyTorch's. */
    static WeightOrder order(ConvolutionShape shape, Precision precision) {
        int small = 8;
        int large = (small - 1) * shape.stride() + shape.size() - 2 * shape.padding();
        try (OneDnnSizes typical = new OneDnnSizes(shape, precision, 1, 1, large, large, small, small)) {
            dnnl_primitive_desc gradient = describe(typical, typical.largeOperand, typical.smallOperand);
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
        large.close();
        small.close();
        primitive.close();
        if (reorder != null) reorder.close();
        if (add != null) add.close();
        if (scratch != null) scratch.close();
    }
}
