package sc.fiji.pix2pix.nn;

import java.util.List;

/**
 * Exponential moving average of a generator's weights and running statistics: smoother than the last step's (Yazici et al. 2019). Early on
 * the decay is min(decay, (1 + t) / (10 + t)), so that the random start is forgotten at once.
 */
public final class WeightAverage implements AutoCloseable {
    private final List<StateTensor> source;
    private final Generator average;
    private final double decay;

    public WeightAverage(Generator of, double decay) {
        source = of.state();
        this.decay = decay;
        average = new Generator(of.settings(), of.precision(), 0);
        blend(0);
    }

    /** Takes in the weights after step {@code t}, 1 the first. */
    public void update(long t) {
        blend(Math.min(decay, (1.0 + t) / (10.0 + t)));
    }

    private void blend(double keep) {
        List<StateTensor> target = average.state();
        for (int i = 0; i < source.size(); i++) target.get(i).parameter().blend(keep, source.get(i).parameter());
    }

    /** The generator with the averaged weights. */
    public Generator generator() {
        return average;
    }

    @Override
    public void close() {
        average.close();
    }
}
