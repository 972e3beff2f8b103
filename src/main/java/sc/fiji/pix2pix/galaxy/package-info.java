/** Deconvolution of galaxy images by a network that is told seeing and noise, with the model that comes with the software. */
package sc.fiji.pix2pix.galaxy;
