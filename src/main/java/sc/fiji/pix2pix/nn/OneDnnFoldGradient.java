package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The gradient of the weights where {@link OneDnnFold} computes the convolution, of stride 1, since oneDNN computes mostly padding there, too: what each pixel of the
 * large image meets under all taps of the kernel, [pixels, k k few], is put together, and is one matrix product away, [k k few, pixels] x [pixels, channels].
 */
final class OneDnnFoldGradient implements WeightGradient {
    /** By measured times: putting together takes time for each of the few channels, what is saved grows with the others. */
    private static final int MOST_FEW = 4;
    private static final int MANY_PER_FEW = 16;

    private final OneDnnSizes sizes;
    private final SharedMemory scratch;
    private final int few;
    private final int many;
    private final int taps;
    private final int pixels;
    private final OneDnnPrimitive product;
    private final Floats matrix;

    private OneDnnFoldGradient(OneDnnSizes sizes, SharedMemory scratch) {
        this.sizes = sizes;
        this.scratch = scratch;
        few = sizes.smallChannels;
        many = sizes.largeChannels;
        taps = sizes.shape.size() * sizes.shape.size();
        pixels = sizes.batch * sizes.largeHeight * sizes.largeWidth;
        product = OneDnnProduct.of(1, (long) taps * few, pixels, many, true, false, false);
        matrix = new Floats((long) taps * few, many);
    }

    /**
     * Null if another way is faster or takes less memory.
     *
     * @param scratch which the convolution needs for as much
     */
    static OneDnnFoldGradient of(OneDnnSizes s, WeightOrder order, SharedMemory scratch) {
        long values = (long) s.batch * s.largeHeight * s.largeWidth * s.shape.size() * s.shape.size() * s.smallChannels;
        boolean plain = s.precision == Precision.FLOAT32 && order.block() == 1 && s.shape.stride() == 1;
        boolean faster = s.smallChannels <= MOST_FEW && s.largeChannels >= MANY_PER_FEW * s.smallChannels;
        return plain && faster && values <= OneDnnFold.BAND ? new OneDnnFoldGradient(s, scratch) : null;
    }

    @Override
    public void run(Parameter w, long large, long small) {
        Floats met = scratch.floats((long) pixels * taps * few);
        FloatBuffer from = Floats.at(small, (long) sizes.batch * sizes.smallHeight * sizes.smallWidth * few);
        int line = sizes.largeWidth * taps * few;
        Blocks.each(sizes.batch * sizes.largeHeight, row -> met.values().put(row * line, met(from, row), 0, line));
        product.run(met.address(), large, matrix.address());
        write(w.gradients(), w.hasGradient());
        w.gradientWritten();
    }

    /** What a row of the large images meets. */
    private float[] met(FloatBuffer small, int row) {
        int columns = taps * few;
        int width = sizes.smallWidth * few;
        float[] to = Blocks.scratch(0, sizes.largeWidth * columns);
        Arrays.fill(to, 0, sizes.largeWidth * columns, 0);
        int size = sizes.shape.size();
        int image = row / sizes.largeHeight;
        for (int k = 0; k < size; k++) {
            int y = row % sizes.largeHeight + sizes.shape.padding() - k;
            if (y < 0 || y >= sizes.smallHeight) continue;
            float[] values = Blocks.load(1, small, (image * sizes.smallHeight + y) * width, width);
            for (int tap = 0; tap < size; tap++) meet(values, tap - sizes.shape.padding(), to, (k * size + tap) * few);
        }
        return to;
    }

    /**
     * Puts a row of the small image to one column of a tap.
     *
     * @param shift of the large image against the small one
     */
    private void meet(float[] small, int shift, float[] to, int column) {
        int end = Math.min(sizes.smallWidth, sizes.largeWidth - shift);
        for (int x = Math.max(0, -shift); x < end; x++) {
            for (int f = 0; f < few; f++) to[(x + shift) * taps * few + column + f] = small[x * few + f];
        }
    }

    /** [k, k, few, many] to [few, many, k, k]. */
    private void write(FloatBuffer gradient, boolean adding) {
        FloatBuffer from = matrix.values();
        for (int f = 0; f < few; f++) {
            for (int m = 0; m < many; m++) {
                for (int k = 0; k < taps; k++) {
                    int at = (f * many + m) * taps + k;
                    gradient.put(at, from.get((k * few + f) * many + m) + (adding ? gradient.get(at) : 0));
                }
            }
        }
    }

    @Override
    public void close() {
        product.close();
        matrix.close();
    }
}
