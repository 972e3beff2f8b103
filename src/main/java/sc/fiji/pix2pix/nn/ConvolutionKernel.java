package sc.fiji.pix2pix.nn;

/**
 * The three directions of a (transposed) convolution. x is [n, h, w, in], y is [n, h', w', out], both NHWC; weights are [out, in, k, k],
 * transposed [in, out, k, k], in memory in the kernel's own {@link #order()}. Like a layer, not for several threads at once.
 */
interface ConvolutionKernel extends AutoCloseable {

    /** How it wants the weights and their gradient to lie in memory. */
    WeightOrder order();

    /** y = x * w + bias. */
    void forward(Tensor x, Parameter w, Parameter bias, Tensor y);

    /**
     * As {@link #forward(Tensor, Parameter, Parameter, Tensor)}, to some channels of a tensor.
     *
     * @param then is told of rows as they are complete, but for the activation, which is left to it if that saves a pass over them
     * @return false if it cannot: nothing is done then
     */
    default boolean forward(Tensor x, Parameter w, Parameter bias, Rows to, RowsWritten then) {
        return false;
    }

    /**
     * As {@link #forward(Tensor, Parameter, Parameter, Tensor)}, row by row.
     *
     * @return false if that would save nothing for an input of this size: nothing is done then
     */
    default boolean forward(Tensor x, Parameter w, Parameter bias, RowSink to) {
        return false;
    }

    /** From now on, the forward direction gives max(v, slope v); gradients stay those by v. */
    void activate(float slope);

    /**
     * From now on, the forward direction gives its output in this precision.
     *
     * @throws IllegalArgumentException if it cannot
     */
    default void give(Precision precision) {
        if (precision != Precision.FLOAT32) throw new IllegalArgumentException("Convolutions do not give " + precision + " here.");
    }

    /** dx from dy. */
    void inputGradient(Tensor dy, Parameter w, Tensor dx);

    /**
     * dx and the gradient of the weights from x and dy. dx is overwritten; the gradient of w is added to if there is one, and counts as written.
     *
     * @param dx null if it is not wanted
     */
    void gradients(Tensor x, Parameter w, Tensor dy, Tensor dx);

    /** Puts copies of the weights, if it makes any, where the kernels of other layers put theirs, instead of keeping them until the weights change. */
    default void shareCopies(SharedMemory memory) {}

    @Override
    void close();
}
