package sc.fiji.pix2pix.intensity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * One {@link IntensityMap} per channel. Fitted once on the training images and kept in the model, so that an image is seen by the network
 * as those were, whatever its own brightness:
 *
 * <pre>{@code
 * IntensityMaps maps = IntensityMaps.fit(IntensityMethod.AUTO, trainingImages);
 * Raster seen = maps.forward(image);                       // about -1 to 1
 * Raster back = maps.inverse(seen, PixelType.FLOAT32);     // the image's own units again
 * }</pre>
 */
public final class IntensityMaps {
    private static final int MOST_CHANNELS = 1024;

    private final List<IntensityMap> maps;

    /** @throws IllegalArgumentException if there is no channel, or more than 1024 */
    public IntensityMaps(List<? extends IntensityMap> maps) {
        if (maps.isEmpty() || maps.size() > MOST_CHANNELS)
            throw new IllegalArgumentException("Maps for " + maps.size() + " channels cannot be: give 1 to " + MOST_CHANNELS + ".");
        this.maps = List.copyOf(maps);
    }

    /** The same map for each channel. */
    public static IntensityMaps same(IntensityMap map, int channels) {
        return new IntensityMaps(Collections.nCopies(channels, map));
    }

    /**
     * Fits maps to images in one pass over them; each may be thrown away when the next is fetched. Memory beside the current image: 16 MB
     * for a random sample of the finite pixels (fixed seed: the same images in the same order give the same maps).
     *
     * <ul>
     * <li>{@code LINEAR}: minimum and maximum become -1 and 1.
     * <li>{@code PERCENTILE}: linear around the percentiles 0.1 and 99.9, widened on either side by up to a quarter of their distance,
     *     but not beyond minimum and maximum.
     * <li>{@code ASINH}: see {@link AsinhMap}; the sky is the clipped median, the softening three times the robust sigma of the background
     *     ({@link SkyStatistics}).
     * <li>{@code AUTO}: 0 to 255 linearly for 8-bit and RGB images (the first image decides; the others are not fetched). Otherwise asinh
     *     for a channel with a background and a long tail above it, percentiles for any other.
     * </ul>
     * The three channels of an RGB image share one map, which keeps the colours in balance. A constant channel gets a map of unit width
     * around its value, one without a finite pixel a map of unit width around zero.
     *
     * @throws IllegalArgumentException if there is no image, or images differ in their number of channels
     */
    public static IntensityMaps fit(IntensityMethod method, Iterable<Raster> sample) {
        return IntensityFit.fit(method, 0, sample);
    }

    /**
     * As {@link #fit(IntensityMethod, Iterable)}, with a given softening of asinh maps.
     *
     * @param softening in pixel values; 0: three times the robust sigma of the background
     */
    public static IntensityMaps fit(IntensityMethod method, double softening, Iterable<Raster> sample) {
        return IntensityFit.fit(method, softening, sample);
    }

    /** These maps, and after them those of further channels. */
    public IntensityMaps and(IntensityMaps further) {
        List<IntensityMap> all = new ArrayList<>(maps);
        all.addAll(further.maps);
        return new IntensityMaps(all);
    }

    public int channels() {
        return maps.size();
    }

    public IntensityMap get(int channel) {
        return maps.get(channel);
    }

    /**
     * The network's values of an image, as FLOAT32; missing values stay missing.
     *
     * @throws IllegalArgumentException if the image has another number of channels
     */
    public Raster forward(Raster image) {
        return apply(image, PixelType.FLOAT32, (map, values) -> map.forward(values, values.length));
    }

    /**
     * Pixel values of the network's values, neither rounded nor clipped whatever the type.
     *
     * @param values what a network made
     * @param type the type the result is given; makes no difference to the values
     * @throws IllegalArgumentException if {@code values} has another number of channels
     */
    public Raster inverse(Raster values, PixelType type) {
        return apply(values, type, (map, plane) -> map.inverse(plane, plane.length));
    }

    /** @param change of the values of a copy, in their place */
    private Raster apply(Raster image, PixelType type, BiConsumer<IntensityMap, float[]> change) {
        if (image.channels() != channels())
            throw new IllegalArgumentException("The image has " + image.channels() + " channels, its intensity maps " + channels() + ".");
        float[][] planes = new float[channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = image.plane(c).clone();
            change.accept(maps.get(c), planes[c]);
        }
        return new Raster(image.width(), image.height(), type, planes);
    }

    /**
     * Whether both hold values of one unit, as far as ranges can tell: per channel the smaller of the ranges that become -1 to 1 lies at least half
     * within the larger, and is not less than a fiftieth of it.
     */
    public boolean overlaps(IntensityMaps other) {
        if (channels() != other.channels()) return false;
        for (int c = 0; c < channels(); c++) {
            double low = maps.get(c).inverse(-1);
            double high = maps.get(c).inverse(1);
            double otherLow = other.get(c).inverse(-1);
            double otherHigh = other.get(c).inverse(1);
            double smaller = Math.min(high - low, otherHigh - otherLow);
            double larger = Math.max(high - low, otherHigh - otherLow);
            if (Math.min(high, otherHigh) - Math.max(low, otherLow) < smaller / 2 || smaller < larger / 50) return false;
        }
        return true;
    }

    /** One map per channel, ready for JSON. */
    public List<Map<String, Object>> toList() {
        return maps.stream().map(IntensityMap::toMap).toList();
    }

    /**
     * Restores what {@link #toList} wrote; trusts nothing.
     *
     * @throws IllegalArgumentException if an entry is not a valid map, or there is none or more than 1024
     */
    public static IntensityMaps fromList(List<?> list) {
        List<IntensityMap> maps = new ArrayList<>();
        for (Object entry : list) {
            if (!(entry instanceof Map<?, ?> map))
                throw new IllegalArgumentException("An intensity map is needed for each channel, but one is " + entry + ".");
            maps.add(IntensityMap.fromMap(map));
        }
        return new IntensityMaps(maps);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntensityMaps that && maps.equals(that.maps);
    }

    @Override
    public int hashCode() {
        return maps.hashCode();
    }

    @Override
    public String toString() {
        return maps.toString();
    }
}
