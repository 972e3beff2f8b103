package sc.fiji.pix2pix.nn;

/** Gives rows of a batch of images, to several threads at once. */
@FunctionalInterface
public interface RowSource {

    /**
     * @param row of all images
     * @param values [w, c], to be set from index 0 on
     */
    void get(int row, float[] values);
}
