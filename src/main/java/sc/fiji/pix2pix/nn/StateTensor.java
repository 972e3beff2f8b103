package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

/**
 * A named tensor of a network's state, as PyTorch names and lays it out: convolution weights [out, in, kH, kW], transposed convolution
 * weights [in, out, kH, kW], vectors [channels].
 *
 * @param name for example {@code down.0.weight}, {@code unorm.2.running_mean}
 * @param shape lengths of the axes, the last varies fastest
 * @param values the live values (writing here changes the network); position 0, limit = product of shape
 */
public record StateTensor(String name, long[] shape, FloatBuffer values) {

    public StateTensor {
        long count = 1;
        for (long length : shape) count *= length;
        if (count != values.limit()) throw new IllegalArgumentException("Tensor " + name + " has " + values.limit() + " values, its shape says " + count + ".");
    }
}
