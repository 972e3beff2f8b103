package sc.fiji.pix2pix.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import sc.fiji.pix2pix.nn.StateTensor;

/** Writes the zip. The same content makes the same bytes: entries carry no time of their own. */
final class ModelWriter {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // the earliest that zip knows

    private ModelWriter() {}

    static void write(Path file, ModelDescription description, List<StateTensor> generator, Checkpoint checkpoint) throws IOException {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", ModelFile.FORMAT);
        head.put("formatVersion", ModelFile.FORMAT_VERSION);
        head.put("softwareVersion", SoftwareVersion.current());
        head.putAll(DescriptionJson.toMap(description));

        Map<String, byte[]> texts = new LinkedHashMap<>();
        texts.put(ModelFile.DESCRIPTION, Json.writeReadable(head));
        Map<String, List<StateTensor>> weights = new LinkedHashMap<>();
        weights.put(ModelFile.GENERATOR, generator);
        if (checkpoint != null) {
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("parts", List.copyOf(checkpoint.tensors().keySet()));
            state.put("state", checkpoint.state());
            texts.put(ModelFile.CHECKPOINT, Json.writeReadable(state));
            checkpoint.tensors().forEach((part, tensors) -> weights.put(ModelFile.part(part), tensors));
        }
        for (Map.Entry<String, byte[]> text : texts.entrySet()) {
            if (text.getValue().length > Json.MAX_BYTES)
                throw new IllegalArgumentException(text.getKey() + " would have " + text.getValue().length + " bytes; at most "
                    + Json.MAX_BYTES + " can be read again.");
        }

        long size = 0;
        Map<String, Long> sums = new LinkedHashMap<>();
        for (Map.Entry<String, List<StateTensor>> w : weights.entrySet()) {
            size += Safetensors.size(w.getValue());
            sums.put(w.getKey(), crc(w.getValue()));
        }
        AtomicFile.write(file, size, out -> write(out, texts, weights, sums));
    }

    private static void write(OutputStream out, Map<String, byte[]> texts, Map<String, List<StateTensor>> weights,
            Map<String, Long> sums) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16));
        for (Map.Entry<String, byte[]> text : texts.entrySet()) {
            zip.putNextEntry(entry(text.getKey()));
            zip.write(text.getValue());
            zip.closeEntry();
        }
        for (Map.Entry<String, List<StateTensor>> w : weights.entrySet()) {
            ZipEntry entry = entry(w.getKey()); // weights do not compress, and stored ones can be read in place
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(Safetensors.size(w.getValue()));
            entry.setCrc(sums.get(w.getKey()));
            zip.putNextEntry(entry);
            Safetensors.write(w.getValue(), zip);
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        return entry;
    }

    private static long crc(List<StateTensor> tensors) throws IOException {
        CheckedOutputStream sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
        Safetensors.write(tensors, sum);
        return sum.getChecksum().getValue();
    }
}
