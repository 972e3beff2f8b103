package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.function.Supplier;

/**
 * A named tensor of a network's state, as PyTorch names and lays it out: convolution weights [out, in, kH, kW], transposed convolution
 * weights [in, out, kH, kW], vectors [channels].
 *
 * @param name for example {@code down.0.weight}, {@code unorm.2.running_mean}
 * @param shape lengths of the axes, the last varies fastest
 * @param source gives the values
 */
public record StateTensor(String name, long[] shape, Supplier<FloatBuffer> source) {

    public StateTensor {
        long count = 1;
        for (long length : shape) count *= length;
        int found = source.get().limit();
        if (count != found) throw new IllegalArgumentException("Tensor " + name + " has " + found + " values, its shape says " + count + ".");
    }

    public StateTensor(String name, long[] shape, FloatBuffer values) {
        this(name, shape, () -> values);
    }

    /**
     * The values; position 0, limit = product of shape. What is written here before the network's next pass or training step changes the
     * network; ask again after one, to read or to write.
     */
    public FloatBuffer values() {
        return source.get();
    }
}
