package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * To an image of few channels, for which oneDNN computes mostly padding: first the products of every pixel with all taps of the kernel, one
 * matrix product [pixels, channels] x [channels, k k few]; then their sums where they overlap. The result is the large image (transposed
 * convolution, or gradient) or the small one (convolution).
 */
final class OneDnnFold implements OneDnnDirection {
    /** Of pixels and both numbers of channels, in whole blocks: oneDNN divides by zero, and ends Java, where their product passes 31 bits. */
    private static final long MOST_PRODUCT = 1 << 30;
    private static final int BLOCK = 64;

    private final OneDnnSizes sizes;
    private final boolean enlarging;
    private final int few;
    private final int many;
    /** Products of a pixel. */
    private final int columns;
    private final long pixels;
    /** Pixels of a call. */
    private final long band;
    private final OneDnnPrimitive product;
    private final OneDnnPrimitive reorder;
    private final Floats products;
    /** As a matrix [taps and few channels, channels], and so in oneDNN's layout. */
    private final Floats matrix;
    private final Floats weights;
    private Parameter source;
    private long version;

    OneDnnFold(OneDnnSizes sizes, boolean enlarging) {
        this.sizes = sizes;
        this.enlarging = enlarging;
        few = enlarging ? sizes.largeChannels : sizes.smallChannels;
        many = enlarging ? sizes.smallChannels : sizes.largeChannels;
        columns = sizes.shape.size() * sizes.shape.size() * few;
        int height = enlarging ? sizes.smallHeight : sizes.largeHeight;
        int width = enlarging ? sizes.smallWidth : sizes.largeWidth;
        pixels = (long) sizes.batch * height * width;
        band = Math.min(pixels, MOST_PRODUCT / (blocks(many) * blocks(columns)));
        try (dnnl_memory_desc_t from = OneDnn.layout(sizes.precision, dnnl.dnnl_nhwc, 1, many, 1, band);
            dnnl_memory_desc_t any = OneDnn.layout(sizes.precision, dnnl.dnnl_format_tag_any, columns, many, 1, 1);
            dnnl_memory_desc_t plain = OneDnn.layout(dnnl.dnnl_abcd, columns, many, 1, 1);
            dnnl_memory_desc_t to = OneDnn.layout(dnnl.dnnl_nhwc, 1, columns, 1, band)) {
            long[] none = {0, 0};
            product = OneDnnPrimitive.of(OneDnnForward.describe(from, any, null, to, new long[] {1, 1}, none, none));
            dnnl_memory_desc_t layout = product.layout(dnnl.dnnl_query_weights_md);
            product.take(dnnl.DNNL_ARG_SRC, from).take(dnnl.DNNL_ARG_DST, to).take(dnnl.DNNL_ARG_WEIGHTS, layout);
            reorder = OneDnnPrimitive.reorder(plain, layout, false).take(dnnl.DNNL_ARG_FROM, plain).take(dnnl.DNNL_ARG_TO, layout);
            weights = OneDnn.allocate(layout);
        }
        products = new Floats(sizes.batch, height, width, columns);
        matrix = new Floats(columns, many);
    }

    private static long blocks(int channels) {
        return (channels + BLOCK - 1L) / BLOCK * BLOCK;
    }

    @Override
    public void run(Parameter w, long from, Parameter bias, Tensor to) {
        if (source != w || version != w.version()) {
            toMatrix(w.order(), w.shape, w.present());
            reorder.run(matrix.address(), weights.address());
            source = w;
            version = w.version();
        }
        long read = (long) OneDnn.bytes(sizes.precision) * many;
        long written = (long) Float.BYTES * columns;
        for (long start = 0; start < pixels; start += band) {
            long first = Math.min(start, pixels - band); // the last call repeats some of what was done
            product.run(from + first * read, products.address() + first * written, weights.address());
        }
        float[] b = new float[few];
        if (bias != null) bias.values().get(0, b);
        int row = to.w() * few;
        Blocks.run(to.n() * to.h(), 1, (block, index, one) -> {
            float[] sum = Blocks.scratch(1, row);
            for (int x = 0; x < row; x++) sum[x] = b[x % few];
            addRow(index / to.h(), index % to.h(), to.w(), sum);
            to.floats().put(index * row, sum, 0, row);
        });
    }

    /** [small, large, k, k] becomes [k, k, few, many]. */
    private void toMatrix(WeightOrder order, long[] shape, FloatBuffer from) {
        float[] plain = new float[from.limit()];
        order.restore(shape, from, FloatBuffer.wrap(plain));
        int taps = sizes.shape.size() * sizes.shape.size();
        int many = plain.length / taps / few;
        FloatBuffer to = matrix.values();
        for (int f = 0; f < few; f++) {
            for (int m = 0; m < many; m++) {
                int pair = (enlarging ? m * few + f : f * many + m) * taps;
                for (int k = 0; k < taps; k++) to.put((k * few + f) * many + m, plain[pair + k]);
            }
        }
    }

    /** Adds all products that belong to row {@code y} of image {@code n}. */
    private void addRow(int n, int y, int width, float[] sum) {
        int size = sizes.shape.size();
        int stride = sizes.shape.stride();
        int height = enlarging ? sizes.smallHeight : sizes.largeHeight;
        int length = enlarging ? sizes.smallWidth : sizes.largeWidth;
        for (int k = 0; k < size; k++) {
            // Row i of the small image and row i * stride + k - padding of the large one belong together.
            int position = enlarging ? y + sizes.shape.padding() - k : y * stride + k - sizes.shape.padding();
            if (enlarging && Math.floorMod(position, stride) != 0) continue;
            int row = enlarging ? Math.floorDiv(position, stride) : position;
            if (row < 0 || row >= height) continue;
            for (int tap = 0; tap < size; tap++) addTap((n * height + row) * length, length, k * size + tap, tap - sizes.shape.padding(), width, sum);
        }
    }

    /**
     * Adds the products of one tap, which all lie as far apart, so that no row of all products need be copied.
     *
     * @param first pixel of the row of products
     * @param shift of the large image against {@code stride} times the small one
     */
    private void addTap(int first, int length, int tap, int shift, int width, float[] sum) {
        int stride = sizes.shape.stride();
        int small = enlarging ? length : width;
        int large = enlarging ? width : length;
        int from = Math.max(0, Math.floorDiv(stride - 1 - shift, stride));
        int to = Math.min(small, Math.floorDiv(large - 1 - shift, stride) + 1);
        FloatBuffer values = products.values();
        for (int f = 0; f < few; f++) {
            int at = first * columns + tap * few + f;
            if (enlarging) {
                for (int x = from; x < to; x++) sum[(x * stride + shift) * few + f] += values.get(at + x * columns);
            } else {
                for (int x = from; x < to; x++) sum[x * few + f] += values.get(at + (x * stride + shift) * columns);
            }
        }
    }

    @Override
    public void close() {
        product.close();
        reorder.close();
        for (Floats f : List.of(products, matrix, weights)) f.close();
    }
}
