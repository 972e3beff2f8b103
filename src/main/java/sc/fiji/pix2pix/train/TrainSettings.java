package sc.fiji.pix2pix.train;

import java.util.Map;
import sc.fiji.pix2pix.intensity.IntensityMethod;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.PixelLoss;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.Upsampling;

/**
 * Everything that decides what is trained, apart from the data. The same settings, data and seed give the same model.
 *
 * @param preset name of the preset these settings came from
 * @param levels how often the generator halves the image
 * @param width channels of the first level of generator and discriminator
 * @param norm normalisation in both networks
 * @param dropout dropout in the decoder: the paper's only noise
 * @param residual the generator adds to its input, where input and target have equally many channels; to a mean of its input's versions of
 *        the image, weighted by pixel, where there are several and conditions
 * @param upsampling how the decoder doubles the image
 * @param refinement 3 x 3 convolutions at full resolution behind the generator's decoder; 0 as published
 * @param patch strided layers of the discriminator; 3 give the paper's field of 70 x 70 pixels
 * @param loss adversarial loss
 * @param lambda weight of the pixel loss
 * @param pixelloss what lambda weighs
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
 * @param softening where the asinh stretch turns from linear to logarithmic, in pixel values above the sky; 0: three times the sky noise
 * @param validation share of the pairs held out to judge each epoch, 0 to 0.9
 * @param seed of weights, order, crops, dropout and the validation part
 * @param precision what convolutions multiply
 */
public record TrainSettings(String preset, int levels, int width, NormKind norm, boolean dropout, boolean residual, Upsampling upsampling, int refinement, int patch,
        GanLoss loss, double lambda, PixelLoss pixelloss, int warmup, double rate, int constant, int decay, double averaging, int epochs, int batch, int crop, int crops,
        boolean augment, IntensityMethod intensity, double softening, double validation, long seed,
        Precision precision) {

    public TrainSettings {
        check("epochs", epochs, 1, 1_000_000);
        check("batch", batch, 1, 4096);
        check("crop", crop, 1, 16384);
        check("crops", crops, 1, 100_000);
        check("warmup", warmup, 0, 1_000_000);
        check("constant", constant, 0, 1_000_000);
        check("decay", decay, 0, 1_000_000);
        check("levels", levels, 1, 12);
        check("width", width, 1, 512);
        check("refinement", refinement, 0, GeneratorSettings.MOST_REFINEMENT);
        check("patch", patch, 1, 6);
        if (!(rate > 0 && rate <= 1)) throw bad("rate", rate, "a learning rate above 0 and up to 1, for example 0.0002");
        if (!(lambda >= 0 && lambda <= 1e6)) throw bad("lambda", lambda, "a weight of 0 to 1000000, for example 100");
        if (loss == GanLoss.NONE && lambda == 0) throw bad("lambda", lambda, "a weight above 0, since loss=none leaves L1 alone");
        if (!(validation >= 0 && validation <= 0.9)) throw bad("validation", validation, "a share of 0 to 0.9, for example 0.1");
        if (!(softening >= 0 && softening <= 1e30)) throw bad("softening", softening, "0 for automatic or a distance from the sky in pixel values");
        if (!(averaging >= 0 && averaging < 1)) throw bad("averaging", averaging, "0 for none or a decay below 1, for example 0.999");
        if (crop % (1 << levels) != 0)
            throw bad("crop", crop, "a multiple of " + (1 << levels) + " (2 to the " + levels + " levels), for example " + nearest(crop, 1 << levels));
        if (crop < smallestCrop(loss, patch, levels))
            throw bad("crop", crop, smallestCrop(loss, patch, levels) + " or more, which the discriminator with patch=" + patch + " needs");
    }

    /** The discriminator halves the crop {@code patch} times and needs three pixels then for its last two convolutions. */
    private static int smallestCrop(GanLoss loss, int patch, int levels) {
        int stride = 1 << levels;
        int needed = loss == GanLoss.NONE ? 1 : 3 << patch;
        return (needed + stride - 1) / stride * stride;
    }

    /** The smallest crop that these networks can be trained on. */
    int smallestCrop() {
        return smallestCrop(loss, patch, levels);
    }

    private static int nearest(int crop, int stride) {
        return Math.max(1, Math.round((float) crop / stride)) * stride;
    }

    private static void check(String key, int value, int low, int high) {
        if (value < low || value > high) throw bad(key, value, "a whole number from " + low + " to " + high);
    }

    private static IllegalArgumentException bad(String key, Object value, String wanted) {
        return new IllegalArgumentException(key + "=" + value + " is not possible: give " + wanted + ".");
    }

    /**
     * The settings of a preset: {@code paper} (pix2pix as published), {@code light} (half as wide) or {@code small} (minutes on a laptop).
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static TrainSettings preset(String name) {
        return Presets.get(name);
    }

    /**
     * These settings with others for the given keys, named as the components of this record; values may be text.
     *
     * @throws IllegalArgumentException if a key is unknown or a value impossible
     */
    public TrainSettings with(Map<String, ?> changes) {
        Map<String, Object> values = toMap();
        changes.forEach((key, value) -> {
            if (!values.containsKey(key))
                throw new IllegalArgumentException("There is no training setting \"" + key + "\": choose among " + String.join(", ", values.keySet()) + ".");
            values.put(key, value);
        });
        return RecordMaps.fromMap(TrainSettings.class, values);
    }

    /** Key and value of each component, in order; enumerations as lower-case text. */
    public Map<String, Object> toMap() {
        return RecordMaps.toMap(this);
    }

    /** Learning rate of epoch {@code epoch} (1 is the first): constant, then falling linearly; after the last planned epoch it stays as it was. */
    double rateAt(int epoch) {
        int into = Math.min(epoch, constant + decay) - constant;
        return decay == 0 || into <= 0 ? rate : rate * (decay - into + 1) / (decay + 1);
    }
}
