package sc.fiji.pix2pix.predict;

import java.util.List;
import sc.fiji.pix2pix.nn.Cut;
import sc.fiji.pix2pix.nn.RowSink;
import sc.fiji.pix2pix.nn.RowSource;
import sc.fiji.pix2pix.nn.Survey;
import sc.fiji.pix2pix.nn.Tile;

/**
 * A network as the tiling sees it: a map of equally large images that commutes with shifts by its stride and reaches a limited distance,
 * apart from what its surveys find of the whole image. Not for several threads at once.
 */
interface TileFunction extends AutoCloseable {

    int inputChannels();

    int outputChannels();

    /** Sides of a whole image are multiples of this. */
    int stride();

    /** Ways to divide it between the tiles and the whole image. The last computes all in tiles and keeps nothing of the whole image. */
    List<Cut> cuts();

    /** Memory for a batch of n tiles of h x w pixels, in bytes; {@link Long#MAX_VALUE} if that is not possible at any price. */
    long bytes(Cut cut, int n, int h, int w);

    /** Memory kept besides for an image of h x w pixels in several tiles; {@link Long#MAX_VALUE} if that is not possible at any price. */
    default long wholeBytes(Cut cut, int h, int w) {
        return 0;
    }

    /** Begins an image of h x w pixels. */
    default void begin(Cut cut, int h, int w) {}

    /** Takes the input of the next {@link Survey#add} or {@link #run}: [n, h, w, inputChannels]. */
    void input(int n, int h, int w, RowSource rows);

    /**
     * What must be known of the whole image before {@link #run}: each is a pass of its own over all tiles. Where an image has one tile the
     * function takes care of it itself.
     */
    default List<Survey> surveys() {
        return List.of();
    }

    /**
     * @param tiles that the input was filled with
     * @param to receives the result, [n, h, w, outputChannels], one image after the other
     */
    void run(List<Tile> tiles, RowSink to);

    /** @param check to be called now and then while running; it may throw to stop */
    default void setCheck(Runnable check) {}

    /** Forgets what surveys found: each image of a batch is whole again. */
    default void release() {}

    @Override
    void close();
}
