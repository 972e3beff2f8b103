package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * From the small image to the large one by a plain convolution, which oneDNN computes faster than the gradient of one. Where the stride s divides the
 * kernel's size k, all s x s pixels (s i - padding + p, s j - padding + q) of a block of the large image are made from the same k / s x k / s pixels of the small
 * one, by different weights ({@link OneDnnTaps}). So they are channels of a convolution of stride 1, and its result need only be put in order: a row of blocks
 * holds s rows of the image, in pieces of s pixels.
 */
final class OneDnnPhases implements OneDnnDirection {
    private final OneDnnForward convolution;
    private final Axis rows;
    private final Axis columns;
    private final int images;
    private final int channels;
    /** Null for gradients. */
    private final Floats biases;
    private final SharedMemory scratch;

    /**
     * Rows (or columns) of blocks.
     *
     * @param length of the large image
     * @param first block of those that have pixels of the image, counted from the one that begins at -padding
     * @param count how many blocks have
     * @param before padding of the small image before it
     * @param after and behind it
     */
    private record Axis(int stride, int padding, int length, int first, int count, int before, int after) {

        static Axis of(ConvolutionShape shape, int small, int large) {
            int stride = shape.stride();
            int first = shape.padding() / stride;
            int end = (large - 1 + shape.padding()) / stride + 1;
            return new Axis(stride, shape.padding(), large, first, end - first, shape.size() / stride - 1 - first, end - small);
        }

        /** The pixel of the large image that block {@code i} begins with, counted from the first of these. */
        int start(int i) {
            return stride * (first + i) - padding;
        }
    }

    private OneDnnPhases(OneDnnSizes s, OneDnnForward convolution, Axis rows, Axis columns, SharedMemory scratch) {
        this.convolution = convolution;
        this.rows = rows;
        this.columns = columns;
        this.scratch = scratch;
        images = s.batch;
        channels = s.largeChannels;
        biases = s.shape.transposed() ? new Floats((long) rows.stride * rows.stride * channels) : null;
    }

    /**
     * Null if these sizes or this processor do not allow it.
     *
     * @param scratch where blocks are put before they are put in order
     */
    static OneDnnPhases of(OneDnnSizes s, OneDnnWeights weights, SharedMemory scratch) {
        int stride = s.shape.stride();
        if (s.shape.size() % stride != 0) return null;
        Axis rows = Axis.of(s.shape, s.smallHeight, s.largeHeight);
        Axis columns = Axis.of(s.shape, s.smallWidth, s.largeWidth);
        if (Math.min(Math.min(rows.before, rows.after), Math.min(columns.before, columns.after)) < 0) return null;
        long[] shape = OneDnnTaps.shape(s.shape.weights(), stride);
        try (dnnl_memory_desc_t any = OneDnn.layout(s.precision, dnnl.dnnl_format_tag_any, shape);
            dnnl_memory_desc_t bias = s.shape.transposed() ? OneDnn.layout(dnnl.dnnl_a, shape[0]) : null;
            dnnl_memory_desc_t blocks = OneDnn.layout(dnnl.dnnl_nhwc, s.batch, shape[0], rows.count, columns.count)) {
            dnnl_primitive_desc description = OneDnnForward.describe(s.smallOperand, any, bias, blocks, new long[] {1, 1}, new long[] {rows.before, columns.before},
                new long[] {rows.after, columns.after}, s.shape.transposed() ? s.slope : 1);
            if (OneDnnPrimitive.isReference(description)) {
                dnnl.dnnl_primitive_desc_destroy(description);
                return null;
            }
            OneDnnForward convolution = new OneDnnForward(description, s.smallOperand, bias, blocks, layout -> weights.enlarging(layout, stride));
            return new OneDnnPhases(s, convolution, rows, columns, scratch);
        }
    }

    @Override
    public void run(Parameter w, long from, Parameter bias, Tensor to) {
        if (rows.stride == 1) convolution.run(w, from, biases(bias), to.address());
        else run(w, from, bias, (row, values) -> to.floats().put(row * columns.length * channels, values, 0, columns.length * channels));
    }

    /** Where the bias of all pixels of a block is; 0 if this is a gradient. */
    private long biases(Parameter bias) {
        if (biases == null) return 0;
        for (int i = 0; i < biases.values().limit(); i++) biases.values().put(i, bias.present().get(i % channels));
        return biases.address();
    }

    /** As {@link #run(Parameter, long, Parameter, Tensor)}, without writing the image. */
    void run(Parameter w, long from, Parameter bias, RowSink to) {
        int stride = rows.stride;
        int row = columns.count * stride * stride * channels;
        // The weights may need this memory too, and the convolution asks for them first.
        Floats blocks = convolution.run(w, from, biases(bias), scratch, (long) images * rows.count * row);
        Blocks.each(images * rows.count, i -> {
            float[] values = Blocks.load(0, blocks.values(), i * row, row);
            int y = rows.start(i % rows.count);
            for (int p = 0; p < stride; p++) {
                if (y + p < 0 || y + p >= rows.length) continue;
                float[] line = Blocks.scratch(1, columns.length * channels);
                putInOrder(values, p, line);
                to.put(i / rows.count * rows.length + y + p, line);
            }
        });
    }

    /** Row {@code p} of a row of blocks. */
    private void putInOrder(float[] blocks, int p, float[] line) {
        int stride = columns.stride;
        int piece = stride * channels;
        int whole = columns.length * channels;
        for (int j = 0; j < columns.count; j++) {
            int to = columns.start(j) * channels;
            int skipped = Math.max(0, -to);
            int end = Math.min(piece, whole - to);
            System.arraycopy(blocks, (j * stride + p) * piece + skipped, line, to + skipped, end - skipped);
        }
    }

    @Override
    public void close() {
        convolution.close();
        if (biases != null) biases.close();
    }
}
