package sc.fiji.pix2pix.nn;

/** Normalisation between convolutions: over the batch (Ioffe and Szegedy 2015), over each image (Ulyanov et al. 2016), or none. */
public enum NormKind { BATCH, INSTANCE, NONE }
