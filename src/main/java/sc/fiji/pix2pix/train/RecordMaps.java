package sc.fiji.pix2pix.train;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Records as maps of their components, for the model file and for settings given as text. */
final class RecordMaps {

    private RecordMaps() {}

    static Map<String, Object> toMap(Record of) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : of.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(of);
                map.put(component.getName(), value instanceof Enum<?> e ? e.name().toLowerCase(Locale.ROOT) : value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return map;
    }

    /**
     * @param values a value or its text for each component; a missing number is NaN
     * @throws IllegalArgumentException if one cannot be understood, or the record refuses it
     */
    static <R extends Record> R fromMap(Class<R> type, Map<String, ?> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) arguments[i] = parse(components[i].getName(), components[i].getType(), values.get(components[i].getName()));
        try {
            var constructor = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException bad) throw bad;
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object parse(String key, Class<?> type, Object value) {
        String text = value == null ? "" : value.toString().trim();
        try {
            if (type == int.class) return Integer.parseInt(text);
            if (type == long.class) return Long.parseLong(text);
            if (type == double.class) return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + "=" + text + " is not possible: give a " + (type == double.class ? "number." : "whole number."));
        }
        if (type == boolean.class) {
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) return Boolean.parseBoolean(text);
            throw new IllegalArgumentException(key + "=" + text + " is not possible: give true or false.");
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (constant.toString().equalsIgnoreCase(text)) return constant;
            }
            throw new IllegalArgumentException(key + "=" + text + " is not possible: give one of "
                + Arrays.toString(type.getEnumConstants()).replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT) + ".");
        }
        return text;
    }
}
