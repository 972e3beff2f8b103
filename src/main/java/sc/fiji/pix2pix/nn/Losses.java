package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

/** Losses with their gradients. Means over all values, as in PyTorch. Where the target is missing (NaN), the output counts as right. */
public final class Losses {
    /** Makes every difference but denormal ones larger than 1. */
    private static final float STEEP = 1e38f;

    private Losses() {}

    /**
     * Adversarial loss of a map of logits.
     *
     * @param kind which; {@link GanLoss#HINGE} of a discriminator is max(0, 1 -+ z), of a generator -z
     * @param logits discriminator output, any shape
     * @param real whether the discriminator should take them for real
     * @param ofGenerator whether this is the generator's own loss (differs for hinge alone)
     * @param weight factor of the gradient
     * @param gradient receives weight * d loss / d logits
     * @return the mean loss, without the weight
     */
    public static double adversarial(GanLoss kind, Tensor logits, boolean real, boolean ofGenerator, double weight, Tensor gradient) {
        FloatBuffer z = logits.floats();
        FloatBuffer g = gradient.floats();
        double factor = weight / logits.length();
        double sum = 0;
        for (int i = 0; i < logits.length(); i++) {
            double v = z.get(i);
            double slope;
            switch (kind) {
                case BCE -> {
                    // log(1 + e^-|v|) + max(-+v, 0) neither overflows nor loses digits.
                    sum += Math.log1p(Math.exp(-Math.abs(v))) + Math.max(real ? -v : v, 0);
                    slope = probability(v) - (real ? 1 : 0);
                }
                case LSGAN -> {
                    double d = v - (real ? 1 : 0);
                    sum += d * d;
                    slope = 2 * d;
                }
                case HINGE -> {
                    double signed = real ? -v : v;
                    boolean active = ofGenerator || 1 + signed > 0;
                    sum += ofGenerator ? signed : Math.max(0, 1 + signed);
                    slope = active ? (real ? -1 : 1) : 0;
                }
                default -> throw new IllegalArgumentException("There is no adversarial loss with loss=none.");
            }
            g.put(i, (float) (factor * slope));
        }
        return sum / logits.length();
    }

    /** Mean probability of "real" that the logits stand for: their sigmoid, for least squares the value itself. */
    public static double meanProbability(GanLoss kind, Tensor logits) {
        double sum = 0;
        for (int i = 0; i < logits.length(); i++) {
            double v = logits.floats().get(i);
            sum += kind == GanLoss.LSGAN ? v : probability(v);
        }
        return sum / logits.length();
    }

    private static double probability(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /**
     * Mean absolute difference.
     *
     * @param gradient receives weight * d loss / d output
     * @return the mean, without the weight
     */
    public static double l1(Tensor output, Tensor target, double weight, Tensor gradient) {
        float factor = (float) (weight / output.length());
        double[] sum = Channels.sums(0, output.length(), 1, 1, (start, n, sums) -> {
            float[] a = Blocks.load(0, output.floats(), start, n);
            float[] b = Blocks.load(1, target.floats(), start, n);
            l1(a, b, n, factor, sums[0]);
            gradient.floats().put(start, a, 0, n);
        });
        return sum[0] / output.length();
    }

    /** Replaces {@code a} by the gradient: without {@link Math#signum}, which would keep the loop from being vectorised. */
    private static void l1(float[] a, float[] b, int length, float factor, float[] sums) {
        for (int i = 0; i < length; i++) {
            float d = difference(a[i], b[i]);
            sums[i] += Math.abs(d);
            a[i] = factor * Math.max(-1, Math.min(1, d * STEEP));
        }
    }

    private static float difference(float made, float wanted) {
        return wanted == wanted ? made - wanted : 0;
    }

    /** Difference, in the network's values, up to which Huber's loss is the square: a fortieth of the range from -1 to 1. */
    public static final float HUBER = 0.05f;

    /**
     * Mean squared difference, by its gradient; what is returned is the mean absolute difference all the same, so that trainings compare.
     *
     * @param most differences beyond it have the gradient of this one; infinity for none (Huber 1964)
     * @param gradient receives weight * d (mean of squares) / d output
     * @return the mean absolute difference, without the weight
     */
    public static double squares(Tensor output, Tensor target, double weight, float most, Tensor gradient) {
        double mean = l1(output, target, weight, gradient);
        float factor = (float) (2 * weight / output.length());
        Blocks.map(output.floats(), target.floats(), gradient.floats(), (a, b, out, length) -> {
            for (int i = 0; i < length; i++) out[i] = factor * Math.max(-most, Math.min(most, difference(a[i], b[i])));
        });
        return mean;
    }

    /** Added to the squares of the differences, in units of the target's squares: below it an image counts as right. */
    private static final double PERFECT = 1e-9;

    /**
     * Minus the peak signal-to-noise ratio, but for constants: the logarithm of each image's mean squared difference, one half of it in the units of the image and
     * one as the network sees it, mean over the batch. In its units the core of a bright source counts, which a stretch makes small; stretched,
     * what is faint. Taken by image, one of little noise, where small differences matter, counts as much as any other.
     *
     * @param units of output and target
     * @param gradient receives weight * d loss / d output: with e the difference in pixel units, s the slope of those and d the
     *        difference itself, e s / sum(e^2) + d / sum(d^2)
     * @return the mean absolute difference, without the weight
     */
    public static double psnr(Tensor output, Tensor target, PixelUnits units, double weight, Tensor gradient) {
        double mean = l1(output, target, weight, gradient);
        int length = output.length() / output.n();
        Blocks.each(output.n(), n -> {
            float[] made = new float[length];
            float[] wanted = new float[length];
            output.floats().get(n * length, made);
            target.floats().get(n * length, wanted);
            Squares linear = new Squares();
            Squares stretched = new Squares();
            for (int i = 0; i < length; i++) {
                if (Float.isNaN(wanted[i])) continue;
                double value = units.value(i % output.c(), wanted[i]);
                linear.add(units.value(i % output.c(), made[i]) - value, value);
                stretched.add(made[i] - wanted[i], wanted[i]);
            }
            double linearFactor = weight / output.n() / linear.sum();
            double stretchedFactor = weight / output.n() / stretched.sum();
            for (int i = 0; i < length; i++) {
                double difference = units.value(i % output.c(), made[i]) - units.value(i % output.c(), wanted[i]);
                double slope = linearFactor * difference * units.slope(i % output.c(), made[i]) + stretchedFactor * (made[i] - wanted[i]);
                made[i] = Float.isNaN(wanted[i]) ? 0 : (float) slope;
            }
            gradient.floats().put(n * length, made);
        });
        return mean;
    }

    private static final class Squares {
        private double differences;
        private double values;

        void add(double difference, double value) {
            differences += difference * difference;
            values += value * value;
        }

        double sum() {
            return differences + PERFECT * values + Double.MIN_NORMAL;
        }
    }

    /** The loss of that kind; returns the mean absolute difference. */
    public static double pixel(PixelLoss kind, Tensor output, Tensor target, PixelUnits units, double weight, Tensor gradient) {
        return switch (kind) {
            case L1 -> l1(output, target, weight, gradient);
            case L2 -> squares(output, target, weight, Float.POSITIVE_INFINITY, gradient);
            case HUBER -> squares(output, target, weight, HUBER, gradient);
            case PSNR -> psnr(output, target, units, weight, gradient);
        };
    }

    /** {@code a += b}. */
    public static void add(Tensor a, Tensor b) {
        Blocks.add(a.floats(), b.floats());
    }
}
