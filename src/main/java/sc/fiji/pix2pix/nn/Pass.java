package sc.fiji.pix2pix.nn;

/**
 * What a forward pass is for.
 *
 * @param training batch statistics and dropout; otherwise running statistics and no dropout (unless {@code stochastic})
 * @param stochastic dropout is on
 * @param seed of the dropout masks of this pass
 */
record Pass(boolean training, boolean stochastic, long seed) {
    static final Pass INFERENCE = new Pass(false, false, 0);

    static Pass training(long seed) {
        return new Pass(true, true, seed);
    }
}
