/**
 * Applies a model to whole images of any size: padding by reflection, tiles that fit into memory beside what is computed for the whole
 * image, missing values, and the way back to pixel values. The result does not depend on the tiles where memory allows; elsewhere they
 * are blended smoothly.
 */
package sc.fiji.pix2pix.predict;
