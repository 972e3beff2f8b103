package sc.fiji.pix2pix.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Upsampling;

/**
 * {@link ModelDescription} as the maps of {@code pix2pix.json} and back. Unknown keys beside the known ones are ignored, so that later
 * versions may say more; within the network they are refused, because they would change what it computes.
 */
final class DescriptionJson {
    private static final Set<String> NETWORK_KEYS = Set.of("inputChannels", "outputChannels", "levels", "width", "norm", "dropout",
        "residual", "upsampling", "blend", "refinement");

    private DescriptionJson() {}

    static Map<String, Object> toMap(ModelDescription d) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("generator", network(d.generator()));
        map.put("input", side(d.input()));
        map.put("target", side(d.target()));
        map.put("training", d.training());
        map.put("history", d.history());
        return map;
    }

    /** @throws IllegalArgumentException with a sentence about what is wrong, without the file */
    static ModelDescription fromMap(Map<String, Object> map) {
        Map<String, Object> n = object(map, "generator");
        for (String key : n.keySet()) {
            if (!NETWORK_KEYS.contains(key)) throw new IllegalArgumentException("its network has the unknown setting " + key);
        }
        GeneratorSettings network = new GeneratorSettings(integer(n, "inputChannels"), integer(n, "outputChannels"), integer(n, "levels"),
            integer(n, "width"), constant(n, "norm", NormKind.class), flag(n, "dropout"), flag(n, "residual"),
            constant(n, "upsampling", Upsampling.class),
            n.containsKey("blend") ? integer(n, "blend") : 0, n.containsKey("refinement") ? integer(n, "refinement") : 0);
        List<Map<String, Object>> history = objects(map, "history");
        return new ModelDescription(network, side(object(map, "input")), side(object(map, "target")), object(map, "training"), history);
    }

    private static Map<String, Object> network(GeneratorSettings s) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("inputChannels", s.inputChannels());
        map.put("outputChannels", s.outputChannels());
        map.put("levels", s.levels());
        map.put("width", s.width());
        map.put("norm", s.norm().name());
        map.put("dropout", s.dropout());
        map.put("residual", s.residual());
        map.put("upsampling", s.upsampling().name());
        // Files without these stay what they were, and readable by older versions.
        if (s.blend() > 0) map.put("blend", s.blend());
        if (s.refinement() > 0) map.put("refinement", s.refinement());
        return map;
    }

    private static Map<String, Object> side(ImageSide side) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", side.type().name());
        map.put("maps", side.maps().toList());
        return map;
    }

    private static ImageSide side(Map<String, Object> map) {
        return new ImageSide(constant(map, "type", PixelType.class), IntensityMaps.fromList(objects(map, "maps")));
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are strings
    private static Map<String, Object> object(Map<String, Object> map, String key) {
        if (map.get(key) instanceof Map<?, ?> object) return (Map<String, Object>) object;
        throw wrong(map, key, "an object");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Map<String, Object> map, String key) {
        if (map.get(key) instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) return (List<Map<String, Object>>) list;
        throw wrong(map, key, "a list of objects");
    }

    private static int integer(Map<String, Object> map, String key) {
        if (map.get(key) instanceof Integer i) return i;
        throw wrong(map, key, "an integer");
    }

    private static boolean flag(Map<String, Object> map, String key) {
        if (map.get(key) instanceof Boolean b) return b;
        throw wrong(map, key, "true or false");
    }

    private static <E extends Enum<E>> E constant(Map<String, Object> map, String key, Class<E> type) {
        for (E e : type.getEnumConstants()) {
            if (e.name().equals(map.get(key))) return e;
        }
        throw wrong(map, key, "one of " + List.of(type.getEnumConstants()));
    }

    private static IllegalArgumentException wrong(Map<String, Object> map, String key, String expected) {
        Object value = map.get(key);
        String shown = value instanceof Map || value instanceof List ? "something else" : String.valueOf(value);
        return new IllegalArgumentException("its \"" + key + "\" should be " + expected + " and is "
            + shown.substring(0, Math.min(100, shown.length())));
    }
}
