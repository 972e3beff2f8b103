package sc.fiji.pix2pix.predict;

/**
 * How an image is cut for the network. What is given is raised to what the network can take: sides are multiples of its stride, and with an
 * automatic overlap a tile is at least twice as long as the overlap, as far as memory allows.
 *
 * @param tile side of a square tile in pixels, its overlap included; 0 chooses from the memory that is free
 * @param overlap pixels that neighbouring tiles share; -1 takes what makes the result independent of the tiles, as far as memory allows
 */
public record TileSettings(int tile, int overlap) {
    public static final TileSettings AUTOMATIC = new TileSettings(0, -1);

    public TileSettings {
        if (tile < 0)
            throw new IllegalArgumentException("A tile of " + tile
                + " pixels is not possible: give a positive number, or 0 for automatic.");
        if (overlap < -1)
            throw new IllegalArgumentException("An overlap of " + overlap
                + " pixels is not possible: give 0 or more, or -1 for automatic.");
        if (tile > 0 && overlap >= tile)
            throw new IllegalArgumentException("An overlap of " + overlap + " pixels needs tiles larger than " + tile
                + ": raise tile or lower overlap.");
    }
}
