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
        return forward(value, low, 2 / (high - low));
    }

    private static float forward(float value, double low, double factor) {
        return (float) ((value - low) * factor - 1);
    }

    /** The factor is known before the loop: what Java's compiler makes of the inherited loops took up to five times as long, in some starts. */
    @Override
    public void forward(float[] values, int length) {
        double from = low;
        double factor = 2 / (high - low);
        for (int i = 0; i < length; i++) values[i] = forward(values[i], from, factor);
    }

    @Override
    public float inverse(float y) {
        return inverse(y, low, (high - low) / 2);
    }

    private static float inverse(float y, double low, double factor) {
        return (float) ((y + 1.0) * factor + low);
    }

    @Override
    public void inverse(float[] values, int length) {
        double to = low;
        double factor = (high - low) / 2;
        for (int i = 0; i < length; i++) values[i] = inverse(values[i], to, factor);
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
