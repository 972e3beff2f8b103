package sc.fiji.pix2pix.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Convolution by oneDNN on the tensors' own memory (NHWC), with operations made once per shape and weights copied into the layouts that
 * oneDNN prefers, once per change. A transposed convolution is run as the gradient of the convolution that it is the transpose of: between a
 * large image [n, h, w, large channels] and a small one, by weights [small, large, k, k], which is PyTorch's layout of both kinds.
 */
final class OneDnnConvolution implements ConvolutionKernel {
    /** Shapes that are kept, for tiles at the border of an image or the last batch. */
    private static final int SHAPES = 6;

    private final ConvolutionShape shape;
    private final dnnl_memory_desc_t plain;
    private final OneDnnWeights weights;
    private final Map<ImageSize, Operations> operations = new LinkedHashMap<>(16, 0.75f, true);

    /** Of the large image: batch, rows, columns. */
    private record ImageSize(int n, int h, int w) {}

    OneDnnConvolution(ConvolutionShape shape) {
        this.shape = shape;
        plain = OneDnn.layout(dnnl.dnnl_abcd, shape.weights());
        weights = new OneDnnWeights(plain);
    }

    @Override
    public void forward(Tensor x, Parameter w, Parameter bias, Tensor y) {
        shape.check(x, w, y);
        if (shape.transposed()) {
            operations(y, x).enlarge(w, x, y);
            addBias(y, bias);
        } else {
            operations(x, y).reduce(w, x, bias, y);
        }
    }

    @Override
    public void inputGradient(Tensor dy, Parameter w, Tensor dx) {
        shape.check(dx, w, dy);
        if (shape.transposed()) operations(dy, dx).reduce(w, dy, null, dx);
        else operations(dx, dy).enlarge(w, dy, dx);
    }

    @Override
    public void gradients(Tensor x, Parameter w, Tensor dy, Tensor dx) {
        shape.check(x, w, dy);
        Tensor large = shape.transposed() ? dy : x;
        Tensor small = shape.transposed() ? x : dy;
        operations(large, small).weightGradient(w, large, small);
        if (dx != null) inputGradient(dy, w, dx);
    }

    /** oneDNN's gradient has none. Where a normalisation follows, it is zero. */
    private static void addBias(Tensor y, Parameter bias) {
        int channels = y.c();
        float[] b = new float[channels];
        bias.values().get(0, b);
        boolean zero = true;
        for (float v : b) zero &= v == 0;
        if (zero) return;
        Channels.map(y.floats(), null, y.floats(), 0, y.length() / channels, channels, (a, none, out, n, k) -> {
            for (int r = 0; r < n; r++) {
                for (int c = 0; c < k; c++) out[r * k + c] = a[r * k + c] + b[c];
            }
        });
    }

    private Operations operations(Tensor large, Tensor small) {
        ImageSize size = new ImageSize(large.n(), large.h(), large.w());
        Operations found = operations.get(size);
        if (found != null) return found;
        if (operations.size() == SHAPES) operations.remove(operations.keySet().iterator().next()).close();
        Operations made = new Operations(large, small);
        operations.put(size, made);
        return made;
    }

    @Override
    public void close() {
        operations.values().forEach(Operations::close);
        operations.clear();
        weights.close();
        plain.deallocate();
    }

    /** The three directions for one size of images, each made at its first use. */
    private final class Operations implements AutoCloseable {
        private final dnnl_memory_desc_t large;
        private final dnnl_memory_desc_t small;
        private final dnnl_memory_desc_t anyWeights;
        private final dnnl_memory_desc_t bias;
        private final long[] strides = {shape.stride(), shape.stride()};
        private final long[] padding = {shape.padding(), shape.padding()};
        private OneDnnPrimitive reduce;
        private OneDnnWeights.Copy reduceWeights;
        private OneDnnPrimitive enlarge;
        private OneDnnWeights.Copy enlargeWeights;
        private OneDnnPrimitive weightGradient;
        private OneDnnPrimitive writeGradient;
        private OneDnnPrimitive addGradient;
        private dnnl_memory gradient;

        Operations(Tensor large, Tensor small) {
            this.large = OneDnn.layout(dnnl.dnnl_nhwc, large.n(), large.c(), large.h(), large.w());
            this.small = OneDnn.layout(dnnl.dnnl_nhwc, small.n(), small.c(), small.h(), small.w());
            anyWeights = OneDnn.layout(dnnl.dnnl_format_tag_any, shape.weights());
            bias = shape.transposed() ? null : OneDnn.layout(dnnl.dnnl_a, small.c());
        }

        /** The convolution. */
        void reduce(Parameter w, Tensor from, Parameter b, Tensor to) {
            if (reduce == null) {
                reduce = OneDnnPrimitive.of(describeReduce());
                reduceWeights = weights.in(reduce.layout(dnnl.dnnl_query_weights_md));
                reduce.bind(dnnl.DNNL_ARG_WEIGHTS, reduceWeights.memory).take(dnnl.DNNL_ARG_SRC, large).take(dnnl.DNNL_ARG_DST, small);
                if (bias != null) reduce.take(dnnl.DNNL_ARG_BIAS, bias);
            }
            reduceWeights.update(w);
            if (bias == null) reduce.run(from.address(), to.address());
            else reduce.run(from.address(), to.address(), b.address());
        }

        private dnnl_primitive_desc describeReduce() {
            try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
                OneDnn.check(dnnl.dnnl_convolution_forward_desc_init(d, dnnl.dnnl_forward_training, dnnl.dnnl_convolution_direct, large, anyWeights, bias,
                    small, strides, padding, padding), "convolution " + shape);
                return OneDnnPrimitive.describe(d, null);
            }
        }

        /** The gradient of the convolution by its input: the transposed convolution. */
        void enlarge(Parameter w, Tensor from, Tensor to) {
            if (enlarge == null) {
                dnnl_primitive_desc forward = describeReduce();
                try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
                    OneDnn.check(dnnl.dnnl_convolution_backward_data_desc_init(d, dnnl.dnnl_convolution_direct, large, anyWeights, small, strides, padding,
                        padding), "input gradient " + shape);
                    enlarge = OneDnnPrimitive.of(OneDnnPrimitive.describe(d, forward));
                } finally {
                    dnnl.dnnl_primitive_desc_destroy(forward);
                }
                enlargeWeights = weights.in(enlarge.layout(dnnl.dnnl_query_weights_md));
                enlarge.bind(dnnl.DNNL_ARG_WEIGHTS, enlargeWeights.memory).take(dnnl.DNNL_ARG_DIFF_DST, small).take(dnnl.DNNL_ARG_DIFF_SRC, large);
            }
            enlargeWeights.update(w);
            enlarge.run(from.address(), to.address());
        }

        void weightGradient(Parameter w, Tensor ofLarge, Tensor ofSmall) {
            if (weightGradient == null) makeWeightGradient();
            weightGradient.run(ofLarge.address(), ofSmall.address());
            (w.hasGradient() ? addGradient : writeGradient).run(w.gradientAddress());
            w.gradientWritten();
        }

        private void makeWeightGradient() {
            dnnl_primitive_desc forward = describeReduce();
            try (dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
                OneDnn.check(dnnl.dnnl_convolution_backward_weights_desc_init(d, dnnl.dnnl_convolution_direct, large, anyWeights, null, small, strides,
                    padding, padding), "weight gradient " + shape);
                weightGradient = OneDnnPrimitive.of(OneDnnPrimitive.describe(d, forward));
            } finally {
                dnnl.dnnl_primitive_desc_destroy(forward);
            }
            dnnl_memory_desc_t layout = weightGradient.layout(dnnl.dnnl_query_diff_weights_md);
            gradient = OneDnn.allocate(layout);
            weightGradient.bind(dnnl.DNNL_ARG_DIFF_WEIGHTS, gradient).take(dnnl.DNNL_ARG_SRC, large).take(dnnl.DNNL_ARG_DIFF_DST, small);
            writeGradient = OneDnnPrimitive.reorder(layout, plain, false).bind(dnnl.DNNL_ARG_FROM, gradient).take(dnnl.DNNL_ARG_TO, plain);
            addGradient = OneDnnPrimitive.reorder(layout, plain, true).bind(dnnl.DNNL_ARG_FROM, gradient).take(dnnl.DNNL_ARG_TO, plain);
        }

        @Override
        public void close() {
            for (OneDnnPrimitive p : new OneDnnPrimitive[] {reduce, enlarge, weightGradient, writeGradient, addGradient}) {
                if (p != null) p.close();
            }
            if (gradient != null) dnnl.dnnl_memory_destroy(gradient);
            for (dnnl_memory_desc_t layout : new dnnl_memory_desc_t[] {large, small, anyWeights, bias}) {
                if (layout != null) layout.deallocate();
            }
        }
    }
}
