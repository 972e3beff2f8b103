package sc.fiji.pix2pix.nn;

/** Which gradients a backward pass computes: by the weights, by the input, or both. */
enum Gradients {
    WEIGHTS, INPUT, BOTH;

    boolean ofInput() {
        return this != WEIGHTS;
    }

    boolean ofWeights() {
        return this != INPUT;
    }
}
