package sc.fiji.pix2pix.model;

import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.nn.StateTensor;

/**
 * What a training needs to go on as if it had never stopped, besides the generator.
 *
 * @param state epoch, position in the data order, random state: strings, numbers, booleans, lists and maps of them
 * @param tensors parts by name (letters, digits, {@code - _}), for example {@code discriminator}, {@code adam-generator}
 */
public record Checkpoint(Map<String, Object> state, Map<String, List<StateTensor>> tensors) {

    public Checkpoint {
        for (String part : tensors.keySet()) {
            if (!part.matches("[A-Za-z0-9_-]{1,64}"))
                throw new IllegalArgumentException("A part of a checkpoint cannot be called \"" + part + "\".");
        }
    }
}
