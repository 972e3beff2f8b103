package sc.fiji.pix2pix.nn;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * From the small image to the large one by a plain convolution, which oneDNN computes faster than the gradient of one. Where the stride s divides the
 * kernel's size k, all s x s pixels (s i - padding + p, s j - padding + q) of a block of the large image are made from the same k / s x k / s pixels of the small
 * one, by different weights ({@link OneDnnTaps}). So they are channels of a convolution of stride 1, and its result need only be put in order
 * ({@link OneDnnBlockOrder}). Of large images some rows of blocks are computed at a time, which are then still in the cache.
 */
final class OneDnnPhases implements OneDnnDirection {
    /** Floats that are computed at a time, about. */
    static final long BAND = 1 << 20;
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
    private final Map<Place, OneDnnBlockOrder> orders = new HashMap<>();

    /**
     * What differs between convolutions: images, rows of the small image, its padding, rows of blocks.
     *
     * @param before padding at the top
     * @param after and at the bottom
     * @param blocks those rows
     */
    private record Band(int images, int height, int before, int after, OneDnnBlockOrder.Span blocks) {

        /** Rows of the large image. */
        int pixels() {
            return images * blocks.pixels();
        }
    }

    /**
     * Where pixels of a band go, in floats.
     *
     * @param row from a row of pixels to the next
     * @param pixel from a pixel to the next
     * @param channel from a channel to the next
     */
    private record Place(Band band, long row, long pixel, long channel) {}

    @FunctionalInterface
    private interface Result {
        /**
         * @param first row of pixels of all images that the band has
         * @param blocks where its blocks are, from the first value on
         */
        void take(Band band, int first, Floats blocks);
    }

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
        private int start(int i) {
            return stride * (first + i) - padding;
        }

        /** {@code n} blocks from {@code i} on. */
        OneDnnBlockOrder.Span blocks(int i, int n) {
            return new OneDnnBlockOrder.Span(n, stride, Math.max(0, -start(i)), Math.max(0, start(i + n) - length));
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
        return new Band(images, end - start - before - after, before, after, rows.blocks(first, count));
    }

    private OneDnnForward convolution(Band band) {
        OneDnnForward found = convolutions.get(band);
        if (found != null) return found;
        int stride = rows.stride;
        long[] shape = OneDnnTaps.shape(sizes.shape.weights(), stride);
        try (dnnl_memory_desc_t any = OneDnn.layout(sizes.precision, dnnl.dnnl_format_tag_any, shape);
            dnnl_memory_desc_t from = OneDnn.layout(sizes.precision, dnnl.dnnl_nhwc, band.images, sizes.smallChannels, band.height, sizes.smallWidth);
            dnnl_memory_desc_t bias = biases == null ? null : OneDnn.layout(dnnl.dnnl_a, shape[0]);
            dnnl_memory_desc_t blocks = OneDnn.layout(sizes.given, dnnl.dnnl_nhwc, band.images, shape[0], band.blocks.count(), columns.count)) {
            OneDnnForward made = new OneDnnForward(OneDnnForward.describe(from, any, bias, blocks, new long[] {1, 1}, new long[] {band.before, columns.before},
                new long[] {band.after, columns.after}, biases == null ? 1 : sizes.slope), from, bias, blocks, layout -> weights.enlarging(layout, stride));
            convolutions.put(band, made);
            return made;
        }
    }

    private OneDnnBlockOrder order(Place place) {
        return orders.computeIfAbsent(place, p -> {
            long block = (long) columns.stride * columns.stride * channels;
            long[] from = {(long) rows.count * row, row, (long) columns.stride * channels, block, channels, 1};
            long[] to = {rows.length * p.row, rows.stride * p.row, p.row, columns.stride * p.pixel, p.pixel, p.channel};
            return OneDnnBlockOrder.toImage(p.band.images, p.band.blocks, columns.blocks(0, columns.count), channels, from, to, Precision.FLOAT32);
        });
    }

    @Override
    public void run(Parameter w, long from, Parameter bias, Tensor to) {
        if (rows.stride == 1) convolution(band(0, most())).run(w, from, biases(bias), to.address());
        else run(w, from, bias, Rows.of(to), RowsWritten.NOTHING);
    }

    @Override
    public boolean run(Parameter w, long from, Parameter bias, Rows to, RowsWritten then) {
        if (rows.stride == 1) return false;
        long pitch = to.tensor().perPixel();
        long line = columns.length * pitch;
        run(w, from, bias, 0, (band, first, blocks) -> {
            long at = to.tensor().address() + Float.BYTES * (first * line + to.first());
            order(new Place(band, line, pitch, 1)).run(blocks.address(), at);
            then.rows(first, band.pixels());
        });
        return true;
    }

    /** Puts the channels of a row one behind the other. */
    @Override
    public boolean run(Parameter w, long from, Parameter bias, RowSink to) {
        if (rows.stride == 1) return false;
        int line = columns.length * channels;
        run(w, from, bias, (long) most() * rows.stride * line, (band, first, blocks) -> {
            int start = band.images * band.blocks.count() * row;
            order(new Place(band, line, 1, columns.length)).run(blocks.address(), blocks.address() + (long) Float.BYTES * start);
            Blocks.each(band.pixels(), y -> {
                for (int c = 0; c < channels; c++)
                    to.put((first + y) * columns.length, columns.length, c, Blocks.load(0, blocks.values(), start + y * line + c * columns.length, columns.length));
            });
        });
        return true;
    }

    /**
     * Computes blocks, band by band.
     *
     * @param more floats that are wanted behind those of the blocks
     */
    private void run(Parameter w, long from, Parameter bias, long more, Result to) {
        long offsets = biases(bias);
        int most = most();
        for (int first = 0; first < sizes.batch * rows.count;) {
            int image = first / rows.count;
            int i = first % rows.count;
            Band band = band(i, most);
            long above = (long) image * sizes.smallHeight + Math.max(0, i - rows.before);
            long at = from + above * sizes.smallWidth * sizes.smallChannels * OneDnn.bytes(sizes.precision);
            int count = band.images * band.blocks.count();
            // The weights may need this memory too, and the convolution asks for them first.
            to.take(band, image * rows.length + Math.max(0, rows.start(i)), convolution(band).run(w, at, offsets, scratch, (long) count * row + more));
            first += count;
        }
    }

    /** Where the bias of all pixels of a block is; 0 if this is a gradient. */
    private long biases(Parameter bias) {
        if (biases == null) return 0;
        for (int i = 0; i < biases.values().limit(); i++) biases.values().put(i, bias.present().get(i % sizes.largeChannels));
        return biases.address();
    }

    @Override
    public void close() {
        convolutions.values().forEach(OneDnnForward::close);
        orders.values().forEach(OneDnnBlockOrder::close);
        if (biases != null) biases.close();
    }
}
