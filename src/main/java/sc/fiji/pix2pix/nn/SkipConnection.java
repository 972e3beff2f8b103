package sc.fiji.pix2pix.nn;

/** Puts what an encoder level of a network that only infers gave beside what a decoder level gave: both halves of what the next one reads. */
interface SkipConnection extends AutoCloseable {

    /**
     * Copies rows of images and makes both halves max(v, 0). NaN may become 0: oneDNN makes it so, Java keeps it.
     *
     * @param joined as many pixels as {@code encoded}, of whose channels the second half is there
     * @param first row of all images of the batch
     * @param count how many
     */
    void join(Tensor encoded, Tensor joined, int first, int count);

    /** Frees what it holds. */
    @Override
    default void close() {}
}
