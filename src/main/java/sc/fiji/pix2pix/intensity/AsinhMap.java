package sc.fiji.pix2pix.intensity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code s = asinh((v - sky) / softening)}, scaled linearly so that low becomes -1 and high becomes 1: linear within about one softening of
 * the sky, logarithmic far from it, defined for negative values too (Lupton, Gunn and Szalay 1999). It lets one network see the noise of
 * the sky and the core of a galaxy a thousand times brighter. The inverse is sinh.
 */
public final class AsinhMap implements IntensityMap {
    static final String METHOD = "asinh";

    private final double sky;
    private final double softening;
    private final double low;
    private final double high;
    private final double stretchedLow;
    private final double scale;

    /**
     * @param sky pixel value of the background
     * @param softening distance from the sky, in pixel units, where the map turns from linear to logarithmic; above 0
     * @param low pixel value that becomes -1
     * @param high pixel value that becomes 1, above low
     * @throws IllegalArgumentException if one is not finite, the softening is not positive or low does not lie below high
     */
    public AsinhMap(double sky, double softening, double low, double high) {
        MapEntries.requirePixelValue("sky", sky);
        MapEntries.requirePixelValue("softening", softening);
        MapEntries.requireRange(low, high);
        if (!(softening >= Float.MIN_NORMAL))
            throw new IllegalArgumentException("An intensity map cannot have softening = " + softening + ": it must be above 0.");
        this.sky = sky;
        this.softening = softening;
        this.low = low;
        this.high = high;
        this.stretchedLow = asinh((low - sky) / softening);
        this.scale = 2 / (asinh((high - sky) / softening) - stretchedLow);
        if (!(scale > 0 && scale <= Float.MAX_VALUE)) throw new IllegalArgumentException("With sky = " + sky + " and softening = "
            + softening + " an intensity map cannot tell low = " + low + " from high = " + high + ".");
    }

    static AsinhMap restore(Map<?, ?> map) {
        MapEntries.requireKeys(map, Set.of("sky", "softening", "low", "high"));
        return new AsinhMap(MapEntries.number(map, "sky"), MapEntries.number(map, "softening"), MapEntries.number(map, "low"),
            MapEntries.number(map, "high"));
    }

    public double sky() {
        return sky;
    }

    public double softening() {
        return softening;
    }

    public double low() {
        return low;
    }

    public double high() {
        return high;
    }

    @Override
    public float forward(float value) {
        return (float) ((asinh((value - sky) / softening) - stretchedLow) * scale - 1);
    }

    /** {@inheritDoc} Values far above 1 grow exponentially and end in infinity beyond the largest float. */
    @Override
    public float inverse(float y) {
        double e = Math.exp((y + 1.0) / scale + stretchedLow);
        return (float) (0.5 * (e - 1 / e) * softening + sky);
    }

    @Override
    public double slope(float y) {
        return softening * Math.cosh((y + 1.0) / scale + stretchedLow) / scale;
    }

    /** Odd by construction: log alone would cancel to nothing for large negative x. */
    private static double asinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log(size + Math.sqrt(size * size + 1)), x);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("method", METHOD);
        map.put("sky", sky);
        map.put("softening", softening);
        map.put("low", low);
        map.put("high", high);
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AsinhMap map && sky == map.sky && softening == map.softening && low == map.low && high == map.high;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sky, softening, low, high);
    }

    @Override
    public String toString() {
        return "AsinhMap[sky=" + sky + ", softening=" + softening + ", low=" + low + ", high=" + high + "]";
    }
}
