package sc.fiji.pix2pix.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.StateTensor;

/**
 * A model file, open for reading: a zip with {@code pix2pix.json} (what it is), {@code generator.safetensors} (weights) and, in a
 * checkpoint, {@code checkpoint.json} and {@code checkpoint/PART.safetensors}. Every reading method throws an {@link IOException} whose
 * message is one sentence naming the file, whatever the file holds; close it before the file is replaced.
 */
public final class ModelFile implements AutoCloseable {
    static final String FORMAT = "pix2pix-imagej";
    static final int FORMAT_VERSION = 1;
    static final String DESCRIPTION = "pix2pix.json";
    static final String GENERATOR = "generator.safetensors";
    static final String CHECKPOINT = "checkpoint.json";

    private final Path file;
    private final CheckedZip zip;
    private final ModelDescription description;
    private final String softwareVersion;

    private ModelFile(Path file, CheckedZip zip) throws IOException {
        this.file = file;
        this.zip = zip;
        Map<String, Object> head = zip.json(DESCRIPTION);
        checkVersion(head);
        softwareVersion = head.get("softwareVersion") instanceof String version ? version : "unknown";
        try {
            description = DescriptionJson.fromMap(head);
        } catch (IllegalArgumentException e) {
            throw new BadFile(file + " cannot be used: " + e.getMessage() + ".", e);
        }
        checkWeights();
    }

    static String part(String name) {
        return "checkpoint/" + name + ".safetensors";
    }

    /**
     * Writes a model, or replaces one: entirely, or on any failure not at all.
     *
     * @param file its folder must exist
     * @param generator weights and running statistics; streamed, never copied whole
     * @param checkpoint what continuing needs, or null
     * @throws IOException with one sentence that names the file or folder and the remedy
     * @throws IllegalArgumentException if a weight is not finite
     */
    public static void write(Path file, ModelDescription description, List<StateTensor> generator, Checkpoint checkpoint)
            throws IOException {
        ModelWriter.write(file, description, generator, checkpoint);
    }

    /** Opens a model and checks everything except the weights themselves, which nothing is allocated for yet. */
    public static ModelFile open(Path file) throws IOException {
        CheckedZip zip = new CheckedZip(file);
        try {
            return new ModelFile(file, zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    public Path file() {
        return file;
    }

    public ModelDescription description() {
        return description;
    }

    /** Version of the plugin that wrote the model. */
    public String softwareVersion() {
        return softwareVersion;
    }

    /** Whether the training can go on from this file. */
    public boolean hasCheckpoint() {
        return zip.has(CHECKPOINT);
    }

    /** {@link Checkpoint#state()} as it was written. */
    public Map<String, Object> checkpointState() throws IOException {
        @SuppressWarnings("unchecked") // keys of JSON objects are strings
        Map<String, Object> state = checkpoint().get("state") instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
        if (state == null) throw new BadFile(file + " (" + CHECKPOINT + ") is damaged: it has no state.");
        return state;
    }

    /**
     * Reads the generator's weights.
     *
     * @param into all tensors of a generator with these settings; undefined after an error
     */
    public void readGenerator(List<StateTensor> into) throws IOException {
        read(GENERATOR, into);
    }

    /**
     * Reads one part of the checkpoint.
     *
     * @param into all tensors of that part; undefined after an error
     */
    public void readCheckpoint(String part, List<StateTensor> into) throws IOException {
        if (!(checkpoint().get("parts") instanceof List<?> parts) || !parts.contains(part))
            throw new BadFile(file + " cannot be continued: its checkpoint has no part " + part + ".");
        read(part(part), into);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private Map<String, Object> checkpoint() throws IOException {
        if (!hasCheckpoint())
            throw new BadFile(file + " cannot be continued: it holds the model alone; choose the one ending in -latest.zip beside it.");
        return zip.json(CHECKPOINT);
    }

    private void read(String entry, List<StateTensor> into) throws IOException {
        zip.read(entry, (in, size, source) -> {
            Safetensors.read(in, size, source, into);
            return null;
        });
    }

    private void checkVersion(Map<String, Object> head) throws IOException {
        if (!FORMAT.equals(head.get("format")))
            throw new BadFile(file + " is not a model of this plugin: its " + DESCRIPTION + " does not say so.");
        if (!(head.get("formatVersion") instanceof Integer version) || version < 1)
            throw new BadFile(file + " is damaged: its format version is " + head.get("formatVersion") + ".");
        if (version > FORMAT_VERSION)
            throw new BadFile(file + " was made by a newer version of this plugin (" + head.get("softwareVersion") + ", format "
                + version + "): update the plugin.");
    }

    /** A forged description of a huge network must not make anybody allocate it: the encoder's 4 x 4 kernels alone must be in the file. */
    private void checkWeights() throws IOException {
        GeneratorSettings s = description.generator();
        long least = 0;
        for (int i = 0; i < s.levels(); i++) least += 16L * s.channels(i) * (i == 0 ? s.inputChannels() : s.channels(i - 1));
        SafetensorsHeader header = zip.peek(GENERATOR, SafetensorsHeader::read);
        long found = header.entries().values().stream().mapToLong(SafetensorsHeader.Entry::count).sum();
        if (found < least)
            throw new BadFile(file + " (" + GENERATOR + ") holds " + found + " weights; the network it describes has more than " + least
                + ".");
    }
}
