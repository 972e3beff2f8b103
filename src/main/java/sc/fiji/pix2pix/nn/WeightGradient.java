package sc.fiji.pix2pix.nn;

/** One way of computing the gradient of a convolution's weights, for images of given sizes. */
interface WeightGradient extends AutoCloseable {

    /**
     * Writes the gradient of the weights, or adds to it if there is one.
     *
     * @param large where the large image lies as an operand
     * @param small where the small one does
     */
    void run(Parameter w, long large, long small);

    @Override
    void close();
}
