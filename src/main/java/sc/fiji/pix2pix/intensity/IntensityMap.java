package sc.fiji.pix2pix.intensity;

import java.util.Map;

/**
 * An increasing, reversible map between the pixel values of one channel, in the image's own units, and the network's values, about -1
 * to 1. Neither direction clips: a value brighter than any in the training set has a network value above 1, and comes back as itself.
 * NaN stays NaN. A round trip loses a few units of the last digit at most, of a float network value near 1 and of the float pixel value.
 */
public sealed interface IntensityMap permits LinearMap, AsinhMap {

    /** The network's value of a pixel value. */
    float forward(float value);

    /** The pixel value of a network's value. */
    float inverse(float y);

    /** As {@link #forward(float)}, of the first so many values, in their place. */
    default void forward(float[] values, int length) {
        for (int i = 0; i < length; i++) values[i] = forward(values[i]);
    }

    /** As {@link #inverse(float)}, of the first so many values, in their place. */
    default void inverse(float[] values, int length) {
        for (int i = 0; i < length; i++) values[i] = inverse(values[i]);
    }

    /** By how many pixel units {@link #inverse} changes per unit of the network's value there. */
    double slope(float y);

    /** All that {@link #fromMap} needs, as strings and doubles, ready for JSON. */
    Map<String, Object> toMap();

    /**
     * Restores what {@link #toMap} wrote; trusts nothing.
     *
     * @throws IllegalArgumentException if an entry is missing, unknown, of the wrong type, not finite, or out of order
     */
    static IntensityMap fromMap(Map<?, ?> map) {
        Object method = map.get("method");
        if (LinearMap.METHOD.equals(method)) return LinearMap.restore(map);
        if (AsinhMap.METHOD.equals(method)) return AsinhMap.restore(map);
        throw new IllegalArgumentException(
            "The intensity map '" + method + "' is unknown; known are " + LinearMap.METHOD + " and " + AsinhMap.METHOD + ".");
    }
}
