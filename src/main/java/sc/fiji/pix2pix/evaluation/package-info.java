/**
 * Judges a model on pairs that it has not seen, beside the unprocessed input and the classical methods at their best: figures for each image,
 * summaries, tables.
 */
package sc.fiji.pix2pix.evaluation;
