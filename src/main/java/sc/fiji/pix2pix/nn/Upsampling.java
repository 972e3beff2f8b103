package sc.fiji.pix2pix.nn;

/**
 * How the decoder doubles the image: by a transposed 4 x 4 convolution of stride 2 (the paper), or by nearest-neighbour resizing and a 3 x 3
 * convolution, which makes no checkerboards (Odena et al. 2016).
 */
public enum Upsampling { TRANSPOSED, RESIZE }
