package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * PatchGAN (Isola et al. 2017, section 6.1.2): strided convolutions, one of stride 1, and a stride-1 map to one logit per patch, all 4 x 4 with
 * padding 1; LeakyReLU 0.2 between; no normalisation on the first. It sees input and image concatenated.
 */
public final class Discriminator implements AutoCloseable {
    /** In a training step, forward and backward: of images in both steps, before and behind the optimiser's. */
    static final int USES = 4;

    private final DiscriminatorSettings settings;
    private final Operands operands;
    private final Concatenation pair = new Concatenation();
    private final Convolution[] convolution;
    /** None behind the last convolution. */
    private final NormActivation[] activation;

    /** A discriminator in float32 with random weights, the same for the same seed. */
    public Discriminator(DiscriminatorSettings settings, long seed) {
        this(settings, Precision.FLOAT32, seed);
    }

    /** @param precision one that is {@link Precision#usable} here */
    public Discriminator(DiscriminatorSettings settings, Precision precision, long seed) {
        this.settings = settings;
        operands = new Operands(precision);
        operands.uses = USES;
        int n = settings.layers() + 2;
        convolution = new Convolution[n];
        activation = new NormActivation[n - 1];
        for (int i = 0; i < n; i++) {
            int in = i == 0 ? settings.inputChannels() + settings.outputChannels() : settings.channels(i - 1);
            boolean normed = settings.norm() != NormKind.NONE && i > 0 && i < n - 1;
            convolution[i] = Convolution.plain(in, settings.channels(i), 4, i < settings.layers() ? 2 : 1, 1, operands).beforeNorm(normed)
                .initialise(Seeds.mix(seed, i, 0));
            if (i == n - 1) continue;
            Normalization norm = normed ? new Normalization(settings.norm(), settings.channels(i)).initialise(Seeds.mix(seed, i, 1)) : null;
            activation[i] = new NormActivation(norm, settings.channels(i), NormActivation.LEAKY, NormActivation.KEEP_ALL);
            if (norm == null) activation[i].fuseInto(convolution[i]);
        }
    }

    public DiscriminatorSettings settings() {
        return settings;
    }

    /** An optimiser for this discriminator's weights. */
    public Adam optimizer() {
        return new Adam(parameters());
    }

    List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        for (int i = 0; i < convolution.length; i++) {
            all.addAll(convolution[i].parameters());
            if (i < activation.length) all.addAll(activation[i].parameters());
        }
        return all;
    }

    /**
     * Judges {@code images} as translations of {@code input}. Several batches of them are judged at once, which is faster, but as if one came after
     * the other: batch normalisation takes the statistics of each.
     *
     * @param input [n, h, w, inputChannels]
     * @param images each [n, h, w, outputChannels]
     * @return logits [n images.length, h', w', 1], one per patch, owned by the discriminator, valid until the next pass
     */
    public Tensor forward(Tensor input, Tensor... images) {
        Pass pass = Pass.training(0, images.length);
        Tensor h = pair.forward(input, images);
        for (int i = 0; i < convolution.length; i++) {
            h = convolution[i].forward(h, pass);
            if (i < activation.length) h = activation[i].forward(h, pass);
        }
        return h;
    }

    /** Backward pass of the last forward: adds to the gradients of the weights. */
    public void backward(Tensor dLogits) {
        backward(dLogits, Gradients.BOTH);
    }

    /**
     * Backward pass of the last forward through frozen weights.
     *
     * @return gradient by the image, owned by the discriminator
     */
    public Tensor backwardToImage(Tensor dLogits) {
        return pair.second(backward(dLogits, Gradients.INPUT), settings.inputChannels());
    }

    private Tensor backward(Tensor dLogits, Gradients wanted) {
        Tensor d = dLogits;
        for (int i = convolution.length - 1; i >= 0; i--) {
            if (i < activation.length) d = activation[i].backward(Rows.of(d), null, d, wanted);
            d = convolution[i].backward(d, i == 0 && wanted == Gradients.BOTH ? Gradients.WEIGHTS : wanted);
        }
        return d;
    }

    /** All weights and running statistics: {@code conv.0.weight}, {@code norm.1.running_mean}, ... */
    public List<StateTensor> state() {
        List<StateTensor> all = new ArrayList<>();
        for (int i = 0; i < convolution.length; i++) {
            all.addAll(convolution[i].state("conv." + i));
            if (i < activation.length) all.addAll(activation[i].state("norm." + i));
        }
        return all;
    }

    @Override
    public void close() {
        for (Convolution c : convolution) c.close();
        for (NormActivation a : activation) a.close();
        pair.close();
        operands.close();
    }
}
