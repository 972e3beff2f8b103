package sc.fiji.pix2pix.predict;

import java.nio.FloatBuffer;
import java.util.List;
import sc.fiji.pix2pix.nn.Region;

/**
 * A network as the tiling sees it: a map of equally large images that commutes with shifts by its stride and reaches a limited distance,
 * apart from its global statistics. Buffers are NHWC and belong to the function. Not for several threads at once.
 */
interface TileFunction extends AutoCloseable {

    int inputChannels();

    int outputChannels();

    /** Sides and places of tiles are multiples of this. */
    int stride();

    /** How far, in pixels, an output pixel sees. */
    int radius();

    /** Memory for a batch of n images of h x w pixels, in bytes; {@link Long#MAX_VALUE} if that is not possible at any price. */
    long bytes(int n, int h, int w);

    /** The input to be filled for the next {@link #run} or {@link #collect}: [n, h, w, inputChannels]. */
    FloatBuffer input(int n, int h, int w);

    /** @return [n, h, w, outputChannels], valid until the next call */
    FloatBuffer run();

    /** @param check to be called now and then while running; it may throw to stop */
    default void setCheck(Runnable check) {}

    /**
     * Layers that normalise with the mean and variance of the whole image (instance normalisation), in the order of their computation.
     * Where an image has one tile the function takes care of them itself. For several, each is found in a pass of its own over all tiles,
     * those before it being fixed: only then is the result that of the whole image.
     */
    default int globalStatistics() {
        return 0;
    }

    /**
     * Adds the current input to statistic {@code k}; the statistics before it are fixed.
     *
     * @param interiors for each image of the batch the part that no other tile counts; sides and places are multiples of the stride
     */
    default void collect(int k, List<Region> interiors) {
        throw new UnsupportedOperationException();
    }

    /** Fixes statistic {@code k} at what was collected, until {@link #release}. */
    default void fix(int k) {
        throw new UnsupportedOperationException();
    }

    /** Forgets all statistics: each image of a batch is whole again. */
    default void release() {}

    @Override
    void close();
}
