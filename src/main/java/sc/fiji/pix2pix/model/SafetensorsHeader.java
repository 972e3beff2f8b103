package sc.fiji.pix2pix.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked header of safetensors: which tensors follow, in the order of the stream and without gaps.
 *
 * @param entries tensors by name, in the order of their values
 * @param metadata free texts
 */
public record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    private static final int MAX_HEADER = 4 << 20;
    private static final int MAX_AXES = 8;

    /** How a value is stored: IEEE floats of 4 or 8 bytes. */
    public enum Type {
        F32(4), F64(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    /**
     * One tensor.
     *
     * @param shape lengths of the axes, the last varies fastest; none for a single value
     * @param begin first byte of its values, counted from the end of the header
     * @param end the byte after its values
     */
    public record Entry(String name, Type type, long[] shape, long begin, long end) {

        /** Number of values. */
        public long count() {
            return (end - begin) / type.bytes();
        }
    }

    /**
     * @param in at the beginning of the stream; afterwards at the first value
     * @param size bytes of the whole stream
     * @param source begins every error message
     * @throws IOException if the header is not valid or does not describe exactly the rest of the stream
     */
    public static SafetensorsHeader read(InputStream in, long size, String source) throws IOException {
        if (size < 8) throw new BadFile(source + " is truncated.");
        byte[] first = new byte[8];
        Safetensors.readFully(in, first, 8, source);
        long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAX_HEADER || length > size - 8)
            throw new BadFile(source + " is damaged: it claims a header of " + Long.toUnsignedString(length) + " bytes within "
                + size + ".");
        byte[] json = new byte[(int) length];
        Safetensors.readFully(in, json, json.length, source);

        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> list = new ArrayList<>();
        for (Map.Entry<String, Object> e : Json.read(json, source).entrySet()) {
            if (!(e.getValue() instanceof Map<?, ?> value))
                throw new BadFile(source + " is damaged: its entry " + e.getKey() + " is not an object.");
            if (e.getKey().equals("__metadata__")) value.forEach((k, v) -> metadata.put(String.valueOf(k), String.valueOf(v)));
            else list.add(entry(e.getKey(), value, source));
        }
        list.sort(Comparator.comparingLong(Entry::begin));
        Map<String, Entry> entries = new LinkedHashMap<>();
        long position = 0;
        for (Entry e : list) {
            if (e.begin() != position)
                throw new BadFile(source + " is damaged: its tensor " + e.name() + " does not follow the one before it.");
            entries.put(e.name(), e);
            position = e.end();
        }
        if (position != size - 8 - length)
            throw new BadFile(source + " is damaged or truncated: its header describes " + position + " bytes of values, it has "
                + (size - 8 - length) + ".");
        return new SafetensorsHeader(Collections.unmodifiableMap(entries), Collections.unmodifiableMap(metadata));
    }

    private static Entry entry(String name, Map<?, ?> value, String source) throws IOException {
        Type type = null;
        for (Type t : Type.values()) {
            if (t.name().equals(value.get("dtype"))) type = t;
        }
        if (type == null)
            throw new BadFile(source + " holds the tensor " + name + " as " + value.get("dtype") + "; only F32 and F64 are read.");
        long[] shape = integers(value.get("shape"));
        long[] offsets = integers(value.get("data_offsets"));
        if (shape == null || offsets == null || shape.length > MAX_AXES || offsets.length != 2 || offsets[1] <= offsets[0])
            throw new BadFile(source + " is damaged: the shape or place of its tensor " + name + " is not valid.");
        long bytes = type.bytes();
        try {
            for (long axis : shape) bytes = Math.multiplyExact(bytes, axis);
        } catch (ArithmeticException e) {
            bytes = -1;
        }
        if (bytes != offsets[1] - offsets[0])
            throw new BadFile(source + " is damaged: the shape of its tensor " + name + " does not fit its bytes.");
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    /** The list as non-negative integers, or null if it is anything else. */
    private static long[] integers(Object value) {
        if (!(value instanceof List<?> list)) return null;
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Integer || list.get(i) instanceof Long)) return null;
            numbers[i] = ((Number) list.get(i)).longValue();
            if (numbers[i] < 0) return null;
        }
        return numbers;
    }
}
