package sc.fiji.pix2pix.pairs;

/** Which half of a side-by-side image is the input: the left one (A) or the right one (B); the other is the target. */
public enum Direction { AtoB, BtoA }
