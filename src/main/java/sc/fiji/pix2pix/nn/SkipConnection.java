package sc.fiji.pix2pix.nn;

/** What a decoder level of a network that only infers reads of the encoder. */
interface SkipConnection extends AutoCloseable {

    /**
     * Copies max(v, 0) of rows of images. NaN may become 0: oneDNN makes it so, Java keeps it.
     *
     * @param to as many pixels and channels as {@code encoded}
     * @param first row of all images of the batch
     * @param count how many
     */
    void carry(Tensor encoded, Rows to, int first, int count);

    /** Frees what it holds. */
    @Override
    default void close() {}
}
