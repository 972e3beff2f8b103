package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The U-Net of pix2pix (Isola et al. 2017, section 6.1.1). Level i of {@code down} halves the image, level i of {@code up} doubles it; level 0
 * is the outermost. LeakyReLU 0.2 before each encoder convolution but the first, ReLU before each decoder one, no normalisation on the first
 * and on the innermost encoder level (there it would turn a 1 x 1 map into a constant). Since max(max(v, 0.2 v), 0) = max(v, 0), an activation is
 * computed once, behind its convolution, for both that read it. Ends in tanh, or residual: in a linear map that is
 * added to the input. Not for several threads at once.
 */
public final class Generator implements AutoCloseable {
    /** Weights of so many values share the memory of their gradients where possible. */
    private static final int LARGE = 1 << 16;

    private final GeneratorSettings settings;
    private final Operands operands;
    private final Convolution[] down;
    private final FusingLayer[] up;
    private final NormActivation[] downActivation;
    /** None at level 0. */
    private final NormActivation[] upActivation;
    /** Input of level i of {@code up} but the innermost: what level i of {@code down} gave, rectified, and behind it what level i + 1 of {@code up} gave. */
    private final Tensor[] joined;
    /** Null if there is none. */
    private final Refinement refinement;
    private final Tanh tanh;
    private final Blend blend;
    private Tensor output;
    /** Levels, from the outermost on, whose normalisations and activations their convolutions have taken into themselves. */
    private int fused;
    /** Levels, from the outermost on, whose encoder gives bf16, and whose decoder reads it. */
    private int packed;
    /** What level i of {@code down} gave, and what brings it to {@code joined} where nothing before does. */
    private final Tensor[] encoded;
    private final SkipConnection[] skips;
    /** Of all large weights in turn, once an optimiser consumes them as they come. */
    private Floats sharedGradient;
    private final SharedMemory sharedCopies = new SharedMemory();
    private Runnable betweenLayers = () -> {};

    /** A generator in float32 with random weights, the same for the same seed. */
    public Generator(GeneratorSettings settings, long seed) {
        this(settings, Precision.FLOAT32, seed);
    }

    /** @param precision one that is {@link Precision#usable} here */
    public Generator(GeneratorSettings settings, Precision precision, long seed) {
        this(settings, precision, seed, true);
    }

    /** One whose {@linkplain #state() state} is to be read next: its weights may be anything until then, since drawing them would take longer than reading them. */
    public static Generator unset(GeneratorSettings settings, Precision precision) {
        return new Generator(settings, precision, 0, false);
    }

    private Generator(GeneratorSettings settings, Precision precision, long seed, boolean random) {
        this.settings = settings;
        operands = new Operands(precision);
        int n = settings.levels();
        down = new Convolution[n];
        up = new FusingLayer[n];
        downActivation = new NormActivation[n];
        upActivation = new NormActivation[n];
        joined = new Tensor[n];
        encoded = new Tensor[n];
        skips = Stream.generate(() -> ConvolutionKernels.skipConnection()).limit(n - 1).toArray(SkipConnection[]::new);
        blend = settings.blend() > 0 ? new Blend(settings.blend()) : null;
        refinement = refinement(Seeds.mix(seed, n, 0));
        tanh = settings.residual() || blend != null ? null : new Tanh();
        for (int i = 0; i < n; i++) {
            boolean innermost = i == n - 1;
            int inner = settings.channels(i);
            int outer = i == 0 ? settings.inputChannels() : settings.channels(i - 1);
            boolean upNormed = settings.norm() != NormKind.NONE && i > 0;
            boolean downNormed = upNormed && !innermost;
            down[i] = Convolution.plain(outer, inner, 4, 2, 1, operands).beforeNorm(downNormed);
            if (random) down[i].initialise(Seeds.mix(seed, i, 0));
            downActivation[i] = new NormActivation(downNormed ? norm(inner, Seeds.mix(seed, i, 2)) : null, inner,
                innermost ? NormActivation.RELU : NormActivation.LEAKY, NormActivation.KEEP_ALL);
            if (!downNormed) downActivation[i].fuseInto(down[i]);
            up[i] = upsampling(innermost ? inner : 2 * inner, i == 0 ? settings.decodedChannels() : outer, upNormed, random, Seeds.mix(seed, i, 1));
            if (i > 0)
                upActivation[i] = new NormActivation(upNormed ? norm(outer, Seeds.mix(seed, i, 3)) : null, outer, NormActivation.RELU,
                    settings.dropout() && i >= n - 3 ? i : NormActivation.KEEP_ALL);
        }
    }

    private Refinement refinement(long seed) {
        return settings.refinement() == 0 ? null : new Refinement(settings, operands, seed);
    }

    private Normalization norm(int channels, long seed) {
        return new Normalization(settings.norm(), channels).initialise(seed);
    }

    private FusingLayer upsampling(int in, int out, boolean norm, boolean random, long seed) {
        if (settings.upsampling() == Upsampling.RESIZE) {
            ResizeConvolution resized = new ResizeConvolution(in, out, operands).beforeNorm(norm);
            return random ? resized.initialise(seed) : resized;
        }
        Convolution transposed = Convolution.transposed(in, out, 4, 2, 1, operands).beforeNorm(norm);
        return random ? transposed.initialise(seed) : transposed;
    }

    public GeneratorSettings settings() {
        return settings;
    }

    /** What its convolutions multiply. */
    public Precision precision() {
        return operands.precision;
    }

    /**
     * Takes batch normalisation with its running statistics, and activations, into the convolutions where images are large: from now on this generator only
     * infers, with fewer passes over them. Its weights are then not those of the model any more. Instance normalisation needs statistics of what a convolution
     * gives, so nothing is done with it.
     */
    public void inferOnly() {
        operands.uses = Double.POSITIVE_INFINITY;
        if (settings.norm() == NormKind.INSTANCE) return;
        for (int most = PackedImages.fused(settings); fused < most; fused++) {
            downActivation[fused].fuseInto(down[fused]);
            if (fused > 0) upActivation[fused].fuseInto(up[fused]);
        }
        pack(settings.levels());
    }

    /** Keeps what the {@code most} outermost levels give in bf16, as far as that saves time; called once it only infers. */
    void pack(int most) {
        packed = fused == 0 ? 0 : Math.max(0, Math.min(PackedImages.levels(settings, operands.precision), most));
        for (int i = 0; i < settings.levels() - 1; i++) {
            down[i].give(precisionOf(i));
            up[i + 1].give(precisionOf(i));
        }
    }

    private Precision precisionOf(int level) {
        return level < packed ? Precision.BF16 : Precision.FLOAT32;
    }

    /** What it wants its input in. */
    Precision inputPrecision() {
        return PackedImages.input(settings, packed);
    }

    private void requireWeights() {
        if (fused > 0) throw new IllegalStateException("This generator only infers.");
    }

    /** An optimiser for this generator's weights. */
    public Adam optimizer() {
        return new Adam(parameters());
    }

    /**
     * Training pass: batch statistics, dropout.
     *
     * @param x [n, h, w, inputChannels], h and w multiples of {@link GeneratorSettings#stride()}
     * @param seed of the dropout masks
     * @return [n, h, w, outputChannels], owned by the generator, valid until the next pass
     */
    public Tensor forward(Tensor x, long seed) {
        requireWeights();
        return forward(x, Pass.training(seed));
    }

    /** Inference: running statistics, no dropout. Shapes as in {@link #forward(Tensor, long)}. */
    public Tensor infer(Tensor x) {
        return forward(x, Pass.INFERENCE);
    }

    /** @param check is called between layers and may throw to stop a pass */
    public void setCheck(Runnable check) {
        betweenLayers = check;
    }

    private Tensor forward(Tensor x, Pass pass) {
        checkShape(x);
        int n = settings.levels();
        return result(x, decode(encode(x, 0, n, pass), n, 1, pass), pass);
    }

    /**
     * Encoder levels {@code from} to {@code to} - 1; what the decoder needs of them is kept.
     *
     * @param h what enters the first of them
     * @return what leaves the last, activated
     */
    Tensor encode(Tensor h, int from, int to, Pass pass) {
        for (int i = from; i < to; i++) {
            h = reduce(i, h, pass);
            boolean innermost = i == settings.levels() - 1;
            Tensor next = innermost ? null : joined(i, h.n(), h.h(), h.w());
            encoded[i] = h;
            if (i + 1 < fused) continue;
            Rows skip = innermost ? null : skip(next);
            // Only a backward pass needs what the convolution gave.
            if (pass.training()) h = downActivation[i].forward(h, pass, skip);
            else activate(i, h, pass, skip);
        }
        return h;
    }

    /**
     * Decoder levels {@code from} - 1 to {@code to}.
     *
     * @param h what enters the first of them, that is from - 1
     * @param to 1 or more
     * @return what enters the next, rectified and behind its skip connection
     */
    Tensor decode(Tensor h, int from, int to, Pass pass) {
        for (int i = from - 1; i >= to; i--) {
            if (i < fused) enlarge(i, h, encoded[i - 1], joined[i - 1]);
            else rectify(i, enlarge(i, h, pass), pass, decoded(joined[i - 1]));
            h = joined[i - 1];
        }
        return h;
    }

    /** The outermost decoder level and the output. */
    Tensor result(Tensor x, Tensor h, Pass pass) {
        Tensor head = enlarge(0, h, pass);
        if (refinement != null) head = refinement.forward(x, head, pass);
        if (blend != null) return blend.forward(x, head);
        return settings.residual() ? addInput(x, head) : tanh.forward(head, pass);
    }

    /** As {@link #result(Tensor, Tensor, Pass)} at inference, but gives the output as it comes, one image after the other. */
    void result(Tensor x, Tensor h, RowSink to) {
        if (refinement != null || blend != null || x.n() > 1) {
            RowSinks.give(result(x, h, Pass.INFERENCE), to);
            return;
        }
        betweenLayers.run();
        up[0].forward(h, settings.residual() ? RowSinks.plus(x, to) : Tanh.rows(to));
    }

    /** The convolution of an encoder level. */
    Tensor reduce(int level, Tensor h, Pass pass) {
        betweenLayers.run();
        return down[level].forward(h, pass);
    }

    /** The convolution of a decoder level. */
    Tensor enlarge(int level, Tensor h, Pass pass) {
        betweenLayers.run();
        return up[level].forward(h, pass);
    }

    /** Puts what the encoder gave beside it, row by row. */
    private void enlarge(int level, Tensor h, Tensor encoded, Tensor joined) {
        betweenLayers.run();
        up[level].forward(h, decoded(joined), (first, count) -> skips[level - 1].join(encoded, joined, first, count));
    }

    /**
     * What follows the convolution of an encoder level, in its place, as far as the convolution does not do it.
     *
     * @param skip receives what the decoder wants of it; null for nothing
     */
    void activate(int level, Tensor h, Pass pass, Rows skip) {
        downActivation[level].forward(h, pass, Rows.of(h), skip);
    }

    /** What follows the convolution of a decoder level but the outermost, in its place. */
    void rectify(int level, Tensor h, Pass pass) {
        rectify(level, h, pass, Rows.of(h));
    }

    private void rectify(int level, Tensor h, Pass pass, Rows to) {
        upActivation[level].forward(h, pass, to, null);
    }

    /** Input of decoder level {@code level}, for encoder outputs of h x w pixels. */
    Tensor joined(int level, int n, int h, int w) {
        joined[level] = Tensor.reuse(joined[level], n, h, w, 2 * settings.channels(level), precisionOf(level));
        return joined[level];
    }

    /** Null if there is none. */
    Normalization downNorm(int level) {
        return downActivation[level].norm();
    }

    /** Null if there is none. */
    Normalization upNorm(int level) {
        return upActivation[level].norm();
    }

    /** Their statistics are those of a whole image, which a tile does not know. */
    List<Normalization> instanceNorms() {
        if (settings.norm() != NormKind.INSTANCE) return List.of();
        return Stream.concat(Arrays.stream(downActivation), Arrays.stream(upActivation)).filter(Objects::nonNull).map(NormActivation::norm)
            .filter(Objects::nonNull).toList();
    }

    /** The half of a decoder's input, or of its gradient, that comes from the encoder. */
    static Rows skip(Tensor joined) {
        return new Rows(joined, 0, joined.perPixel() / 2);
    }

    /** The half that comes from the decoder. */
    static Rows decoded(Tensor joined) {
        return new Rows(joined, joined.perPixel() / 2, joined.perPixel() / 2);
    }

    private Tensor addInput(Tensor x, Tensor h) {
        output = Tensor.reuse(output, h);
        Blocks.map(x.floats(), h.floats(), output.floats(), (a, b, out, length) -> {
            for (int i = 0; i < length; i++) out[i] = a[i] + b[i];
        });
        return output;
    }

    private void checkShape(Tensor x) {
        int stride = settings.stride();
        if (x.c() != settings.inputChannels() || x.h() % stride != 0 || x.w() % stride != 0)
            throw new IllegalArgumentException("The network takes " + settings.inputChannels() + " channels and sides that are multiples of " + stride
                + ", not " + x.c() + " channels of " + x.w() + " x " + x.h() + " pixels.");
    }

    /**
     * Backward pass of the last {@link #forward(Tensor, long)}: adds to the gradients of the weights.
     *
     * @param dy gradient of the loss by the output
     */
    public void backward(Tensor dy) {
        if (sharedGradient != null) throw new IllegalStateException("This generator keeps no gradients: they are consumed as they come.");
        backward(dy, parameters -> {});
    }

    /**
     * As {@link #backward(Tensor)}, with a step of the optimiser: weights change as soon as nothing needs their present values any more, so that
     * the gradient of one layer only need be kept, and is still in the cache.
     *
     * @param adam of this generator
     */
    public void backward(Tensor dy, Adam adam, double rate) {
        if (sharedGradient == null) {
            sharedGradient = new Floats(parameters().stream().mapToLong(Parameter::length).max().orElseThrow());
            for (Parameter p : parameters()) {
                if (p.length() >= LARGE) p.shareGradient(sharedGradient);
            }
            for (Layer layer : layers()) layer.shareCopies(sharedCopies);
        }
        adam.begin(rate);
        backward(dy, adam::update);
    }

    /** @param whenKnown is given the parameters of a layer when their gradients are complete */
    private void backward(Tensor dy, Consumer<List<Parameter>> whenKnown) {
        int n = settings.levels();
        Tensor[] ofJoined = new Tensor[n];
        Tensor made = blend != null ? blend.backward(dy) : settings.residual() ? dy : tanh.backward(dy, Gradients.BOTH);
        Tensor d = up[0].backward(refinement == null ? made : refinement.backward(made, whenKnown), Gradients.BOTH);
        whenKnown.accept(up[0].parameters());
        for (int i = 1; i < n; i++) {
            ofJoined[i - 1] = d;
            d = upActivation[i].backward(decoded(d), Gradients.BOTH);
            whenKnown.accept(upActivation[i].parameters());
            d = up[i].backward(d, Gradients.BOTH);
            whenKnown.accept(up[i].parameters());
        }
        for (int i = n - 1; i >= 0; i--) {
            d = downActivation[i].backward(Rows.of(d), i < n - 1 ? skip(ofJoined[i]) : null, d, Gradients.BOTH);
            whenKnown.accept(downActivation[i].parameters());
            d = down[i].backward(d, i == 0 ? Gradients.WEIGHTS : Gradients.BOTH);
            whenKnown.accept(down[i].parameters());
        }
    }

    List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        for (Layer layer : layers()) all.addAll(layer.parameters());
        return all;
    }

    private List<Layer> layers() {
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < settings.levels(); i++) {
            all.add(down[i]);
            all.add(up[i]);
            all.add(downActivation[i]);
            if (i > 0) all.add(upActivation[i]);
        }
        if (refinement != null) all.addAll(refinement.layers());
        return all;
    }

    /** All weights and running statistics, unless {@link #inferOnly()} changed them: {@code down.0.weight}, {@code dnorm.1.running_mean}, {@code up.0.bias}, ... */
    public List<StateTensor> state() {
        requireWeights();
        List<StateTensor> all = new ArrayList<>();
        for (int i = 0; i < settings.levels(); i++) {
            all.addAll(down[i].state("down." + i));
            all.addAll(downActivation[i].state("dnorm." + i));
            all.addAll(up[i].state("up." + i));
            if (i > 0) all.addAll(upActivation[i].state("unorm." + i));
        }
        if (refinement != null) all.addAll(refinement.state());
        return all;
    }

    @Override
    public void close() {
        layers().forEach(Layer::close);
        for (SkipConnection skip : skips) skip.close();
        Tensor.close(joined);
        if (sharedGradient != null) sharedGradient.close();
        sharedCopies.close();
        operands.close();
        if (refinement != null) refinement.close();
        if (tanh != null) tanh.close();
        if (blend != null) blend.close();
        Tensor.close(output);
    }
}
