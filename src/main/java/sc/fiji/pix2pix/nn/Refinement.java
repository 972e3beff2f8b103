package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What may follow a U-Net's decoder: 3 x 3 convolutions at full resolution, on what the decoder made and on the input beside it. The U-Net of pix2pix has none:
 * all that it knows of single pixels passes through an image of half the size. LeakyReLU 0.2 before each, no normalisation. Not for several threads at once.
 */
final class Refinement implements AutoCloseable {
    private static final int SIZE = 3;

    private final Convolution[] convolutions;
    /** Before each convolution. */
    private final NormActivation[] activations;
    private final int width;
    /** What the decoder made, and behind it the network's input: [n, h, w, width + input channels]. */
    private Tensor joined;

    /**
     * @param settings with a refinement of 1 or more
     */
    Refinement(GeneratorSettings settings, Operands operands, long seed) {
        width = settings.width();
        convolutions = new Convolution[settings.refinement()];
        activations = new NormActivation[convolutions.length];
        for (int i = 0; i < convolutions.length; i++) {
            int from = settings.refinementInput(i);
            boolean last = i == convolutions.length - 1;
            // Hidden ones as He et al. 2015, equation 15, so that values neither vanish nor explode; the last as all others, so that it begins by adding little.
            double deviation = last ? 0.02 : Math.sqrt(2 / (1 + NormActivation.LEAKY * NormActivation.LEAKY) / (SIZE * SIZE * from));
            convolutions[i] = Convolution.plain(from, settings.refinementOutput(i), SIZE, 1, SIZE / 2, operands).initialise(deviation, Seeds.mix(seed, i));
            activations[i] = new NormActivation(null, width, NormActivation.LEAKY, NormActivation.KEEP_ALL);
        }
    }

    /**
     * @param x the network's input
     * @param decoded what the decoder made, [n, h, w, width]; overwritten at inference
     * @return [n, h, w, out], valid until the next pass
     */
    Tensor forward(Tensor x, Tensor decoded, Pass pass) {
        joined = Tensor.reuse(joined, x.n(), x.h(), x.w(), width + x.c());
        activations[0].forward(decoded, pass, new Rows(joined, 0, width), null);
        Rows.copy(Rows.of(x), new Rows(joined, width, x.c()));
        Tensor h = convolutions[0].forward(joined, pass);
        for (int i = 1; i < convolutions.length; i++) {
            if (pass.training()) h = activations[i].forward(h, pass);
            else activations[i].forward(h, pass, Rows.of(h), null);
            h = convolutions[i].forward(h, pass);
        }
        return h;
    }

    /**
     * The backward pass of the last forward.
     *
     * @param whenKnown is given the parameters of a layer when their gradients are complete
     * @return gradient by what the decoder made
     */
    Tensor backward(Tensor dy, Consumer<List<Parameter>> whenKnown) {
        Tensor d = dy;
        for (int i = convolutions.length - 1; i >= 0; i--) {
            d = convolutions[i].backward(d, Gradients.BOTH);
            whenKnown.accept(convolutions[i].parameters());
            d = activations[i].backward(new Rows(d, 0, width), Gradients.BOTH);
        }
        return d;
    }

    List<Layer> layers() {
        return List.of(convolutions);
    }

    /** {@code refine.0.weight}, {@code refine.0.bias}, ... */
    List<StateTensor> state() {
        List<StateTensor> all = new ArrayList<>();
        for (int i = 0; i < convolutions.length; i++) all.addAll(convolutions[i].state("refine." + i));
        return all;
    }

    @Override
    public void close() {
        for (Convolution convolution : convolutions) convolution.close();
        for (NormActivation activation : activations) activation.close();
        Tensor.close(joined);
    }
}
