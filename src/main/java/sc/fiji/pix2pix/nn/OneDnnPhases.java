package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * From the small image to the large one by a plain convolution, which oneDNN computes faster than the gradient of one. Where the stride s divides the
 * kernel's size k, all s x s pixels (s i - padding + p, s j - padding + q) of a block of the large image are made from the same k / s x k / s pixels of the small
 * one, by different weights ({@link OneDnnTaps}). So they are channels of a convolution of stride 1, and its result need only be put in order: a row of blocks
 * holds s rows of the image, in pieces of s pixels. Of large images some rows of blocks are computed at a time, which are then still in the cache.
 */
final class OneDnnPhases implements OneDnnDirection {
    /** Floats that are computed at a time, about. */
    static final long BAND = 1 << 21;
    private static final int LEAST_ROWS = 4;

    private final OneDnnSizes sizes;
    private final OneDnnWeights weights;
    private final SharedMemory scratch;
    private final Axis rows;
    private final Axis columns;
    /** Floats of a pixel of the large image. */
    private final int channels;
    /** Floats of a row of blocks. */
    private final int row;
    /** Null for gradients. */
    private final Floats biases;
    private final Map<Band, OneDnnForward> convolutions = new HashMap<>();

    /**
     * What differs between convolutions: images, rows of the small image, its padding, rows of blocks.
     *
     * @param before padding at the top
     * @param after and at the bottom
     */
    private record Band(int images, int height, int before, int after, int count) {}

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

    private OneDnnPhases(OneDnnSizes sizes, OneDnnWeights weights, Axis rows, Axis columns, SharedMemory scratch) {
        this.sizes = sizes;
        this.weights = weights;
        this.rows = rows;
        this.columns = columns;
        this.scratch = scratch;
        channels = sizes.given == Precision.FLOAT32 ? sizes.largeChannels : sizes.largeChannels / 2;
        row = columns.count * columns.stride * columns.stride * channels;
        biases = sizes.shape.transposed() ? new Floats((long) rows.stride * rows.stride * sizes.largeChannels) : null;
    }

    /**
     * Null if these sizes or this processor do not allow it.
     *
     * @param scratch where blocks are put before they are put in order
     */
    static OneDnnPhases of(OneDnnSizes s, OneDnnWeights weights, SharedMemory scratch) {
        if (s.shape.size() % s.shape.stride() != 0) return null;
        Axis rows = Axis.of(s.shape, s.smallHeight, s.largeHeight);
        Axis columns = Axis.of(s.shape, s.smallWidth, s.largeWidth);
        if (Math.min(Math.min(rows.before, rows.after), Math.min(columns.before, columns.after)) < 0) return null;
        OneDnnPhases phases = new OneDnnPhases(s, weights, rows, columns, scratch);
        if (s.packed || !phases.convolution(phases.band(0, phases.most())).isReference()) return phases;
        phases.close();
        return null;
    }

    /** How many rows of blocks are computed at a time: all those of all images, or some of one. */
    private int most() {
        return rows.stride == 1 || (long) sizes.batch * rows.count * row <= BAND ? sizes.batch * rows.count : Math.max(LEAST_ROWS, (int) (BAND / row));
    }

    /** Rows of blocks from {@code first} of an image on, at most {@code most}; more than an image has stand for all images. */
    private Band band(int first, int most) {
        int images = most == sizes.batch * rows.count ? sizes.batch : 1;
        int count = Math.min(most, rows.count - first);
        int start = first - rows.before;
        int end = start + count - 1 + sizes.shape.size() / rows.stride;
        int before = Math.max(0, -start);
        int after = Math.max(0, end - sizes.smallHeight);
        return new Band(images, end - start - before - after, before, after, count);
    }

    private OneDnnForward convolution(Band band) {
        OneDnnForward found = convolutions.get(band);
        if (found != null) return found;
        int stride = rows.stride;
        long[] shape = OneDnnTaps.shape(sizes.shape.weights(), stride);
        try (dnnl_memory_desc_t any = OneDnn.layout(sizes.precision, dnnl.dnnl_format_tag_any, shape);
            dnnl_memory_desc_t from = OneDnn.layout(sizes.precision, dnnl.dnnl_nhwc, band.images, sizes.smallChannels, band.height, sizes.smallWidth);
            dnnl_memory_desc_t bias = biases == null ? null : OneDnn.layout(dnnl.dnnl_a, shape[0]);
            dnnl_memory_desc_t blocks = OneDnn.layout(sizes.given, dnnl.dnnl_nhwc, band.images, shape[0], band.count, columns.count)) {
            OneDnnForward made = new OneDnnForward(OneDnnForward.describe(from, any, bias, blocks, new long[] {1, 1}, new long[] {band.before, columns.before},
                new long[] {band.after, columns.after}, biases == null ? 1 : sizes.slope), from, bias, blocks, layout -> weights.enlarging(layout, stride));
            convolutions.put(band, made);
            return made;
        }
    }

    @Override
    public void run(Parameter w, long from, Parameter bias, Tensor to) {
        if (rows.stride == 1) convolution(band(0, most())).run(w, from, biases(bias), to.address());
        else run(w, from, bias, RowSinks.into(to));
    }

    /** Where the bias of all pixels of a block is; 0 if this is a gradient. */
    private long biases(Parameter bias) {
        if (biases == null) return 0;
        for (int i = 0; i < biases.values().limit(); i++) biases.values().put(i, bias.present().get(i % sizes.largeChannels));
        return biases.address();
    }

    @Override
    public boolean run(Parameter w, long from, Parameter bias, RowSink to) {
        if (rows.stride == 1) return false;
        long offsets = biases(bias);
        int most = most();
        for (int first = 0; first < sizes.batch * rows.count;) {
            int image = first / rows.count;
            Band band = band(first % rows.count, most);
            long above = (long) image * sizes.smallHeight + Math.max(0, first % rows.count - rows.before);
            long at = from + above * sizes.smallWidth * sizes.smallChannels * OneDnn.bytes(sizes.precision);
            int count = band.images * band.count;
            // The weights may need this memory too, and the convolution asks for them first.
            Floats blocks = convolution(band).run(w, at, offsets, scratch, (long) count * row);
            int start = first;
            Blocks.each(count, i -> putInOrder(blocks.values(), i, start + i, to));
            first += count;
        }
        return true;
    }

    /** Row {@code i} of the blocks at hand, which is row {@code index} of those of all images. */
    private void putInOrder(FloatBuffer blocks, int i, int index, RowSink to) {
        float[] values = Blocks.load(0, blocks, i * row, row);
        int y = rows.start(index % rows.count);
        for (int p = Math.max(0, -y); p < Math.min(rows.stride, rows.length - y); p++) {
            float[] line = Blocks.scratch(1, columns.length * channels);
            putInOrder(values, p, line);
            to.put((index / rows.count * rows.length + y + p) * columns.length, columns.length, line);
        }
    }

    /** Row {@code p} of a row of blocks. */
    private void putInOrder(float[] blocks, int p, float[] line) {
        if (columns.stride != 2 || channels != 1 && channels != 3 || columns.count < 2) {
            copy(blocks, p, 0, columns.count, line);
            return;
        }
        // The first and the last block may lie half outside.
        copy(blocks, p, 0, 1, line);
        copy(blocks, p, columns.count - 1, columns.count, line);
        int from = (2 + p) * 2 * channels;
        int to = columns.start(1) * channels;
        if (channels == 1) pairs(blocks, from, line, to, columns.count - 2);
        else sixes(blocks, from, line, to, columns.count - 2);
    }

    /** Two pixels of one channel of each block; so few values are copied in less time than calls take if all distances are constant. */
    private static void pairs(float[] blocks, int from, float[] line, int to, int count) {
        for (int j = 0; j < count; j++) {
            line[to + 2 * j] = blocks[from + 4 * j];
            line[to + 2 * j + 1] = blocks[from + 4 * j + 1];
        }
    }

    /** The same of three channels. */
    private static void sixes(float[] blocks, int from, float[] line, int to, int count) {
        for (int j = 0; j < count; j++) {
            int a = from + 12 * j;
            int b = to + 6 * j;
            line[b] = blocks[a];
            line[b + 1] = blocks[a + 1];
            line[b + 2] = blocks[a + 2];
            line[b + 3] = blocks[a + 3];
            line[b + 4] = blocks[a + 4];
            line[b + 5] = blocks[a + 5];
        }
    }

    /** Of some blocks, each at once. */
    private void copy(float[] blocks, int p, int first, int end, float[] line) {
        int piece = columns.stride * channels;
        int whole = columns.length * channels;
        for (int j = first; j < end; j++) {
            int to = columns.start(j) * channels;
            int skipped = Math.max(0, -to);
            int last = Math.min(piece, whole - to);
            System.arraycopy(blocks, (j * columns.stride + p) * piece + skipped, line, to + skipped, last - skipped);
        }
    }

    @Override
    public void close() {
        convolutions.values().forEach(OneDnnForward::close);
        if (biases != null) biases.close();
    }
}
