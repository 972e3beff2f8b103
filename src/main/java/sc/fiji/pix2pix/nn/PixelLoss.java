package sc.fiji.pix2pix.nn;

/**
 * How a pixel's difference from the target counts: its size, whose best answer is the median of what may be (less than the mean for whatever is faint or sharp, so
 * flux is lost); its square, whose best answer is the mean; or Huber's loss, the square of small differences and the size of those above
 * {@link Losses#HUBER}, so that a rare bright star does not outweigh all else in a step; or the peak signal-to-noise ratio, in linear and in
 * stretched values ({@link Losses#psnr}), under which the same star counts as it does in flux and images of little and of much noise count alike.
 */
public enum PixelLoss { L1, L2, HUBER, PSNR }
