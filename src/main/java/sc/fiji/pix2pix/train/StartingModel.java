package sc.fiji.pix2pix.train;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.StateTensor;

/**
 * A model whose generator a training begins with, in place of random weights: to adapt it to other images, or to train it on with other settings. Optimisers and discriminator begin
 * anew.
 */
final class StartingModel {
    private StartingModel() {}

    /** The settings of a training that say what its generator looks like, as this model's is made; by their keys. */
    static Map<String, Object> layers(Path file) throws IOException {
        try (ModelFile model = ModelFile.open(file)) {
            GeneratorSettings generator = model.description().generator();
            Map<String, Object> layers = new LinkedHashMap<>();
            layers.put("levels", generator.levels());
            layers.put("width", generator.width());
            layers.put("norm", name(generator.norm()));
            layers.put("dropout", generator.dropout());
            layers.put("residual", generator.residual() || generator.blend() > 0);
            layers.put("upsampling", name(generator.upsampling()));
            layers.put("refinement", generator.refinement());
            return layers;
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if the model's generator has other layers than those of this training; dropout may differ, and one with conditions may be
     *         told more
     * @return what the new model says of its start
     */
    static Map<String, Object> check(Path file, GeneratorSettings wanted) throws IOException {
        try (ModelFile model = ModelFile.open(file)) {
            GeneratorSettings own = model.description().generator();
            boolean toldMore = own.blend() > 0 && wanted.inputChannels() > own.inputChannels(); // of a blend, the last channels say something about the image
            if (!(toldMore ? own.withInputChannels(wanted.inputChannels()) : own).withDropout(wanted.dropout()).equals(wanted))
                throw new IllegalArgumentException("The training cannot start from " + file + ": its generator is of " + of(own) + ", that of this training of " + of(wanted)
                    + ". Leave out the settings of its layers, and give images with as many channels; with conditions say of stars and edges at least what it was told.");
            Map<String, Object> start = new LinkedHashMap<>();
            start.put("file", file.toString());
            start.put("epochs", model.description().history().size());
            start.putAll(model.description().training());
            start.computeIfPresent("start", (key, earlier) -> earlier instanceof Map<?, ?> map ? String.valueOf(map.get("file")) : earlier); // else nested ever deeper
            return start;
        }
    }

    private static String of(GeneratorSettings generator) {
        return generator.inputChannels() + " to " + generator.outputChannels() + " channels, " + generator.describe();
    }

    /** Gives a generator the weights of the model's; those of channels that the model is not given are 0, so that it begins as the model ends. */
    static void read(Path file, Generator into) throws IOException {
        try (ModelFile model = ModelFile.open(file)) {
            GeneratorSettings own = model.description().generator();
            if (own.inputChannels() == into.settings().inputChannels()) {
                model.readGenerator(into.state());
                return;
            }
            try (Generator narrower = new Generator(own, 0)) {
                List<StateTensor> from = narrower.state();
                model.readGenerator(from);
                List<StateTensor> to = into.state();
                for (int i = 0; i < to.size(); i++) to.get(i).set(widened(from.get(i), to.get(i)));
            }
        }
    }

    /** Weights [out, in, kH, kW] with zeros for the further channels in; other tensors have the same shape. */
    private static FloatBuffer widened(StateTensor from, StateTensor to) {
        if (from.count() == to.count()) return from.values();
        int outer = Math.toIntExact(to.shape()[0]);
        int less = from.count() / outer;
        int more = to.count() / outer;
        FloatBuffer values = FloatBuffer.allocate(to.count());
        for (int o = 0; o < outer; o++) values.put(o * more, from.values(), o * less, less);
        return values;
    }
}
