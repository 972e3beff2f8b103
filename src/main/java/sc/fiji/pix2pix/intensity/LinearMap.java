package sc.fiji.pix2pix.intensity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code y = 2 (v - low) / (high - low) - 1}.
 *
 * @param low pixel value that becomes -1
 * @param high pixel value that becomes 1, above low
 */
public record LinearMap(double low, double high) implements IntensityMap {
    static final String METHOD = "linear";

    /** @throws IllegalArgumentException if low or high is not a finite pixel value or low does not lie below high */
    public LinearMap {
        MapEntries.requireRange(low, high);
    }

    static LinearMap restore(Map<?, ?> map) {
        MapEntries.requireKeys(map, Set.of("low", "high"));
        return new LinearMap(MapEntries.number(map, "low"), MapEntries.number(map, "high"));
    }

    @Override
    public float forward(float value) {
        // In a loop over pixels the quotient is computed once.
        return (float) ((value - low) * (2 / (high - low)) - 1);
    }

    @Override
    public float inverse(float y) {
        return (float) ((y + 1.0) / 2 * (high - low) + low);
    }

    @Override
    public double slope(float y) {
        return (high - low) / 2;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("method", METHOD);
        map.put("low", low);
        map.put("high", high);
        return map;
    }
}
