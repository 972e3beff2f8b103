package sc.fiji.pix2pix.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.nn.StateTensor;

/**
 * Named tensors in one stream: the length of the header in 8 bytes, the header in JSON, the values, all little-endian
 * (<a href="https://github.com/huggingface/safetensors">format</a>). Read more strictly than the format asks: every byte of the stream
 * belongs to exactly one tensor, and no tensor is empty. Values pass through a buffer of 1 MB, whatever their number.
 */
public final class Safetensors {
    private static final int CHUNK = 1 << 20;

    private Safetensors() {}

    /** Bytes that {@link #write} makes of these tensors. */
    public static long size(List<StateTensor> tensors) {
        long size = 8 + header(tensors).length;
        for (StateTensor t : tensors) size += 4L * t.count();
        return size;
    }

    /**
     * Writes all tensors as 32-bit floats, in the order of the list.
     *
     * @throws IllegalArgumentException if two have the same name or a value is NaN or infinite; nothing sensible can be read back then
     */
    public static void write(List<StateTensor> tensors, OutputStream out) throws IOException {
        byte[] header = header(tensors);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        out.write(bytes.putLong(header.length).array(), 0, 8);
        out.write(header);
        FloatBuffer chunk = bytes.clear().asFloatBuffer();
        for (StateTensor t : tensors) {
            FloatBuffer values = t.values().duplicate().rewind();
            while (values.hasRemaining()) {
                int n = Math.min(values.remaining(), chunk.capacity());
                chunk.put(0, values, values.position(), n);
                values.position(values.position() + n);
                if (!finite(chunk, n))
                    throw new IllegalArgumentException("The weights " + t.name()
                        + " are not finite any more: the training diverged, lower its learning rate.");
                out.write(bytes.array(), 0, 4 * n);
            }
        }
    }

    /**
     * Reads the values of exactly these tensors.
     *
     * @param in at the beginning of the stream; afterwards at its end, not closed
     * @param size bytes of the whole stream
     * @param source begins every error message, for example the file's name
     * @param into the tensors to fill; when an error is thrown some may be filled already
     * @throws IOException if the header is damaged, a tensor is missing, unknown, of another shape or not of 32-bit floats, a value is not
     *         finite or the stream ends early
     */
    public static void read(InputStream in, long size, String source, List<StateTensor> into) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(in, size, source);
        Map<String, StateTensor> wanted = new LinkedHashMap<>();
        for (StateTensor t : into) wanted.put(t.name(), t);
        for (SafetensorsHeader.Entry e : header.entries().values()) {
            StateTensor t = wanted.remove(e.name());
            if (t == null) throw new BadFile(source + " holds the tensor " + e.name() + ", which the network it describes does not have.");
            if (e.type() != SafetensorsHeader.Type.F32)
                throw new BadFile(source + " holds the tensor " + e.name() + " as " + e.type() + "; only F32 is read.");
            if (!Arrays.equals(e.shape(), t.shape()))
                throw new BadFile(source + " holds the tensor " + e.name() + " of shape " + Arrays.toString(e.shape())
                    + ", the network it describes needs " + Arrays.toString(t.shape()) + ".");
        }
        if (!wanted.isEmpty())
            throw new BadFile(source + " lacks the tensor " + wanted.keySet().iterator().next() + " of the network it describes.");

        for (StateTensor t : into) wanted.put(t.name(), t);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer chunk = bytes.asFloatBuffer();
        // One for all tensors: memory that is touched first costs more than what is read into it.
        FloatBuffer largest = FloatBuffer.allocate(into.stream().mapToInt(StateTensor::count).max().orElse(0));
        for (SafetensorsHeader.Entry e : header.entries().values()) {
            StateTensor t = wanted.get(e.name());
            FloatBuffer values = largest.slice(0, t.count());
            while (values.hasRemaining()) {
                int n = Math.min(values.remaining(), chunk.capacity());
                readFully(in, bytes.array(), 4 * n, source);
                if (!finite(chunk, n))
                    throw new BadFile(source + " is damaged: the tensor " + e.name() + " has values that are not finite.");
                values.put(chunk.slice(0, n));
            }
            t.set(values.rewind());
        }
    }

    static void readFully(InputStream in, byte[] bytes, int n, String source) throws IOException {
        int read;
        try {
            read = in.readNBytes(bytes, 0, n);
        } catch (EOFException e) {
            read = 0;
        }
        if (read < n) throw new BadFile(source + " is truncated.");
    }

    private static boolean finite(FloatBuffer values, int n) {
        for (int i = 0; i < n; i++) {
            if (!Float.isFinite(values.get(i))) return false;
        }
        return true;
    }

    private static byte[] header(List<StateTensor> tensors) {
        Map<String, Object> entries = new LinkedHashMap<>();
        long position = 0;
        for (StateTensor t : tensors) {
            long end = position + 4L * t.count();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", "F32");
            entry.put("shape", t.shape());
            entry.put("data_offsets", new long[] {position, end});
            if (entries.put(t.name(), entry) != null) throw new IllegalArgumentException("Two tensors have the name " + t.name() + ".");
            position = end;
        }
        byte[] json = Json.write(entries);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }
}
