package sc.fiji.pix2pix.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.nn.GeneratorSettings;

/**
 * What a model is and where it came from. In the free parts a number that is not finite becomes null in the file.
 *
 * @param generator the network
 * @param input images it is given
 * @param target images it makes
 * @param training provenance: settings, seed, where the pairs came from, their fingerprint
 * @param history one map per epoch
 */
public record ModelDescription(GeneratorSettings generator, ImageSide input, ImageSide target, Map<String, Object> training,
        List<Map<String, Object>> history) {

    /** @throws IllegalArgumentException if the network's channels are not those of the two sides */
    public ModelDescription {
        if (generator.inputChannels() != input.channels() || generator.outputChannels() != target.channels())
            throw new IllegalArgumentException("The network goes from " + generator.inputChannels() + " to " + generator.outputChannels()
                    + " channels, the intensity maps from " + input.channels() + " to " + target.channels() + ".");
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        history = List.copyOf(history);
    }
}
