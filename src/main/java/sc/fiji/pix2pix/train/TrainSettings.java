package sc.fiji.pix2pix.train;

import sc.fiji.pix2pix.intensity.IntensityMethod;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Upsampling;

/**
 * Everything that decides what is trained, apart from the data. The same settings, data and seed give the same model.
 *
 * @param preset name of the preset these settings came from
 * @param levels how often the generator halves the image
 * @param width channels of the first level of generator and discriminator
 * @param norm normalisation in both networks
 * @param dropout dropout in the decoder: the paper's only noise
 * @param residual the generator adds to its input, where input and target have equally many channels
 * @param upsampling how the decoder doubles the image
 * @param patch strided layers of the discriminator; 3 give the paper's field of 70 x 70 pixels
 * @param loss adversarial loss
 * @param lambda weight of the L1 loss
 * @param warmup first epochs on L1 alone
 * @param rate learning rate of Adam for both networks
 * @param constant epochs at the constant rate
 * @param decay epochs over which the rate then falls linearly to zero; 0 keeps it constant for ever
 * @param averaging decay per step of the exponential moving average of the generator; 0 for none
 * @param epochs passes over the training pairs
 * @param batch pairs a step
 * @param crop side of the random crop in pixels
 * @param crops random crops taken of each pair in an epoch
 * @param augment mirrors and quarter turns
 * @param intensity how pixel values become the network's values
 * @param validation share of the pairs held out to judge each epoch, 0 to 0.9
 * @param seed of weights, order, crops, dropout and the validation part
 */
public record TrainSettings(String preset, int levels, int width, NormKind norm, boolean dropout, boolean residual, Upsampling upsampling, int patch,
        GanLoss loss, double lambda, int warmup, double rate, int constant, int decay, double averaging, int epochs, int batch, int crop, int crops,
        boolean augment, IntensityMethod intensity, double validation, long seed) {
}
