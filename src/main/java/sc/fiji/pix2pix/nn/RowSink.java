package sc.fiji.pix2pix.nn;

/** Takes the rows of a batch of images, each once, from several threads at once. */
@FunctionalInterface
interface RowSink {

    /**
     * @param row n h + y of row y of image n
     * @param values [w, c] from index 0 on; may be overwritten
     */
    void put(int row, float[] values);
}
