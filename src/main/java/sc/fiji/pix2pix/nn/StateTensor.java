package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A named tensor of a network's state, as PyTorch names and lays it out: convolution weights [out, in, kH, kW], transposed convolution
 * weights [in, out, kH, kW], vectors [channels]. The network itself may keep it in another order, so that values are read and written as a
 * whole.
 */
public final class StateTensor {
    private final String name;
    private final long[] shape;
    private final Supplier<FloatBuffer> source;
    private final Consumer<FloatBuffer> sink;
    private final Parameter parameter;

    StateTensor(String name, long[] shape, Parameter parameter, Supplier<FloatBuffer> source, Consumer<FloatBuffer> sink) {
        this.name = name;
        this.shape = shape;
        this.source = source;
        this.sink = sink;
        this.parameter = parameter;
    }

    /** A tensor that is not part of a network; {@link #values()} is this buffer, position 0, limit = product of shape. */
    public StateTensor(String name, long[] shape, FloatBuffer values) {
        this(name, shape, null, () -> values, v -> values.put(0, v, 0, v.limit()));
        checkCount(values);
    }

    private void checkCount(FloatBuffer values) {
        if (count() != values.limit())
            throw new IllegalArgumentException("Tensor " + name + " has " + values.limit() + " values, its shape says " + count() + ".");
    }

    /** What holds the values; null if no network does. */
    Parameter parameter() {
        return parameter;
    }

    /** For example {@code down.0.weight}, {@code unorm.2.running_mean}. */
    public String name() {
        return name;
    }

    /** Lengths of the axes, the last varies fastest. */
    public long[] shape() {
        return shape;
    }

    /** Number of values. */
    public int count() {
        long count = 1;
        for (long length : shape) count *= length;
        return Math.toIntExact(count);
    }

    /** The values of now, to read; position 0, limit = {@link #count()}. Those of a network cannot be written to. */
    public FloatBuffer values() {
        return source.get();
    }

    /** Changes the values. */
    public void set(FloatBuffer values) {
        checkCount(values);
        sink.accept(values);
    }
}
