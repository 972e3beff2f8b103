/**
 * Pairs of aligned images to train on: found, checked, kept in memory within a bound, split, cropped and augmented. How the pieces fit
 * together is shown at {@link sc.fiji.pix2pix.pairs.PairSource}.
 */
package sc.fiji.pix2pix.pairs;
