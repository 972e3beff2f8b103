package sc.fiji.pix2pix.nn;

/** Takes the pixels of a batch of images as runs of them in a row of an image, channel by channel, each value once, from several threads at once. */
@FunctionalInterface
public interface RowSink {

    /**
     * @param first pixel of the batch
     * @param count how many
     * @param channel of theirs
     * @param values from index 0 on; the receiver may overwrite them, and they are there only until it returns
     */
    void put(int first, int count, int channel, float[] values);
}
