package sc.fiji.pix2pix.nn;

/** One way of computing an image of a convolution from the other, for given sizes. */
interface OneDnnDirection extends AutoCloseable {

    /**
     * @param from where the image lies as an operand
     * @param bias null if this is a gradient
     */
    void run(Parameter w, long from, Parameter bias, Tensor to);

    @Override
    void close();
}
