package sc.fiji.pix2pix.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON objects as maps, read within bounds: no deep nesting, no endless names or numbers, no key twice, nothing after the end. */
final class Json {
    /** Longest JSON text that is read, in bytes; 10,000 epochs of history need about 3 MB. */
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_DEPTH = 32;
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(100)
            .maxNameLength(4096).build();
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(BOUNDS).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /** Compact UTF-8, keys in the order of the map. */
    static byte[] write(Map<String, ?> object) {
        try {
            return MAPPER.writeValueAsBytes(finite(object));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The same with line breaks, for people who look into the file; the same on every system. */
    static byte[] writeReadable(Map<String, ?> object) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        try {
            return MAPPER.writer(printer).writeValueAsBytes(finite(object));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IOException with one sentence that begins with {@code source}, if the text is not exactly one JSON object */
    static Map<String, Object> read(byte[] text, String source) throws IOException {
        if (text.length > MAX_BYTES)
            throw new BadFile(source + " holds " + text.length + " bytes of JSON; more than " + MAX_BYTES + " are refused.");
        try {
            Map<String, Object> object = MAPPER.readValue(text, OBJECT);
            if (object == null) throw new BadFile(source + " is not a JSON object.");
            return object;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new BadFile(source + " is damaged: its JSON is not valid" + place + ".", e);
        }
    }

    /** JSON has no NaN and no infinity: they become null. */
    private static Object finite(Object value) {
        if (value instanceof Double d && !Double.isFinite(d) || value instanceof Float f && !Float.isFinite(f)) return null;
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, v) -> copy.put((String) key, finite(v)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object v : list) copy.add(finite(v));
            return copy;
        }
        return value;
    }
}
