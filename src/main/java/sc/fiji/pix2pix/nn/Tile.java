package sc.fiji.pix2pix.nn;

/**
 * A tile of an image.
 *
 * @param x its first column in the image
 * @param y its first row in the image
 * @param interior the part of the tile, counted from its own first pixel, that it answers for: interiors are disjoint and cover the image
 */
public record Tile(int x, int y, Region interior) {}
