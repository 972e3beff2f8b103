package sc.fiji.pix2pix.nn;

/** Takes the pixels of a batch of images as runs of them in a row of an image, each pixel once, from several threads at once. */
@FunctionalInterface
public interface RowSink {

    /**
     * @param first pixel of the batch
     * @param count how many
     * @param values [count, c] from index 0 on, or floats of two values each where the image is in bf16; the receiver may overwrite them, and they are there only
     *            until it returns
     */
    void put(int first, int count, float[] values);
}
