package sc.fiji.pix2pix.intensity;

import java.util.Map;
import java.util.Set;

/** Strict reading of an intensity map's numbers, and the limits that keep the maps finite for every finite float. */
final class MapEntries {
    private static final double LARGEST = 1e40;

    private MapEntries() {}

    /** @throws IllegalArgumentException if the map has other keys than "method" and these */
    static void requireKeys(Map<?, ?> map, Set<String> keys) {
        for (Object key : map.keySet()) {
            if (!"method".equals(key) && !keys.contains(key))
                throw new IllegalArgumentException("The intensity map has an entry '" + key + "' that is unknown.");
        }
    }

    /** @throws IllegalArgumentException if there is no number under this key */
    static double number(Map<?, ?> map, String key) {
        if (map.get(key) instanceof Number number) return number.doubleValue();
        throw new IllegalArgumentException("The intensity map needs a number for '" + key + "', but has " + map.get(key) + ".");
    }

    /** @throws IllegalArgumentException unless the value could be that of a float pixel */
    static void requirePixelValue(String name, double value) {
        if (!(Math.abs(value) <= LARGEST))
            throw new IllegalArgumentException("An intensity map cannot have " + name + " = " + value + ": a finite value is needed.");
    }

    /** @throws IllegalArgumentException unless low lies below high by what a float can resolve */
    static void requireRange(double low, double high) {
        requirePixelValue("low", low);
        requirePixelValue("high", high);
        if (!(high - low >= Float.MIN_NORMAL))
            throw new IllegalArgumentException("An intensity map needs low below high, but has low = " + low + " and high = " + high + ".");
    }
}
