package sc.fiji.pix2pix.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Engine;
import sc.fiji.pix2pix.nn.Memory;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.Seeds;
import sc.fiji.pix2pix.pairs.CachedPairs;
import sc.fiji.pix2pix.pairs.MemoryPairs;
import sc.fiji.pix2pix.pairs.PairChecks;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.progress.CancelledException;

/**
 * Trains and goes on training. Two files come of it: the model, best by validation L1 (without a validation part the latest), and beside it
 * {@code NAME-latest.zip} with everything that going on needs. Both are replaced whole, after each epoch and when the training is stopped.
 */
public final class Trainer {
    private final Session session;
    private final TrainingData data;
    private final Path model;
    private final TrainListener listener;
    private final int lastEpoch;

    /** Share of the Java heap that decoded images may take; the others are read again when their turn comes. */
    private static final int CACHE_SHARE = 3;

    private Trainer(Session session, TrainingData data, Path model, TrainListener listener, int lastEpoch) {
        this.session = session;
        this.data = data;
        this.model = model;
        this.listener = listener;
        this.lastEpoch = lastEpoch;
    }

    /**
     * Trains a new model.
     *
     * @param wanted float32 takes the place of a precision that this computer lacks, which the listener is told and the model then says
     * @param start model whose generator it begins with, with {@link #layersOf} among the settings; null for random weights
     * @param pairs what to learn from
     * @param source where the pairs came from, kept in the model for {@link #resume} and for the record
     * @param model file to write, ending in .zip
     * @param listener hears of it; if it cancels, what was trained until then is saved
     * @return what each epoch showed
     * @throws IOException if a pair cannot be read or the model not be written, with a sentence that says why
     * @throws IllegalArgumentException if the settings do not fit data or memory
     */
    public static List<EpochRecord> train(TrainSettings wanted, Path start, PairSource pairs, Map<String, Object> source, Path model, TrainListener listener)
            throws IOException {
        return trainAsTold(in(wanted.precision(), wanted, listener), start, pairs, source, model, listener);
    }

    /** From random weights. */
    public static List<EpochRecord> train(TrainSettings wanted, PairSource pairs, Map<String, Object> source, Path model, TrainListener listener)
            throws IOException {
        return train(wanted, null, pairs, source, model, listener);
    }

    /** The settings that a training has to have to start from this model, by their keys. */
    public static Map<String, Object> layersOf(Path model) throws IOException {
        return StartingModel.layers(model);
    }

    /** As {@link #train}, in the precision of the settings even where it has to be emulated, which is slower than float32. */
    static List<EpochRecord> trainAsTold(TrainSettings settings, Path start, PairSource pairs, Map<String, Object> source, Path model, TrainListener listener)
            throws IOException {
        checkWritable(model);
        PairSource checked = checked(pairs, listener);
        TrainingData data = TrainingData.fit(checked, settings, listener);
        checkMemory(settings, data.input().channels(), data.target().channels(), pairs.conditions());
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("data", source);
        provenance.put("pairs", pairs.size());
        provenance.put("fingerprint", fingerprint(pairs));
        provenance.put("validationPairs", data.validationNames());
        if (start != null)
            provenance.put("start", StartingModel.check(start, Session.generator(settings, data.input().channels(), data.target().channels(), pairs.conditions())));
        try (Session session = new Session(settings, data.input(), data.target(), pairs.conditions(), provenance)) {
            if (start != null) session.startFrom(start);
            return new Trainer(session, data, model, listener, settings.epochs()).run();
        }
    }

    /** In the precision of the training so far. */
    public static List<EpochRecord> resume(Path model, int epochs, PairSource pairs, Map<String, Object> source, TrainListener listener)
            throws IOException {
        return resume(model, epochs, null, pairs, source, listener);
    }

    /**
     * Goes on with a training exactly as if it had not stopped.
     *
     * @param model the model that {@link #train} wrote, or its checkpoint
     * @param epochs further epochs; one that was stopped in its middle counts as one
     * @param precision null: as before; float32 if this computer lacks it
     * @param pairs the same pairs as before
     * @param source where they are now, kept in the model; null: where they were
     */
    public static List<EpochRecord> resume(Path model, int epochs, Precision precision, PairSource pairs, Map<String, Object> source,
            TrainListener listener) throws IOException {
        if (epochs < 1) throw new IllegalArgumentException("epochs=" + epochs + " is not possible: give the number of further epochs, 1 or more.");
        try (ModelFile checkpoint = ModelFile.open(checkpointToRead(model))) {
            ModelDescription description = checkpoint.description();
            Map<String, Object> provenance = new LinkedHashMap<>(description.training());
            TrainSettings before = settings(checkpoint, provenance.remove("settings"));
            TrainSettings settings = in(precision == null ? before.precision() : precision, before, listener);
            if (source != null) provenance.put("data", source);
            if (!fingerprint(pairs).equals(provenance.get("fingerprint")))
                listener.note("The pairs are not those of the earlier training: names or their number differ.");
            checkMemory(settings, description.input().channels(), description.target().channels(), pairs.conditions());
            TrainingData data = TrainingData.known(checked(pairs, listener), settings, description.input(), description.target(), listener);
            try (Session session = new Session(settings, description.input(), description.target(), pairs.conditions(), provenance)) {
                session.restore(checkpoint);
                return new Trainer(session, data, modelOf(model), listener, session.history.size() + epochs).run();
            }
        }
    }

    /** Where the pairs of a model came from, as it was given to {@link #train}. */
    @SuppressWarnings("unchecked") // keys of JSON objects are strings
    public static Map<String, Object> sourceOf(Path model) throws IOException {
        try (ModelFile file = ModelFile.open(checkpointToRead(model))) {
            return file.description().training().get("data") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        }
    }

    /** The checkpoint that belongs to a model: {@code galaxy-latest.zip} beside {@code galaxy.zip}. */
    public static Path checkpointOf(Path model) {
        String name = model.getFileName().toString();
        String stem = name.endsWith(".zip") ? name.substring(0, name.length() - 4) : name;
        return model.resolveSibling(stem.endsWith("-latest") ? name : stem + "-latest.zip");
    }

    private static Path modelOf(Path model) {
        return model.resolveSibling(model.getFileName().toString().replaceFirst("-latest(\\.zip)?$", ".zip"));
    }

    private static Path checkpointToRead(Path model) throws IOException {
        if (Files.isRegularFile(checkpointOf(model))) return checkpointOf(model);
        if (!Files.exists(model)) throw new IOException("There is no model " + model + ": choose the zip file that a training wrote.");
        throw new IOException(model + " cannot be continued: its checkpoint " + checkpointOf(model).getFileName() + " is not beside it.");
    }

    private static TrainSettings settings(ModelFile file, Object settings) throws IOException {
        try {
            Map<String, Object> map = new LinkedHashMap<>();
            ((Map<?, ?>) settings).forEach((key, value) -> map.put(key.toString(), value));
            return TrainSettings.preset("small").with(map);
        } catch (IllegalArgumentException e) {
            throw new IOException(file.file() + " cannot be continued, its settings are damaged or of a newer version of this plugin: " + e.getMessage(), e);
        } catch (ClassCastException | NullPointerException e) {
            throw new IOException(file.file() + " cannot be continued: its settings are damaged. Train anew.", e);
        }
    }

    private static TrainSettings in(Precision precision, TrainSettings settings, TrainListener listener) {
        return settings.with(Map.of("precision", precision.usable(listener::note)));
    }

    private static PairSource checked(PairSource pairs, TrainListener listener) throws IOException {
        pairs.notes().forEach(listener::note);
        if (Engine.slower() != null) listener.note(Engine.slower());
        return PairChecks.open(pairs instanceof MemoryPairs || pairs.fresh() ? pairs : new CachedPairs(pairs, Runtime.getRuntime().maxMemory() / CACHE_SHARE));
    }

    private List<EpochRecord> run() throws IOException {
        try (BatchesAhead batches = new BatchesAhead(data, session.settings); Validation validation = new Validation(data)) {
            while (session.epoch() <= lastEpoch) {
                trainEpoch(batches);
                endEpoch(validation);
            }
        } catch (CancelledException e) {
            if (session.steps() > 0) save(false);
        }
        return List.copyOf(session.history);
    }

    private void trainEpoch(BatchesAhead batches) throws IOException {
        TrainSettings settings = session.settings;
        int epoch = session.epoch();
        int steps = data.stepsPerEpoch();
        while (session.sums.steps() < steps) {
            report(session.sums.steps());
            listener.check();
            long start = System.nanoTime();
            BatchesAhead.Batch batch = load(epoch, batches);
            Pix2Pix.StepLosses losses = session.networks.step(batch.inputs(), batch.targets(), settings.rateAt(epoch), epoch > settings.warmup(),
                Seeds.mix(settings.seed(), 3, session.steps()));
            if (!Double.isFinite(losses.l1())) throw diverged(null);
            session.stepTaken(losses);
            session.sums.addSeconds((System.nanoTime() - start) / 1e9);
        }
    }

    /** A pair that cannot be read ends the training, but what was trained is kept. */
    private BatchesAhead.Batch load(int epoch, BatchesAhead batches) throws IOException {
        try {
            return batches.take(epoch, session.sums.steps());
        } catch (IOException | IllegalArgumentException e) {
            if (session.steps() > 0) save(false);
            throw e;
        }
    }

    private void report(int step) {
        int epoch = session.epoch();
        double fraction = (epoch - 1 + (double) step / data.stepsPerEpoch()) / lastEpoch;
        String loss = step == 0 ? "" : String.format(Locale.ROOT, ", L1 %.4f", session.sums.meanL1());
        listener.report(fraction, "Epoch " + epoch + "/" + lastEpoch + ", step " + (step + 1) + "/" + data.stepsPerEpoch() + loss);
    }

    private void endEpoch(Validation validation) throws IOException {
        long start = System.nanoTime();
        Validation.Score score = validation.score(session.result(), listener);
        session.sums.addSeconds((System.nanoTime() - start) / 1e9);
        int epoch = session.epoch();
        session.history.add(session.sums.finish(epoch, session.settings.rateAt(epoch), score));
        boolean better = !(score.l1() >= session.best);
        if (better) session.best = Double.isNaN(score.l1()) ? session.best : score.l1();
        save(better);
        listener.epochEnded(List.copyOf(session.history));
    }

    /** The model is written when it is the best so far, and at a stop before there is any; one to be replaced stays until there is a judged one. */
    private void save(boolean best) throws IOException {
        try {
            session.writeCheckpoint(checkpointOf(model));
            if (best || !Files.exists(model)) session.writeModel(model);
        } catch (IllegalArgumentException e) {
            throw diverged(e);
        }
    }

    private IllegalStateException diverged(Throwable cause) {
        return new IllegalStateException("The training diverged in epoch " + session.epoch() + ": its weights are no longer numbers. Use a smaller rate than "
            + session.settings.rate() + "; " + checkpointOf(model).getFileName() + " is as it was after the last epoch.", cause);
    }

    private static void checkWritable(Path model) throws IOException {
        Path folder = model.toAbsolutePath().getParent();
        if (!model.getFileName().toString().endsWith(".zip")) throw new IOException("The model file " + model + " must end in .zip.");
        if (!Files.isDirectory(folder)) throw new IOException("The folder " + folder + " does not exist: create it or choose another for the model.");
        if (!Files.isWritable(folder)) throw new IOException("The folder " + folder + " cannot be written to: choose another for the model.");
    }

    /** Says before the work starts that it would not fit, and what would. */
    private static void checkMemory(TrainSettings s, int in, int out, int conditions) {
        long available = Memory.available();
        if (bytes(s, in, out, conditions) <= available) return;
        TrainSettings smaller = s.with(Map.of("batch", 1));
        while (bytes(smaller, in, out, conditions) > available && smaller.crop() > s.smallestCrop()) {
            int half = (smaller.crop() >> s.levels()) / 2 << s.levels();
            smaller = smaller.with(Map.of("crop", Math.max(s.smallestCrop(), half)));
        }
        while (bytes(smaller, in, out, conditions) > available && smaller.width() > 4) smaller = smaller.with(Map.of("width", smaller.width() / 2));
        throw new IllegalArgumentException(String.format(Locale.ROOT,
            "This training needs about %.1f GB of memory, %.1f GB are free: try batch=%d crop=%d width=%d, which needs %.1f GB.", bytes(s, in, out, conditions) / 1e9, available / 1e9, smaller.batch(), smaller.crop(), smaller.width(), bytes(smaller, in, out, conditions) / 1e9));
    }

    private static long bytes(TrainSettings s, int in, int out, int conditions) {
        return Memory.trainingBytes(Session.generator(s, in, out, conditions), Session.discriminator(s, in, out), s.precision(), s.averaging() > 0, s.batch(), s.crop());
    }

    private static String fingerprint(PairSource pairs) {
        CRC32 crc = new CRC32();
        IntStream.range(0, pairs.size()).forEach(i -> crc.update((pairs.name(i) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return pairs.size() + " pairs, names " + Long.toHexString(crc.getValue());
    }
}
