package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The three directions of a convolution between a large and a small image of given sizes, each made at its first use.
 */
final class OneDnnDirections implements AutoCloseable {
    /**
     * Up to so many pixels of the small image oneDNN's older kernel, which can read the weights in the order in which they are trained, is as
     * fast as the newer one; the copy of the weights that this one wants costs more than the whole convolution.
     */
    private static final int FEW_PIXELS = 64;

    private final ConvolutionShape shape;
    private final WeightOrder order;
    private final OneDnnWeights copies;
    private final dnnl_memory_desc_t ordered;
    private final dnnl_memory_desc_t large;
    private final dnnl_memory_desc_t small;
    private final dnnl_memory_desc_t any;
    private final dnnl_memory_desc_t bias;
    private final boolean fewPixels;
    private OneDnnPrimitive reduce;
    private OneDnnWeights.Copy reduceWeights;
    private OneDnnPrimitive enlarge;
    private OneDnnWeights.Copy enlargeWeights;
    private OneDnnPrimitive weightGradient;
    private OneDnnPrimitive writeGradient;
    private OneDnnPrimitive addGradient;
    private Floats gradient;

    OneDnnDirections(ConvolutionShape shape, WeightOrder order, dnnl_memory_desc_t ordered, OneDnnWeights copies, Tensor large, Tensor small) {
        this(shape, order, ordered, copies, new long[] {large.n(), large.c(), large.h(), large.w()}, new long[] {small.n(), small.c(), small.h(), small.w()});
    }

    private OneDnnDirections(ConvolutionShape shape, WeightOrder order, dnnl_memory_desc_t ordered, OneDnnWeights copies, long[] large, long[] small) {
        this.shape = shape;
        this.order = order;
        this.ordered = ordered;
        this.copies = copies;
        this.large = OneDnn.layout(dnnl.dnnl_nhwc, large);
        this.small = OneDnn.layout(dnnl.dnnl_nhwc, small);
        any = OneDnn.layout(dnnl.dnnl_format_tag_any, shape.weights());
        bias = shape.transposed() ? null : OneDnn.layout(dnnl.dnnl_a, shape.out());
        fewPixels = small[0] * small[2] * small[3] <= FEW_PIXELS;
    }

    /** The order in which oneDNN writes the gradient of such weights on this processor, if it is a {@link WeightOrder}; or else PyTorch's. */
    static WeightOrder order(ConvolutionShape shape) {
        ConvolutionShape reducing = new ConvolutionShape(false, shape.transposed() ? shape.out() : shape.in(), shape.transposed() ? shape.in() : shape.out(),
            shape.size(), shape.stride(), shape.padding());
        int length = 4 * shape.size() * shape.stride();
        int reduced = reducing.length(length);
        try (OneDnnDirections probe = new OneDnnDirections(shape, null, null, null, new long[] {1, reducing.in(), length, length},
            new long[] {1, reducing.out(), reduced, reduced})) {
            dnnl_primitive_desc gradient = probe.describeWeightGradient();
            try {
                dnnl_memory_desc_t chosen = dnnl.dnnl_primitive_desc_query_md(gradient, dnnl.dnnl_query_diff_weights_md, 0);
                for (int block : new int[] {16, 8}) {
                    WeightOrder order = new WeightOrder(block);
                    if (reducing.in() % block == 0 && reducing.out() % block == 0 && equal(chosen, order, shape)) return order;
                }
                return WeightOrder.PYTORCH;
            } finally {
                dnnl.dnnl_primitive_desc_destroy(gradient);
            }
        }
    }

    private static boolean equal(dnnl_memory_desc_t chosen, WeightOrder order, ConvolutionShape shape) {
        try (dnnl_memory_desc_t ofOrder = layout(order, shape)) {
            return dnnl.dnnl_memory_desc_equal(chosen, ofOrder) != 0;
        }
    }

    /** What oneDNN calls an order of weights. */
    static dnnl_memory_desc_t layout(WeightOrder order, ConvolutionShape shape) {
        int tag = switch (order.block()) {
            case 16 -> dnnl.dnnl_ABcd16b16a;
            case 8 -> dnnl.dnnl_ABcd8b8a;
            default -> dnnl.dnnl_abcd;
        };
        return OneDnn.layout(tag, shape.weights());
    }

    /** From the large image to the small one: the convolution. */
    void reduce(Parameter w, Tensor from, Parameter b, Tensor to) {
        if (reduce == null) makeReduce();
        long weights = reduceWeights.of(w);
        if (bias == null) reduce.run(from.address(), to.address(), weights);
        else reduce.run(from.address(), to.address(), weights, b.address());
    }

    private void makeReduce() {
        dnnl_primitive_desc description = describeReduce(fewPixels ? ordered : any);
        if (fewPixels && OneDnnPrimitive.isReference(description)) {
            dnnl.dnnl_primitive_desc_destroy(description);
            description = describeReduce(any);
        }
        reduce = OneDnnPrimitive.of(description);
        reduceWeights = copies.in(reduce.layout(dnnl.dnnl_query_weights_md));
        reduce.take(dnnl.DNNL_ARG_SRC, large).take(dnnl.DNNL_ARG_DST, small).take(dnnl.DNNL_ARG_WEIGHTS, reduceWeights.layout);
        if (bias != null) reduce.take(dnnl.DNNL_ARG_BIAS, bias);
    }

    private dnnl_primitive_desc describeReduce(dnnl_memory_desc_t weights) {
        try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
            OneDnn.check(dnnl.dnnl_convolution_forward_desc_init(d, dnnl.dnnl_forward_training, dnnl.dnnl_convolution_direct, large, weights, bias, small,
                strides(), padding(), padding()), "convolution " + shape);
            return OneDnnPrimitive.describe(d, null);
        }
    }

    private long[] strides() {
        return new long[] {shape.stride(), shape.stride()};
    }

    private long[] padding() {
        return new long[] {shape.padding(), shape.padding()};
    }

    /** From the small image to the large one: the gradient of the convolution by its input, which is the transposed convolution. */
    void enlarge(Parameter w, Tensor from, Tensor to) {
        if (enlarge == null) makeEnlarge();
        enlarge.run(from.address(), to.address(), enlargeWeights.of(w));
    }

    private void makeEnlarge() {
        if (shape.stride() == 1 && order.block() > 1 && makeTurned()) return;
        dnnl_primitive_desc forward = describeReduce(any);
        try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
            OneDnn.check(dnnl.dnnl_convolution_backward_data_desc_init(d, dnnl.dnnl_convolution_direct, large, any, small, strides(), padding(), padding()),
                "input gradient " + shape);
            enlarge = OneDnnPrimitive.of(OneDnnPrimitive.describe(d, forward));
        } finally {
            dnnl.dnnl_primitive_desc_destroy(forward);
        }
        enlargeWeights = copies.in(enlarge.layout(dnnl.dnnl_query_weights_md));
        enlarge.take(dnnl.DNNL_ARG_DIFF_DST, small).take(dnnl.DNNL_ARG_DIFF_SRC, large).take(dnnl.DNNL_ARG_WEIGHTS, enlargeWeights.layout);
    }

    /** With stride 1 the gradient is itself a convolution, by the kernel turned by 180 degrees, which is more than twice as fast. */
    private boolean makeTurned() {
        long[] w = shape.weights();
        long rest = shape.size() - 1 - shape.padding();
        long[] padding = {rest, rest};
        try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t(); dnnl_memory_desc_t turned = OneDnn.layout(dnnl.dnnl_format_tag_any, w[1], w[0], w[2], w[3])) {
            OneDnn.check(dnnl.dnnl_convolution_forward_desc_init(d, dnnl.dnnl_forward_training, dnnl.dnnl_convolution_direct, small, turned, null, large,
                strides(), padding, padding), "input gradient " + shape);
            OneDnnPrimitive made = OneDnnPrimitive.of(OneDnnPrimitive.describe(d, null));
            dnnl_memory_desc_t layout = made.layout(dnnl.dnnl_query_weights_md);
            if (dnnl.dnnl_memory_desc_get_size(layout) > Float.BYTES * w[0] * w[1] * w[2] * w[3]) {
                // Weights with padding cannot be turned tap by tap.
                made.close();
                return false;
            }
            enlarge = made;
            enlargeWeights = copies.turned(layout);
            enlarge.take(dnnl.DNNL_ARG_SRC, small).take(dnnl.DNNL_ARG_DST, large).take(dnnl.DNNL_ARG_WEIGHTS, enlargeWeights.layout);
            return true;
        }
    }

    /** Writes the gradient of the weights, or adds to it. */
    void weightGradient(Parameter w, Tensor ofLarge, Tensor ofSmall) {
        if (weightGradient == null) makeWeightGradient();
        boolean add = w.hasGradient();
        if (writeGradient == null && !add) {
            weightGradient.run(ofLarge.address(), ofSmall.address(), w.gradientAddress());
        } else {
            if (gradient == null) makeScratch();
            weightGradient.run(ofLarge.address(), ofSmall.address(), gradient.address());
            (add ? addGradient : writeGradient).run(gradient.address(), w.gradientAddress());
        }
        w.gradientWritten();
    }

    private void makeWeightGradient() {
        weightGradient = OneDnnPrimitive.of(describeWeightGradient());
        dnnl_memory_desc_t layout = weightGradient.layout(dnnl.dnnl_query_diff_weights_md);
        weightGradient.take(dnnl.DNNL_ARG_SRC, large).take(dnnl.DNNL_ARG_DIFF_DST, small).take(dnnl.DNNL_ARG_DIFF_WEIGHTS, layout);
        if (dnnl.dnnl_memory_desc_equal(layout, ordered) == 0) writeGradient = reorder(layout, false);
    }

    private dnnl_primitive_desc describeWeightGradient() {
        dnnl_primitive_desc forward = describeReduce(any);
        try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
            OneDnn.check(dnnl.dnnl_convolution_backward_weights_desc_init(d, dnnl.dnnl_convolution_direct, large, any, null, small, strides(), padding(),
                padding()), "weight gradient " + shape);
            return OneDnnPrimitive.describe(d, forward);
        } finally {
            dnnl.dnnl_primitive_desc_destroy(forward);
        }
    }

    private void makeScratch() {
        dnnl_memory_desc_t layout = weightGradient.layout(dnnl.dnnl_query_diff_weights_md);
        gradient = OneDnn.allocate(layout);
        addGradient = reorder(layout, true);
    }

    private OneDnnPrimitive reorder(dnnl_memory_desc_t from, boolean add) {
        return OneDnnPrimitive.reorder(from, ordered, add).take(dnnl.DNNL_ARG_FROM, from).take(dnnl.DNNL_ARG_TO, ordered);
    }

    @Override
    public void close() {
        for (OneDnnPrimitive p : new OneDnnPrimitive[] {reduce, enlarge, weightGradient, writeGradient, addGradient}) {
            if (p != null) p.close();
        }
        if (gradient != null) gradient.close();
        for (dnnl_memory_desc_t layout : new dnnl_memory_desc_t[] {large, small, any, bias}) {
            if (layout != null) layout.deallocate();
        }
    }
}
