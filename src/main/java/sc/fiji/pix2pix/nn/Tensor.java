package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch of images as one contiguous array outside the Java heap, float32 but for those below, layout NHWC: value (n, y, x, c) is
 * {@code floats().get(((n * h + y) * w + x) * c() + c)}. ND4J's operations and Java's loops work on the same memory.
 *
 * <p>Inside networks that only infer some are in bf16: a float then holds two values, the first in its lower half, and is not a number by itself.
 */
public final class Tensor implements AutoCloseable {
    private final Floats memory;
    private final int n;
    private final int h;
    private final int w;
    private final int c;
    private final Precision precision;
    /** What this is a part of, or this. */
    private final Tensor whole;
    private final int first;
    private final List<Tensor> parts = new ArrayList<>();

    private Tensor(int n, int h, int w, int c, Precision precision) {
        this.n = n;
        this.h = h;
        this.w = w;
        this.c = c;
        this.precision = precision;
        if (precision == Precision.BF16 && w * c % 2 > 0) throw new IllegalArgumentException("In bf16 rows have an even number of values, not " + w + " x " + c + ".");
        memory = precision == Precision.FLOAT32 ? new Floats(n, h, w, c) : new Floats(n, h, row());
        whole = this;
        first = 0;
    }

    private Tensor(Tensor whole, int first, int n) {
        this.n = n;
        h = whole.h;
        w = whole.w;
        c = whole.c;
        precision = whole.precision;
        memory = precision == Precision.FLOAT32 ? whole.memory.view((long) first * h * row(), n, h, w, c) : whole.memory.view((long) first * h * row(), n, h, row());
        this.whole = whole;
        this.first = first;
    }

    /**
     * A tensor whose values are not set.
     *
     * @throws IllegalArgumentException if it is empty or needs 2 GB or more
     */
    public static Tensor allocate(int n, int h, int w, int c) {
        return new Tensor(n, h, w, c, Precision.FLOAT32);
    }

    /**
     * {@code tensor} if it has this shape already, or as many images of it or of what it is a part of; otherwise it is closed and another one made.
     */
    public static Tensor reuse(Tensor tensor, int n, int h, int w, int c) {
        return reuse(tensor, n, h, w, c, Precision.FLOAT32);
    }

    /** As {@link #reuse(Tensor, int, int, int, int)}, in this precision: bf16 for even numbers of values of a row only. */
    static Tensor reuse(Tensor tensor, int n, int h, int w, int c, Precision precision) {
        boolean fits = tensor != null && tensor.whole.n >= n && tensor.h == h && tensor.w == w && tensor.c == c && tensor.precision == precision;
        if (fits) return tensor.whole.images(0, n);
        if (tensor != null) tensor.close();
        return new Tensor(n, h, w, c, precision);
    }

    /** As {@link #reuse(Tensor, int, int, int, int)} with the shape of {@code like}. */
    public static Tensor reuse(Tensor tensor, Tensor like) {
        return reuse(tensor, like.n, like.h, like.w, like.c);
    }

    /** Images {@code first} to {@code first + count} - 1 in the same memory, valid as long as this. */
    public Tensor images(int first, int count) {
        if (whole != this) return whole.images(this.first + first, count);
        if (first == 0 && count == n) return this;
        for (Tensor part : parts) {
            if (part.first == first && part.n == count) return part;
        }
        Tensor part = new Tensor(this, first, count);
        parts.add(part);
        return part;
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

    Precision precision() {
        return precision;
    }

    /** Floats of a pixel; in bf16 of an even number of channels only. */
    int perPixel() {
        if (precision == Precision.FLOAT32) return c;
        if (c % 2 > 0) throw new IllegalStateException("In bf16 a pixel of " + c + " channels is no number of floats.");
        return c / 2;
    }

    /** Floats of a row. */
    private int row() {
        return precision == Precision.BF16 ? w * c / 2 : w * c;
    }

    /** How many floats. */
    public int length() {
        return memory.values().limit();
    }

    /** Frees the memory, also of what this is a part of; none of it must be used any more. */
    @Override
    public void close() {
        whole.parts.forEach(part -> part.memory.close());
        whole.memory.close();
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
