package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A convolution to an image of few channels, for which oneDNN computes mostly padding: first the products of every pixel with all taps of the kernel, one
 * matrix product [pixels, channels] x [channels, k k few]; then their sums where they overlap. The products are many times the image: those of some rows are
 * made at a time, which are then still in the cache; rows that two pieces need are made twice.
 */
final class OneDnnFold implements OneDnnDirection {
    /** Of pixels and both numbers of channels, in whole blocks: oneDNN divides by zero, and ends Java, where their product passes 31 bits. */
    private static final long MOST_PRODUCT = 1 << 30;
    private static final int BLOCK = 64;
    /** Products that are made at a time, about. */
    static final long BAND = 1 << 23;

    private final OneDnnSizes sizes;
    private final int few;
    private final int many;
    /** Products of a pixel. */
    private final int columns;
    /** What is made at a time: some images, or rows of the small image and the rows of the large one that they are made from. */
    private final int images;
    private final int rows;
    private final int read;
    private final long pixels;
    /** Pixels of a call. */
    private final long call;
    private final OneDnnPrimitive product;
    private final OneDnnPrimitive reorder;
    private final SharedMemory scratch;
    /** As a matrix [taps and few channels, channels], and so in oneDNN's layout. */
    private final Floats matrix;
    private final Floats weights;
    private Parameter source;
    private long version;

    /** @param scratch for the products */
    OneDnnFold(OneDnnSizes sizes, SharedMemory scratch) {
        this.sizes = sizes;
        this.scratch = scratch;
        few = sizes.smallChannels;
        many = sizes.largeChannels;
        columns = sizes.shape.size() * sizes.shape.size() * few;
        long line = (long) sizes.largeWidth * columns;
        long fit = (BAND / line - sizes.shape.size()) / sizes.shape.stride() + 1;
        rows = (int) Math.max(1, Math.min(sizes.smallHeight, fit));
        read = rows == sizes.smallHeight ? sizes.largeHeight : Math.min(sizes.largeHeight, (rows - 1) * sizes.shape.stride() + sizes.shape.size());
        images = rows < sizes.smallHeight ? 1 : (int) Math.max(1, Math.min(sizes.batch, BAND / (line * sizes.largeHeight)));
        pixels = (long) images * read * sizes.largeWidth;
        call = Math.min(pixels, MOST_PRODUCT / (blocks(many) * blocks(columns)));
        try (dnnl_memory_desc_t from = OneDnn.layout(sizes.precision, dnnl.dnnl_nhwc, 1, many, 1, call);
            dnnl_memory_desc_t any = OneDnn.layout(sizes.precision, dnnl.dnnl_format_tag_any, columns, many, 1, 1);
            dnnl_memory_desc_t plain = OneDnn.layout(dnnl.dnnl_abcd, columns, many, 1, 1);
            dnnl_memory_desc_t to = OneDnn.layout(dnnl.dnnl_nhwc, 1, columns, 1, call)) {
            long[] none = {0, 0};
            product = OneDnnPrimitive.of(OneDnnForward.describe(from, any, null, to, new long[] {1, 1}, none, none, 1));
            dnnl_memory_desc_t layout = product.layout(dnnl.dnnl_query_weights_md);
            product.take(dnnl.DNNL_ARG_SRC, from).take(dnnl.DNNL_ARG_DST, to).take(dnnl.DNNL_ARG_WEIGHTS, layout);
            reorder = OneDnnPrimitive.reorder(plain, layout, false).take(dnnl.DNNL_ARG_FROM, plain).take(dnnl.DNNL_ARG_TO, layout);
            weights = OneDnn.allocate(layout);
        }
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
        Floats products = scratch.floats(pixels * columns);
        float[] b = new float[few];
        if (bias != null) bias.present().get(0, b);
        for (int n = 0; n < sizes.batch; n += images) {
            int image = Math.min(n, sizes.batch - images); // the last piece repeats some of what was done
            for (int y = 0; y < sizes.smallHeight; y += rows) {
                int first = Math.max(0, Math.min(y * sizes.shape.stride() - sizes.shape.padding(), sizes.largeHeight - read));
                multiply(from, ((long) image * sizes.largeHeight + first) * sizes.largeWidth, products);
                add(products.values(), image, y, Math.min(rows, sizes.smallHeight - y), first, b, bias != null, to);
            }
        }
    }

    /** @param start first pixel */
    private void multiply(long from, long start, Floats products) {
        long in = (long) OneDnn.bytes(sizes.precision) * many;
        long out = (long) Float.BYTES * columns;
        for (long done = 0; done < pixels; done += call) {
            long at = Math.min(done, pixels - call);
            product.run(from + (start + at) * in, products.address() + at * out, weights.address());
        }
    }

    /** @param first row of the large image that the products begin with */
    private void add(FloatBuffer products, int image, int y, int count, int first, float[] b, boolean forward, Tensor to) {
        int row = to.w() * few;
        Blocks.run(images * count, 1, (block, index, one) -> {
            float[] sum = Blocks.scratch(1, row);
            for (int x = 0; x < row; x++) sum[x] = b[x % few];
            addRow(products, index / count * read - first, y + index % count, to.w(), sum);
            if (forward && sizes.slope != 1) NormActivation.leaky(sum, sizes.slope, row);
            to.floats().put(((image + index / count) * to.h() + y + index % count) * row, sum, 0, row);
        });
    }

    /** [few, many, k, k] becomes [k, k, few, many]. */
    private void toMatrix(WeightOrder order, long[] shape, FloatBuffer from) {
        float[] plain = new float[from.limit()];
        order.restore(shape, from, FloatBuffer.wrap(plain));
        int taps = sizes.shape.size() * sizes.shape.size();
        int many = sizes.largeChannels;
        FloatBuffer to = matrix.values();
        for (int f = 0; f < few; f++) {
            for (int m = 0; m < many; m++) {
                for (int k = 0; k < taps; k++) to.put((k * few + f) * many + m, plain[(f * many + m) * taps + k]);
            }
        }
    }

    /**
     * Adds all products that belong to row {@code y} of an image.
     *
     * @param origin where row 0 of its large image would be among the rows of products
     */
    private void addRow(FloatBuffer products, int origin, int y, int width, float[] sum) {
        int size = sizes.shape.size();
        for (int k = 0; k < size; k++) {
            int row = y * sizes.shape.stride() + k - sizes.shape.padding();
            if (row < 0 || row >= sizes.largeHeight) continue;
            int first = (origin + row) * sizes.largeWidth;
            for (int tap = 0; tap < size; tap++) addTap(products, first, k * size + tap, tap - sizes.shape.padding(), width, sum);
        }
    }

    /**
     * Adds the products of one tap, which all lie as far apart, so that no row of all products need be copied.
     *
     * @param first pixel of the row of products
     * @param shift of the large image against {@code stride} times the small one
     */
    private void addTap(FloatBuffer products, int first, int tap, int shift, int width, float[] sum) {
        int stride = sizes.shape.stride();
        int from = Math.max(0, Math.floorDiv(stride - 1 - shift, stride));
        int to = Math.min(width, Math.floorDiv(sizes.largeWidth - 1 - shift, stride) + 1);
        for (int f = 0; f < few; f++) {
            int at = first * columns + tap * few + f;
            for (int x = from; x < to; x++) sum[x * few + f] += products.get(at + (x * stride + shift) * columns);
        }
    }

    @Override
    public void close() {
        product.close();
        reorder.close();
        matrix.close();
        weights.close();
    }
}
