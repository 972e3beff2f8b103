package sc.fiji.pix2pix.image;

/** How the pixels of an image were stored before they became floats; an RGB image has three channels of 0 to 255. */
public enum PixelType { GRAY8, GRAY16, FLOAT32, RGB }
