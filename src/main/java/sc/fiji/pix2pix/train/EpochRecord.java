package sc.fiji.pix2pix.train;

/**
 * What one epoch showed, averaged over its steps; a value that does not exist (no discriminator, no validation part) is NaN.
 *
 * @param epoch 1 is the first
 * @param rate learning rate of this epoch
 * @param lossD discriminator loss (real + fake) / 2
 * @param lossGan adversarial loss of the generator
 * @param lossL1 mean absolute difference between output and target, in the network's values
 * @param dReal mean probability that the discriminator gives a true target; 0.5 in a GAN in balance
 * @param dFake the same of a generated image
 * @param validationL1 mean absolute difference on the validation part, in the target's units
 * @param validationPsnr PSNR in dB on the validation part, in the target's units; data range: highest minus lowest target value there
 * @param seconds duration
 */
public record EpochRecord(int epoch, double rate, double lossD, double lossGan, double lossL1, double dReal, double dFake, double validationL1,
        double validationPsnr, double seconds) {
}
