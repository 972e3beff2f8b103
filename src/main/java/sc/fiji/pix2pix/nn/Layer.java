package sc.fiji.pix2pix.nn;

import java.util.List;

/**
 * A differentiable map of one tensor. A layer owns its output and its input gradient and writes them anew at the next call, so that no
 * memory is allocated once the shapes are known; it remembers its last input for the backward pass. Not for several threads at once.
 */
interface Layer extends AutoCloseable {

    /** @return the output, owned by this layer, valid until the next forward */
    Tensor forward(Tensor x, Pass pass);

    /**
     * The backward pass of the last forward.
     *
     * @param dy gradient of the loss by the output
     * @param wanted which gradients are needed
     * @return gradient by the input, owned by this layer; null if it was not wanted
     */
    Tensor backward(Tensor dy, Gradients wanted);

    default List<Parameter> parameters() {
        return List.of();
    }

    /** The tensors a model file keeps, named {@code prefix.weight} and so on. */
    default List<StateTensor> state(String prefix) {
        return List.of();
    }

    /** Lets the copies of the weights lie where those of other layers do, for a network whose weights change after each pass anyway. */
    default void shareCopies(SharedMemory memory) {}

    @Override
    void close();
}
