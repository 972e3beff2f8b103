package sc.fiji.pix2pix.nn;

/** One way of computing an image of a convolution from the other, for given sizes. */
interface OneDnnDirection extends AutoCloseable {

    /** Whether it reads the tensor itself in any precision, not an operand. */
    default boolean readsTensor() {
        return false;
    }

    /**
     * @param from where the image lies as an operand
     * @param bias null if this is a gradient
     */
    void run(Parameter w, long from, Parameter bias, Tensor to);

    /**
     * The same, to some channels of a tensor.
     *
     * @param then is told of rows as they are complete, but for the activation, which may be left to it
     * @return false if it cannot: nothing is done then
     */
    default boolean run(Parameter w, long from, Parameter bias, Rows to, RowsWritten then) {
        return false;
    }

    /**
     * The same, row by row.
     *
     * @return false if that would save nothing: nothing is done then
     */
    default boolean run(Parameter w, long from, Parameter bias, RowSink to) {
        return false;
    }

    @Override
    void close();
}
