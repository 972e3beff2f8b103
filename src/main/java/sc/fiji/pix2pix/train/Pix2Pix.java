package sc.fiji.pix2pix.train;

import sc.fiji.pix2pix.nn.Adam;
import sc.fiji.pix2pix.nn.Discriminator;
import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.Losses;
import sc.fiji.pix2pix.nn.PixelLoss;
import sc.fiji.pix2pix.nn.PixelUnits;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.Tensor;

/**
 * Generator, discriminator and their optimisers, and the training step of pix2pix (Isola et al. 2017, section 3): one gradient step on D, then
 * one on G.
 */
final class Pix2Pix implements AutoCloseable {
    final Generator generator;
    final Adam generatorAdam;
    /** Both null if there is no adversarial loss. */
    final Discriminator discriminator;
    final Adam discriminatorAdam;

    private final GanLoss loss;
    private final PixelLoss pixelLoss;
    private final PixelUnits units;
    private final double lambda;
    private Tensor fake;
    private Tensor fakeGradient;
    private Tensor logitGradient;

    /** The losses of a step; those of a discriminator that took no part are NaN. */
    record StepLosses(double dReal, double dFake, double gan, double l1, double probabilityReal, double probabilityFake) {}

    /** Where the pixel loss needs no pixel units. */
    Pix2Pix(GeneratorSettings g, DiscriminatorSettings d, GanLoss loss, PixelLoss pixelLoss, double lambda, Precision precision, long seed) {
        this(g, d, loss, pixelLoss, PixelUnits.NETWORK, lambda, precision, seed);
    }

    /** @param units what the generator's output and its target mean */
    Pix2Pix(GeneratorSettings g, DiscriminatorSettings d, GanLoss loss, PixelLoss pixelLoss, PixelUnits units, double lambda, Precision precision, long seed) {
        this.units = units;
        this.loss = loss;
        this.pixelLoss = pixelLoss;
        this.lambda = lambda;
        generator = new Generator(g, precision, seed);
        generatorAdam = generator.optimizer();
        discriminator = loss == GanLoss.NONE ? null : new Discriminator(d, precision, ~seed);
        discriminatorAdam = discriminator == null ? null : discriminator.optimizer();
    }

    /**
     * One training step on a batch.
     *
     * @param input [n, h, w, input channels]
     * @param target [n, h, w, output channels]
     * @param rate learning rate of both optimisers
     * @param adversarial whether the discriminator takes part; if not, only the pixel loss counts
     * @param seed of the dropout masks
     */
    StepLosses step(Tensor input, Tensor target, double rate, boolean adversarial, long seed) {
        fake = generator.forward(input, seed);
        fakeGradient = Tensor.reuse(fakeGradient, fake);
        if (!adversarial || discriminator == null) {
            double l1 = Losses.pixel(pixelLoss, fake, target, units, lambda, fakeGradient);
            generator.backward(fakeGradient, generatorAdam, rate);
            return new StepLosses(Double.NaN, Double.NaN, Double.NaN, l1, Double.NaN, Double.NaN);
        }
        Judgement[] d = stepD(input, target, rate);
        double[] g = stepG(input, target, rate);
        return new StepLosses(d[1].loss, d[0].loss, g[0], g[1], d[1].probability, d[0].probability);
    }

    /** The discriminator's loss on one kind of image, and the mean probability of "real" that it gives them. */
    private record Judgement(double loss, double probability) {}

    /** The discriminator should tell the generated images, which come first, from the real ones. */
    private Judgement[] stepD(Tensor input, Tensor target, double rate) {
        Tensor logits = discriminator.forward(input, fake, target);
        logitGradient = Tensor.reuse(logitGradient, logits);
        Judgement[] judged = {judge(logits, 0, false), judge(logits, input.n(), true)};
        discriminator.backward(logitGradient);
        discriminatorAdam.step(rate);
        return judged;
    }

    /** Half of the discriminator's loss on half of the images, from {@code first} on, with its gradient. */
    private Judgement judge(Tensor logits, int first, boolean real) {
        Tensor some = logits.images(first, logits.n() / 2);
        double value = Losses.adversarial(loss, some, real, false, 0.5, logitGradient.images(first, some.n()));
        return new Judgement(value, Losses.meanProbability(loss, some));
    }

    /** The generator wants to be taken for real by the updated discriminator, and to be near the target. */
    private double[] stepG(Tensor input, Tensor target, double rate) {
        Tensor logits = discriminator.forward(input, fake);
        logitGradient = Tensor.reuse(logitGradient, logits);
        double gan = Losses.adversarial(loss, logits, true, true, 1, logitGradient);
        double l1 = Losses.pixel(pixelLoss, fake, target, units, lambda, fakeGradient);
        Losses.add(fakeGradient, discriminator.backwardToImage(logitGradient));
        generator.backward(fakeGradient, generatorAdam, rate);
        return new double[] {gan, l1};
    }

    /** The generated images of the last step. */
    Tensor fake() {
        return fake;
    }

    @Override
    public void close() {
        generator.close();
        generatorAdam.close();
        if (discriminator != null) {
            discriminator.close();
            discriminatorAdam.close();
        }
        if (fakeGradient != null) fakeGradient.close();
        if (logitGradient != null) logitGradient.close();
    }
}
