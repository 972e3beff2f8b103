package sc.fiji.pix2pix.nn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A batch of images as one contiguous float32 array outside the Java heap, layout NHWC: value (n, y, x, c) is
 * {@code floats().get(((n * h + y) * w + x) * c() + c)}. ND4J's operations and Java's loops work on the same memory.
 */
public final class Tensor implements AutoCloseable {
    private final INDArray array;
    private final FloatBuffer floats;
    private final long address;
    private final int n;
    private final int h;
    private final int w;
    private final int c;

    private Tensor(int n, int h, int w, int c) {
        this.n = n;
        this.h = h;
        this.w = w;
        this.c = c;
        this.array = uninitialised(n, h, w, c);
        this.floats = view(array);
        this.address = array.data().pointer().address();
    }

    /**
     * A tensor whose values are not set.
     *
     * @throws IllegalArgumentException if it is empty or needs 2 GB or more
     */
    public static Tensor allocate(int n, int h, int w, int c) {
        return new Tensor(n, h, w, c);
    }

    /** {@code tensor} if it has this shape already; otherwise it is closed and another one made. */
    public static Tensor reuse(Tensor tensor, int n, int h, int w, int c) {
        if (tensor != null && tensor.n == n && tensor.h == h && tensor.w == w && tensor.c == c) return tensor;
        if (tensor != null) tensor.close();
        return new Tensor(n, h, w, c);
    }

    /** As {@link #reuse(Tensor, int, int, int, int)} with the shape of {@code like}. */
    public static Tensor reuse(Tensor tensor, Tensor like) {
        return reuse(tensor, like.n, like.h, like.w, like.c);
    }

    static INDArray uninitialised(long... shape) {
        long count = 1;
        for (long length : shape) count *= length;
        if (count < 1 || count * Float.BYTES > Integer.MAX_VALUE)
            throw new IllegalArgumentException("A tensor of " + java.util.Arrays.toString(shape) + " values is not possible: it needs more than 2 GB. Use smaller tiles or a smaller batch.");
        Engine.start();
        return Nd4j.createUninitializedDetached(DataType.FLOAT, shape);
    }

    /** The memory of {@code array} as a buffer, not a copy. */
    static FloatBuffer view(INDArray array) {
        Pointer pointer = array.data().pointer();
        return new Pointer(pointer).capacity(array.length() * Float.BYTES).limit(array.length() * Float.BYTES).asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    INDArray array() {
        return array;
    }

    /** Where the values are. */
    long address() {
        return address;
    }

    /** @throws IllegalStateException if it was closed */
    void requireOpen() {
        if (array.wasClosed()) throw new IllegalStateException("This tensor was closed: " + this);
    }

    /** The live values. */
    public FloatBuffer floats() {
        return floats;
    }

    /** Images. */
    public int n() {
        return n;
    }

    /** Rows. */
    public int h() {
        return h;
    }

    /** Columns. */
    public int w() {
        return w;
    }

    /** Channels. */
    public int c() {
        return c;
    }

    public int length() {
        return floats.limit();
    }

    /** Frees the memory; the tensor must not be used any more. */
    @Override
    public void close() {
        if (!array.wasClosed()) array.close();
    }

    /** The shape, [n, h, w, c]. */
    @Override
    public String toString() {
        return "[" + n + ", " + h + ", " + w + ", " + c + "]";
    }

    static void close(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            if (tensor != null) tensor.close();
        }
    }
}
