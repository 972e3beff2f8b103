package sc.fiji.pix2pix.nn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A contiguous float32 array outside the Java heap that ND4J's operations, oneDNN and Java's loops share. It begins at a cache line, which
 * ND4J's own arrays do not: vector loads of weights would each touch two. ND4J sees the same memory as an array once one is asked for: loading ND4J takes more
 * than a second, and where oneDNN convolves nothing needs it.
 */
final class Floats implements AutoCloseable {
    /** Bytes. */
    static final int LINE = 64;
    /** Values of an array whose memory is asked for at once. */
    private static final int LARGE = 1 << 20;
    private static final AtomicLong MADE = new AtomicLong();

    /** Null for a view. */
    private final BytePointer memory;
    /** Keeps the memory of a view from being collected; null if this is none. */
    private final Floats viewed;
    private final FloatBuffer values;
    private final long address;
    private final long[] shape;
    private INDArray array;
    private boolean closed;

    /**
     * An array whose values are not set.
     *
     * @throws IllegalArgumentException if it is empty or needs 2 GB or more
     */
    Floats(long... shape) {
        long count = 1;
        for (long length : shape) count *= length;
        if (count < 1 || count * Float.BYTES > Integer.MAX_VALUE - LINE)
            throw new IllegalArgumentException("A tensor of " + Arrays.toString(shape) + " values is not possible: it needs more than 2 GB."
                + " Use smaller tiles or a smaller batch.");
        Engine.start();
        MADE.incrementAndGet();
        viewed = null;
        memory = new BytePointer(count * Float.BYTES + LINE);
        address = (memory.address() + LINE - 1) / LINE * LINE;
        if (count >= LARGE) Engine.populate(address, count * Float.BYTES);
        values = at(address, count);
        this.shape = shape.clone();
    }

    /** How many arrays this program has made so far: a training step makes none once it is warm. */
    static long made() {
        return MADE.get();
    }

    private Floats(Floats of, long first, long[] shape, long count) {
        viewed = of;
        memory = null;
        address = of.address + first * Float.BYTES;
        values = at(address, count);
        this.shape = shape.clone();
    }

    /** The values of this from {@code first} on as an array of another shape, valid as long as this one, which is no view itself. */
    Floats view(long first, long... shape) {
        requireOpen();
        long count = 1;
        for (long length : shape) count *= length;
        if (first + count > values.limit())
            throw new IllegalArgumentException("There are " + values.limit() + " values, not " + Arrays.toString(shape) + " from " + first + " on.");
        return new Floats(this, first, shape, count);
    }

    /** The values at an address, as long as there are any. */
    static FloatBuffer at(long address, long count) {
        return bytes(address, count).asFloatBuffer();
    }

    private static ByteBuffer bytes(long address, long count) {
        return new Pointer(new OneDnn.Address(address)).capacity(count * Float.BYTES).limit(count * Float.BYTES).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** This memory as an array of ND4J's. */
    INDArray array() {
        requireOpen();
        if (array == null) {
            Engine.startNd4j();
            array = Nd4j.create(Nd4j.createBuffer(new FloatPointer(new OneDnn.Address(address)).capacity(values.limit()), values.limit(), DataType.FLOAT), shape);
        }
        return array;
    }

    /** The live values. */
    FloatBuffer values() {
        requireOpen();
        return values;
    }

    long address() {
        requireOpen();
        return address;
    }

    private void requireOpen() {
        if (closed) throw new IllegalStateException("This tensor was closed.");
    }

    @Override
    public void close() {
        if (!closed && memory != null) memory.close();
        closed = true;
    }
}
