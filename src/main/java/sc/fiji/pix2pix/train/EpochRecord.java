package sc.fiji.pix2pix.train;

import java.util.Map;

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

    /** For the model file; values that do not exist are left out. */
    Map<String, Object> toMap() {
        Map<String, Object> map = RecordMaps.toMap(this);
        map.values().removeIf(value -> value instanceof Double d && !Double.isFinite(d));
        return map;
    }

    /** @throws IllegalArgumentException if {@link #toMap} did not write this */
    static EpochRecord fromMap(Map<String, ?> map) {
        return RecordMaps.fromMap(EpochRecord.class, map);
    }
}
