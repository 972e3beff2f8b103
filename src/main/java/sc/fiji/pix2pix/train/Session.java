package sc.fiji.pix2pix.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.model.Checkpoint;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.PixelUnits;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.Seeds;
import sc.fiji.pix2pix.nn.StateTensor;
import sc.fiji.pix2pix.nn.WeightAverage;

/** Everything that a training changes and a checkpoint keeps: networks, optimisers, averaged weights, position, history. */
final class Session implements AutoCloseable {
    final TrainSettings settings;
    final Pix2Pix networks;
    final List<EpochRecord> history = new ArrayList<>();
    final EpochSums sums = new EpochSums();
    private final WeightAverage average;
    private final ImageSide input;
    private final ImageSide target;
    private final Map<String, Object> provenance;

    /** Lowest validation L1 so far. */
    double best = Double.POSITIVE_INFINITY;

    /**
     * @param conditions how many of the input's channels tell about the image and are no part of it
     * @param provenance what the model says of its data besides settings and history
     */
    Session(TrainSettings settings, ImageSide input, ImageSide target, int conditions, Map<String, Object> provenance) {
        this.settings = settings;
        this.input = input;
        this.target = target;
        this.provenance = provenance;
        networks = new Pix2Pix(generator(settings, input.channels(), target.channels(), conditions),
            discriminator(settings, input.channels(), target.channels()), settings.loss(), settings.pixelloss(), units(target), settings.lambda(),
            settings.precision(), Seeds.mix(settings.seed(), 0));
        average = settings.averaging() > 0 ? new WeightAverage(networks.generator, settings.averaging()) : null;
    }

    private static PixelUnits units(ImageSide side) {
        return new PixelUnits() {
            @Override
            public double value(int channel, float y) {
                return side.maps().get(channel).inverse(y);
            }

            @Override
            public double slope(int channel, float y) {
                return side.maps().get(channel).slope(y);
            }
        };
    }

    /** @param conditions how many of the input's channels tell about the image and are no part of it */
    static GeneratorSettings generator(TrainSettings s, int in, int out, int conditions) {
        boolean blend = s.residual() && conditions > 0 && out == 1;
        return new GeneratorSettings(in, out, s.levels(), s.width(), s.norm(), s.dropout(), s.residual() && in == out, s.upsampling(),
            blend ? in - conditions : 0, s.refinement());
    }

    static DiscriminatorSettings discriminator(TrainSettings s, int in, int out) {
        return new DiscriminatorSettings(in, out, s.width(), s.patch(), s.norm());
    }

    /** The epoch that is being trained, 1 the first. */
    int epoch() {
        return history.size() + 1;
    }

    /** Steps of the optimiser so far. */
    long steps() {
        return networks.generatorAdam.steps();
    }

    /** To be called after every step. */
    void stepTaken(Pix2Pix.StepLosses losses) {
        sums.add(losses);
        if (average != null) average.update(steps());
    }

    /** The generator to judge and to apply: the averaged one if there is one. */
    Generator result() {
        return average == null ? networks.generator : average.generator();
    }

    void writeModel(Path file) throws IOException {
        ModelFile.write(file, description(), result().state(), null);
    }

    void writeCheckpoint(Path file) throws IOException {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("generatorSteps", networks.generatorAdam.steps());
        state.put("discriminatorSteps", networks.discriminator == null ? 0 : networks.discriminatorAdam.steps());
        if (Double.isFinite(best)) state.put("best", best);
        state.put("sums", sums.toMap());
        ModelFile.write(file, description(), result().state(), new Checkpoint(state, checkpointTensors()));
    }

    private Map<String, List<StateTensor>> checkpointTensors() {
        Map<String, List<StateTensor>> tensors = new LinkedHashMap<>();
        tensors.put("generator", networks.generator.state());
        tensors.put("generatorAdam", networks.generatorAdam.state());
        if (networks.discriminator != null) {
            tensors.put("discriminator", networks.discriminator.state());
            tensors.put("discriminatorAdam", networks.discriminatorAdam.state());
        }
        return tensors;
    }

    private ModelDescription description() {
        Map<String, Object> training = new LinkedHashMap<>(provenance);
        training.put("settings", settings.toMap());
        return new ModelDescription(networks.generator.settings(), input, target, training, history.stream().map(EpochRecord::toMap).toList());
    }

    /** Sets the generator's weights to those of a model. */
    void startFrom(Path model) throws IOException {
        StartingModel.read(model, networks.generator);
        if (average != null) StartingModel.read(model, average.generator());
    }

    /** Sets everything to the state of a checkpoint, exactly. */
    void restore(ModelFile checkpoint) throws IOException {
        for (Map.Entry<String, List<StateTensor>> part : checkpointTensors().entrySet()) checkpoint.readCheckpoint(part.getKey(), part.getValue());
        if (average != null) checkpoint.readGenerator(average.generator().state());
        Map<String, Object> state = checkpoint.checkpointState();
        try {
            networks.generatorAdam.setSteps(((Number) state.get("generatorSteps")).longValue());
            if (networks.discriminator != null) networks.discriminatorAdam.setSteps(((Number) state.get("discriminatorSteps")).longValue());
            best = state.get("best") instanceof Number n ? n.doubleValue() : Double.POSITIVE_INFINITY;
            sums.restore((Map<?, ?>) state.get("sums"));
            for (Map<String, Object> epoch : checkpoint.description().history()) history.add(EpochRecord.fromMap(epoch));
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            throw new IOException(checkpoint.file() + " cannot be continued: its checkpoint is damaged. Train anew.", e);
        }
    }

    @Override
    public void close() {
        networks.close();
        if (average != null) average.close();
    }
}
