package sc.fiji.pix2pix.nn;

/** Goes on with rows of images as soon as they are written: they are still in the cache then. */
@FunctionalInterface
interface RowsWritten {
    RowsWritten NOTHING = (first, count) -> {};

    /**
     * @param first row of all images of the batch; each comes once
     * @param count how many
     */
    void rows(int first, int count);
}
