package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
    private final Layer[] up;
    private final NormActivation[] downActivation;
    /** None at level 0. */
    private final NormActivation[] upActivation;
    /** Input of level i of {@code up} but the innermost: what level i of {@code down} gave, rectified, and behind it what level i + 1 of {@code up} gave. */
    private final Tensor[] joined;
    private final Tanh tanh;
    private final Blend blend;
    private Tensor residual;
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
        this.settings = settings;
        operands = new Operands(precision);
        int n = settings.levels();
        down = new Convolution[n];
        up = new Layer[n];
        downActivation = new NormActivation[n];
        upActivation = new NormActivation[n];
        joined = new Tensor[n];
        blend = settings.blend() > 0 ? new Blend(settings.blend()) : null;
        tanh = settings.residual() || blend != null ? null : new Tanh();
        for (int i = 0; i < n; i++) {
            boolean innermost = i == n - 1;
            int inner = settings.channels(i);
            int outer = i == 0 ? settings.inputChannels() : settings.channels(i - 1);
            boolean upNormed = settings.norm() != NormKind.NONE && i > 0;
            boolean downNormed = upNormed && !innermost;
            down[i] = Convolution.plain(outer, inner, 4, 2, 1, operands).beforeNorm(downNormed).initialise(Seeds.mix(seed, i, 0));
            downActivation[i] = new NormActivation(downNormed ? norm(inner, Seeds.mix(seed, i, 2)) : null, inner,
                innermost ? NormActivation.RELU : NormActivation.LEAKY, NormActivation.KEEP_ALL);
            up[i] = upsampling(innermost ? inner : 2 * inner, i == 0 ? settings.headChannels() : outer, upNormed, Seeds.mix(seed, i, 1));
            if (i > 0)
                upActivation[i] = new NormActivation(upNormed ? norm(outer, Seeds.mix(seed, i, 3)) : null, outer, NormActivation.RELU,
                    settings.dropout() && i >= n - 3 ? i : NormActivation.KEEP_ALL);
        }
    }

    private Normalization norm(int channels, long seed) {
        return new Normalization(settings.norm(), channels).initialise(seed);
    }

    private Layer upsampling(int in, int out, boolean norm, long seed) {
        return settings.upsampling() == Upsampling.RESIZE ? new ResizeConvolution(in, out, operands).beforeNorm(norm).initialise(seed)
            : Convolution.transposed(in, out, 4, 2, 1, operands).beforeNorm(norm).initialise(seed);
    }

    public GeneratorSettings settings() {
        return settings;
    }

    /** What its convolutions multiply. */
    public Precision precision() {
        return operands.precision;
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
        return forward(x, Pass.training(seed), null);
    }

    /** Inference: running statistics, no dropout. Shapes as in {@link #forward(Tensor, long)}. */
    public Tensor infer(Tensor x) {
        return forward(x, Pass.INFERENCE, null);
    }

    /** @param check is called between layers and may throw to stop a pass */
    public void setCheck(Runnable check) {
        betweenLayers = check;
    }

    /** How many instance normalisations there are: their statistics are those of a whole image, which a tile does not know. */
    public int instanceNorms() {
        return settings.norm() == NormKind.INSTANCE ? instanceNormsInOrder().size() : 0;
    }

    private List<Normalization> instanceNormsInOrder() {
        List<Normalization> all = new ArrayList<>();
        for (int i = 0; i < settings.levels(); i++) {
            if (downActivation[i].norm() != null) all.add(downActivation[i].norm());
        }
        for (int i = settings.levels() - 1; i > 0; i--) {
            if (upActivation[i].norm() != null) all.add(upActivation[i].norm());
        }
        return all;
    }

    /**
     * Adds a batch of tiles to the statistics of instance normalisation {@code k}, those before it being fixed.
     *
     * @param x [n, h, w, inputChannels]
     * @param regions for each tile what it contributes; sides and places are multiples of {@link GeneratorSettings#stride()}
     */
    public void collectStatistics(Tensor x, int k, List<Region> regions) {
        Normalization norm = instanceNormsInOrder().get(k);
        Tensor before = forward(x, Pass.INFERENCE, norm);
        norm.collect(before, regions, x.h() / before.h());
    }

    /** Fixes the statistics of normalisation {@code k} at what was collected, until {@link #releaseStatistics}. */
    public void fixStatistics(int k) {
        instanceNormsInOrder().get(k).freeze();
    }

    /** Each image has statistics of its own again. */
    public void releaseStatistics() {
        if (settings.norm() == NormKind.INSTANCE) instanceNormsInOrder().forEach(Normalization::release);
    }

    /** @param until ends before this normalisation with what it would be given; null: to the end */
    private Tensor forward(Tensor x, Pass pass, Normalization until) {
        checkShape(x);
        int n = settings.levels();
        Tensor h = x;
        for (int i = 0; i < n; i++) {
            betweenLayers.run();
            h = down[i].forward(h, pass);
            if (until != null && downActivation[i].norm() == until) return h;
            if (i < n - 1) joined[i] = Tensor.reuse(joined[i], h.n(), h.h(), h.w(), 2 * h.c());
            h = downActivation[i].forward(h, pass, i < n - 1 ? skip(joined[i]) : null);
        }
        for (int i = n - 1; i > 0; i--) {
            betweenLayers.run();
            h = up[i].forward(h, pass);
            if (until != null && upActivation[i].norm() == until) return h;
            upActivation[i].forward(h, pass, decoded(joined[i - 1]), null);
            h = joined[i - 1];
        }
        betweenLayers.run();
        h = up[0].forward(h, pass);
        if (blend != null) return blend.forward(x, h);
        return settings.residual() ? addInput(x, h) : tanh.forward(h, pass);
    }

    /** The half of a decoder's input, or of its gradient, that comes from the encoder. */
    private static Rows skip(Tensor joined) {
        return new Rows(joined, 0, joined.c() / 2);
    }

    /** The half that comes from the decoder. */
    private static Rows decoded(Tensor joined) {
        return new Rows(joined, joined.c() / 2, joined.c() / 2);
    }

    private Tensor addInput(Tensor x, Tensor h) {
        residual = Tensor.reuse(residual, h);
        Blocks.map(x.floats(), h.floats(), residual.floats(), (a, b, out, length) -> {
            for (int i = 0; i < length; i++) out[i] = a[i] + b[i];
        });
        return residual;
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
        Tensor d = up[0].backward(made, Gradients.BOTH);
        whenKnown.accept(up[0].parameters());
        for (int i = 1; i < n; i++) {
            ofJoined[i - 1] = d;
            d = upActivation[i].backward(decoded(d), null, Gradients.BOTH);
            whenKnown.accept(upActivation[i].parameters());
            d = up[i].backward(d, Gradients.BOTH);
            whenKnown.accept(up[i].parameters());
        }
        for (int i = n - 1; i >= 0; i--) {
            d = downActivation[i].backward(Rows.of(d), i < n - 1 ? skip(ofJoined[i]) : null, Gradients.BOTH);
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
        return all;
    }

    /** All weights and running statistics: {@code down.0.weight}, {@code dnorm.1.running_mean}, {@code up.0.bias}, ... */
    public List<StateTensor> state() {
        List<StateTensor> all = new ArrayList<>();
        for (int i = 0; i < settings.levels(); i++) {
            all.addAll(down[i].state("down." + i));
            all.addAll(downActivation[i].state("dnorm." + i));
            all.addAll(up[i].state("up." + i));
            if (i > 0) all.addAll(upActivation[i].state("unorm." + i));
        }
        return all;
    }

    /**
     * How far, in pixels, an output pixel sees: a tile's pixels that are further than this from its border do not depend on what lies beyond.
     */
    public int receptiveRadius() {
        int radius = 0;
        for (int o = 0; o < settings.stride(); o++) {
            long low = o;
            long high = o;
            for (int i = 0; i < settings.levels(); i++) {
                // Both upsamplings: output o depends on the inputs (o - 1) / 2 to (o + 1) / 2, rounded down.
                low = Math.floorDiv(low - 1, 2);
                high = Math.floorDiv(high + 1, 2);
            }
            for (int i = 0; i < settings.levels(); i++) {
                low = 2 * low - 1;
                high = 2 * high + 2;
            }
            radius = (int) Math.max(radius, Math.max(o - low, high - o));
        }
        return radius;
    }

    /** Memory that an inference of [n, h, w] keeps while the shape stays the same, in bytes, weights not counted. */
    public long inferenceBytes(int n, int h, int w) {
        return Memory.inferenceBytes(settings, n, h, w) + Memory.operandBytes(settings, operands.precision, n, h, w);
    }

    @Override
    public void close() {
        layers().forEach(Layer::close);
        Tensor.close(joined);
        if (sharedGradient != null) sharedGradient.close();
        sharedCopies.close();
        operands.close();
        if (tanh != null) tanh.close();
        if (blend != null) blend.close();
        Tensor.close(residual);
    }
}
