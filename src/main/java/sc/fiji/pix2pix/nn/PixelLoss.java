package sc.fiji.pix2pix.nn;

/** How a pixel's difference from the target counts: its size, whose best answer is the median of what may be, or its square: the mean. */
public enum PixelLoss { L1, L2 }
