/**
 * Applies a model to whole images of any size: padding by reflection, overlapping tiles that fit into memory, smooth blending, missing
 * values, and the way back to pixel values. The result does not depend on the tiles where memory allows them to overlap as far as the network sees.
 */
package sc.fiji.pix2pix.predict;
