package sc.fiji.pix2pix.nn;

import java.util.List;

/** A pass over all tiles of an image that finds what must be known of the whole of it before the next pass. */
public interface Survey {

    /**
     * Adds the tiles in the network's input.
     *
     * @param tiles one per image of the batch
     */
    void add(List<Tile> tiles);

    /** After the last tile: makes use of what was found, until the network is released. */
    void end();
}
