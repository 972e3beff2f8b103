package sc.fiji.pix2pix.nn;

/** What a decoder level of a network that only infers reads of the encoder. */
interface SkipConnection extends AutoCloseable {

    /**
     * Copies max(v, 0) of {@code encoded}.
     *
     * @param encoded is not needed any more: it may be rectified, too
     * @param to as many pixels and channels
     */
    void carry(Tensor encoded, Rows to);

    /** Frees what it holds. */
    @Override
    default void close() {}
}
