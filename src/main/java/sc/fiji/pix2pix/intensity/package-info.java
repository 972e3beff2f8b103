/**
 * Reversible maps between an image's own units and a network's values. One fit on the training images serves every image a model meets
 * later: no statistics of a single image or tile, which would change its brightness, enter.
 */
package sc.fiji.pix2pix.intensity;
