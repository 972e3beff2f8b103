package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained tensor and, once something was trained, its gradient. Both lie in the order of the kernel that uses them; whatever treats all
 * values alike need not know it. Kernels that keep copies in another layout compare {@link #version()}: asking for the values counts as
 * changing them, so that whoever writes after the next pass must ask again.
 */
final class Parameter implements AutoCloseable {
    final long[] shape;
    private final WeightOrder order;
    private final Floats value;
    private Floats gradient;
    /** False until a backward pass has written the gradient: the first one then writes, further ones add. */
    private boolean hasGradient;
    private long version;

    Parameter(long... shape) {
        this(WeightOrder.PYTORCH, shape);
    }

    Parameter(WeightOrder order, long... shape) {
        this.shape = shape;
        this.order = order;
        this.value = new Floats(shape);
    }

    /** Another tensor of this shape and order. */
    Parameter like() {
        return new Parameter(order, shape);
    }

    WeightOrder order() {
        return order;
    }

    /** The values, to read or to write until the next pass. */
    FloatBuffer values() {
        version++;
        return value.values();
    }

    /** The values, to read. */
    FloatBuffer present() {
        return value.values();
    }

    /** The values, to read. */
    INDArray array() {
        return value.array();
    }

    /** Where the values are, to read. */
    long address() {
        return value.address();
    }

    /** Differs whenever the values may have changed. */
    long version() {
        return version;
    }

    private Floats written() {
        if (gradient == null) {
            gradient = new Floats(shape);
            Blocks.fill(gradient.values(), 0);
        }
        return gradient;
    }

    long length() {
        return value.values().limit();
    }

    /** Writes gradients to memory that others use too: each must be consumed before the next is computed. */
    void shareGradient(Floats memory) {
        if (gradient != null) gradient.close();
        gradient = memory.view(0, shape);
    }

    FloatBuffer gradients() {
        return written().values();
    }

    /** Where a backward pass that finds {@link #hasGradient()} false writes. */
    INDArray gradientArray() {
        return written().array();
    }

    /** The place of {@link #gradientArray()}. */
    long gradientAddress() {
        return written().address();
    }

    boolean hasGradient() {
        return hasGradient;
    }

    void gradientWritten() {
        hasGradient = true;
    }

    /** Adds a gradient that was computed on the heap. */
    void accumulate(double[] more) {
        float[] sum = new float[more.length];
        if (hasGradient) gradients().get(0, sum);
        for (int i = 0; i < sum.length; i++) sum[i] = (float) (more[i] + sum[i]);
        gradients().put(0, sum);
        hasGradient = true;
    }

    void clearGradient() {
        hasGradient = false;
    }

    /** Normally distributed values, the same for the same seed on any number of threads and in any order. */
    void initialise(double mean, double sigma, long seed) {
        // Outside the Java heap, which would keep what 8 million weights need.
        try (Floats all = new Floats(shape)) {
            FloatBuffer plain = all.values();
            Blocks.run(plain.limit(), Blocks.SIZE, (block, start, length) -> {
                SplittableRandom random = new SplittableRandom(Seeds.mix(seed, block));
                for (int i = start; i < start + length; i++) plain.put(i, (float) (mean + sigma * random.nextGaussian()));
            });
            set(plain);
        }
    }

    /** @param plain in PyTorch's order */
    void set(FloatBuffer plain) {
        order.store(shape, plain, values());
    }

    /** values = keep * values + (1 - keep) * those of {@code other}, of the same shape and order. */
    void blend(double keep, Parameter other) {
        if (!order.equals(other.order)) throw new IllegalArgumentException("These weights lie in another order.");
        float old = (float) keep;
        float fresh = (float) (1 - keep);
        Blocks.map(values(), other.value.values(), values(), (a, b, out, length) -> {
            for (int i = 0; i < length; i++) out[i] = old * a[i] + fresh * b[i];
        });
    }

    /** Multiplies what belongs to index i of an axis, 0 or 1, by factor i. */
    void scale(int axis, float[] factors) {
        order.scale(shape, values(), axis, factors);
    }

    private FloatBuffer plain(Floats of) {
        if (order.equals(WeightOrder.PYTORCH)) return of.values().asReadOnlyBuffer();
        FloatBuffer plain = FloatBuffer.allocate(of.values().limit());
        order.restore(shape, of.values(), plain);
        return plain.asReadOnlyBuffer();
    }

    StateTensor state(String name) {
        return new StateTensor(name, shape, this, () -> plain(value), this::set);
    }

    /** The gradient as a tensor of PyTorch's order. */
    StateTensor gradientState(String name) {
        return new StateTensor(name, shape, null, () -> plain(written()), v -> order.store(shape, v, gradients()));
    }

    @Override
    public void close() {
        value.close();
        if (gradient != null) gradient.close();
    }
}
