package sc.fiji.pix2pix.nn;

/** A convolution that can take what follows it into itself: a normalisation only in networks that only infer from then on. */
interface FusingLayer extends Layer {

    /**
     * From now on gives max(v, slope v) of the normalised output v. Gradients stay those by what it gave before; with a normalisation there are none.
     *
     * @param norm null for none; else batch normalisation, whose running statistics and trained numbers are those of now
     */
    void fuse(Normalization norm, float slope);

    /** From now on gives its output in this precision, where no backward pass follows. */
    void give(Precision precision);

    /**
     * As {@link #forward(Tensor, Pass)} where it only infers, to some channels of a tensor.
     *
     * @param then is told of rows as they are complete, but for the activation, which may be left to it
     */
    void forward(Tensor x, Rows to, RowsWritten then);

    /** As {@link #forward(Tensor, Pass)} where it only infers, row by row: an image that is written elsewhere anyway is not written before. */
    void forward(Tensor x, RowSink to);
}
