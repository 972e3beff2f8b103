package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained tensor and, once something was trained, its gradient. Kernels that keep copies of the values in another layout compare
 * {@link #version()}: asking for the values counts as changing them, so that whoever writes later than the next pass must ask again.
 */
final class Parameter implements AutoCloseable {
    final long[] shape;
    private final INDArray value;
    private final FloatBuffer values;
    private INDArray gradient;
    private FloatBuffer gradients;
    private long version;
    /** False until a backward pass has written the gradient: the first one then writes, further ones add. */
    private boolean hasGradient;

    Parameter(long... shape) {
        this.shape = shape;
        this.value = Tensor.uninitialised(shape);
        this.values = Tensor.view(value);
    }

    /** The values, to read or to write until the next pass. */
    FloatBuffer values() {
        version++;
        return values;
    }

    /** The values, to read. */
    INDArray array() {
        return value;
    }

    /** Where the values are, to read. */
    long address() {
        return value.data().pointer().address();
    }

    /** Where the gradient is. */
    long gradientAddress() {
        return gradient().data().pointer().address();
    }

    /** Differs whenever the values may have changed. */
    long version() {
        return version;
    }

    /** Where a backward pass that finds {@link #hasGradient()} false writes. */
    INDArray gradient() {
        if (gradient == null) {
            gradient = Tensor.uninitialised(shape).assign(0);
            gradients = Tensor.view(gradient);
        }
        return gradient;
    }

    FloatBuffer gradients() {
        gradient();
        return gradients;
    }

    boolean hasGradient() {
        return hasGradient;
    }

    void gradientWritten() {
        hasGradient = true;
    }

    /** Adds a gradient that was computed on the heap. */
    void accumulate(double[] more) {
        FloatBuffer sum = gradients();
        for (int i = 0; i < more.length; i++) sum.put(i, (float) (more[i] + (hasGradient ? sum.get(i) : 0)));
        hasGradient = true;
    }

    void clearGradient() {
        hasGradient = false;
    }

    /** Normally distributed values, the same for the same seed on any number of threads. */
    void initialise(double mean, double sigma, long seed) {
        version++;
        Blocks.run(values.limit(), Blocks.SIZE, (block, start, length) -> {
            SplittableRandom random = new SplittableRandom(Seeds.mix(seed, block));
            for (int i = start; i < start + length; i++) values.put(i, (float) (mean + sigma * random.nextGaussian()));
        });
    }

    StateTensor state(String name) {
        return new StateTensor(name, shape, this::values);
    }

    @Override
    public void close() {
        value.close();
        if (gradient != null) gradient.close();
    }
}
