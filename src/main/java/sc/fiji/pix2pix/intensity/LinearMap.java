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
    private static final double LEAST = 1e-30;
    private static final double MOST = 1e30;

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
        return isModerate() ? forward(value, (float) low, rest(), (float) (2 / (high - low))) : (float) ((value - low) * 2 / (high - low) - 1);
    }

    /**
     * In float32, whose loops Java's compiler vectorises; what it makes of conversions to float64 and back takes up to 40 times as long, in some starts.
     *
     * @param low rounded
     * @param rest what rounding took from it: half a unit of the last digit may be much of the range, where pixel values have more in common than they differ by
     */
    private static float forward(float value, float low, float rest, float factor) {
        return (value - low - rest) * factor - 1;
    }

    @Override
    public void forward(float[] values, int length) {
        if (!isModerate()) {
            IntensityMap.super.forward(values, length);
            return;
        }
        float from = (float) low;
        float rest = rest();
        float factor = (float) (2 / (high - low));
        for (int i = 0; i < length; i++) values[i] = forward(values[i], from, rest, factor);
    }

    @Override
    public float inverse(float y) {
        return isModerate() ? inverse(y, (float) low, rest(), (float) ((high - low) / 2)) : (float) ((y + 1.0) * (high - low) / 2 + low);
    }

    private static float inverse(float y, float low, float rest, float factor) {
        return (y + 1) * factor + rest + low;
    }

    @Override
    public void inverse(float[] values, int length) {
        if (!isModerate()) {
            IntensityMap.super.inverse(values, length);
            return;
        }
        float to = (float) low;
        float rest = rest();
        float factor = (float) ((high - low) / 2);
        for (int i = 0; i < length; i++) values[i] = inverse(values[i], to, rest, factor);
    }

    private float rest() {
        return (float) (low - (float) low);
    }

    /** Whether all of this is far from the least and the largest of float32. */
    private boolean isModerate() {
        return high - low > LEAST && high - low < MOST && Math.abs(low) < MOST;
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
