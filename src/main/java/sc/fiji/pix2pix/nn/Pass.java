package sc.fiji.pix2pix.nn;

/**
 * What a forward pass is for.
 *
 * @param training batch statistics and dropout; otherwise running statistics and no dropout (unless {@code stochastic})
 * @param stochastic dropout is on
 * @param seed of the dropout masks of this pass
 * @param batches of equal size that go through the network side by side, each with statistics of its own
 */
record Pass(boolean training, boolean stochastic, long seed, int batches) {
    static final Pass INFERENCE = new Pass(false, false, 0, 1);

    static Pass training(long seed) {
        return training(seed, 1);
    }

    static Pass training(long seed, int batches) {
        return new Pass(true, true, seed, batches);
    }
}
