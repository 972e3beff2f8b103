/**
 * FITS files (standard 4.0): images of every kind read into {@link sc.fiji.pix2pix.image.Raster}, with all cards of their header beside
 * them, and written as 32-bit floats. What a header promises is checked against the file before memory is taken for it.
 */
package sc.fiji.pix2pix.fits;
