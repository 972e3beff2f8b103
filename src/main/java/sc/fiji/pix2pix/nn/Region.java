package sc.fiji.pix2pix.nn;

/** A rectangle of an image, in its pixels. */
public record Region(int x, int y, int width, int height) {}
