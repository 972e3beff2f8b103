package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch of images as one contiguous float32 array outside the Java heap, layout NHWC: value (n, y, x, c) is
 * {@code floats().get(((n * h + y) * w + x) * c() + c)}. ND4J's operations and Java's loops work on the same memory.
 */
public final class Tensor implements AutoCloseable {
    private final Floats memory;
    private final int n;
    private final int h;
    private final int w;
    private final int c;

    private Tensor(int n, int h, int w, int c) {
        this.n = n;
        this.h = h;
        this.w = w;
        this.c = c;
        this.memory = new Floats(n, h, w, c);
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

    INDArray array() {
        return memory.array();
    }

    /**
     * Where the values are.
     *
     * @throws IllegalStateException if it was closed
     */
    long address() {
        return memory.address();
    }

    /** The live values. */
    public FloatBuffer floats() {
        return memory.values();
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
        return memory.values().limit();
    }

    /** Frees the memory; the tensor must not be used any more. */
    @Override
    public void close() {
        memory.close();
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
