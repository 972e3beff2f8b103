package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) with epsilon where PyTorch has it: w -= rate / (1 - b1^t) m / (sqrt(v / (1 - b2^t)) + 1e-8),
 * with b1 = 0.5 as in pix2pix and b2 = 0.999.
 */
public final class Adam implements AutoCloseable {
    private static final double BETA1 = 0.5;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    /** Values at a time: of four arrays and their copies on the Java heap, no more fit a core's first cache. */
    private static final int PIECE = 1 << 8;

    private final List<Parameter> parameters;
    private final List<Parameter> first = new ArrayList<>();
    private final List<Parameter> second = new ArrayList<>();
    private final Map<Parameter, Integer> index = new IdentityHashMap<>();
    private long steps;
    private float size;
    private float correction;

    Adam(List<Parameter> parameters) {
        this.parameters = parameters;
        for (Parameter p : parameters) {
            index.put(p, index.size());
            first.add(zeros(p.like()));
            second.add(zeros(p.like()));
        }
    }

    private static Parameter zeros(Parameter p) {
        Blocks.fill(p.values(), 0);
        return p;
    }

    /** One step down the gradients, which then count as cleared. */
    public void step(double rate) {
        begin(rate);
        update(parameters);
    }

    /** Begins a step whose gradients come one after the other. */
    void begin(double rate) {
        steps++;
        size = (float) (rate / (1 - Math.pow(BETA1, steps)));
        correction = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, steps)));
    }

    /** Takes the step that was begun for these parameters, as far as they have gradients, which then count as cleared. */
    void update(List<Parameter> some) {
        for (Parameter p : some) {
            if (!p.hasGradient()) continue;
            int i = index.get(p);
            update(p.values(), p.gradients(), first.get(i).values(), second.get(i).values(), size, correction);
            p.clearGradient();
        }
    }

    private static void update(FloatBuffer weights, FloatBuffer gradient, FloatBuffer first, FloatBuffer second, float size, float correction) {
        Blocks.run(weights.limit(), PIECE, (block, start, length) -> {
            float[] w = Blocks.load(0, weights, start, length);
            float[] g = Blocks.load(1, gradient, start, length);
            float[] m = Blocks.load(2, first, start, length);
            float[] v = Blocks.load(3, second, start, length);
            step(w, g, m, v, length, size, correction);
            weights.put(start, w, 0, length);
            first.put(start, m, 0, length);
            second.put(start, v, 0, length);
        });
    }

    private static void step(float[] w, float[] g, float[] m, float[] v, int length, float size, float correction) {
        float b1 = (float) BETA1;
        float b2 = (float) BETA2;
        float c1 = (float) (1 - BETA1);
        float c2 = (float) (1 - BETA2);
        float epsilon = (float) EPSILON;
        for (int i = 0; i < length; i++) {
            float mean = b1 * m[i] + c1 * g[i];
            float square = b2 * v[i] + c2 * g[i] * g[i];
            w[i] -= size * mean / ((float) Math.sqrt(square) * correction + epsilon);
            m[i] = mean;
            v[i] = square;
        }
    }

    /** Steps taken so far. */
    public long steps() {
        return steps;
    }

    /** Goes on from a checkpoint whose moments were read into {@link #state()}. */
    public void setSteps(long steps) {
        this.steps = steps;
    }

    /** The moments: {@code 0.first}, {@code 0.second} and so on, in the order of the network's parameters. */
    public List<StateTensor> state() {
        List<StateTensor> state = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            state.add(first.get(i).state(i + ".first"));
            state.add(second.get(i).state(i + ".second"));
        }
        return state;
    }

    @Override
    public void close() {
        first.forEach(Parameter::close);
        second.forEach(Parameter::close);
    }
}
