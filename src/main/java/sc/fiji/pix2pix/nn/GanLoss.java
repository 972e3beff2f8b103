package sc.fiji.pix2pix.nn;

/**
 * The adversarial loss: binary cross-entropy on logits (Goodfellow et al. 2014), least squares (Mao et al. 2017), hinge (Lim and Ye 2017), or
 * none, which trains the generator on L1 alone.
 */
public enum GanLoss { BCE, LSGAN, HINGE, NONE }
