package sc.fiji.pix2pix.intensity;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** Chooses the maps of {@link IntensityMaps#fit}. */
final class IntensityFit {
    /** 16 MB of sampled floats over all channels, at most a quarter of it for one. */
    private static final int SAMPLED = 1 << 22;
    private static final int MOST_SAMPLED = 1 << 20;
    private static final long SEED = 20170203;

    /** Between three times the noise and the sky the stretch stays linear: noise takes a modest share of the network's range. */
    private static final double SOFTENING_SIGMAS = 3;
    /** A noise-free background has next to no sigma; asinh(10^4) = 9.9 is as much dynamic range as one map should spend. */
    private static final double MOST_DYNAMIC_RANGE = 1e4;
    /** The brightest pixel may outshine the 99.99 percentile by this; what is beyond is taken for a marker value or a defect. */
    private static final double MOST_PEAK = 100;
    private static final int LEAST_8_BIT_RANGE = 64;

    private IntensityFit() {}

    static IntensityMaps fit(IntensityMethod method, double softening, Iterable<Raster> images) {
        List<PixelSample> samples = new ArrayList<>();
        int channels = 0;
        PixelType type = null;
        for (Raster image : images) {
            if (type == null) {
                type = image.type();
                channels = image.channels();
                if (method == IntensityMethod.AUTO && type == PixelType.RGB)
                    return IntensityMaps.same(new LinearMap(0, 255), channels);
                int count = type == PixelType.RGB ? 1 : channels;
                for (int c = 0; c < count; c++) samples.add(new PixelSample(Math.min(MOST_SAMPLED, SAMPLED / count), SEED + c));
            }
            if (image.channels() != channels) throw new IllegalArgumentException("An image has " + image.channels()
                + " channels, those before it have " + channels + ": images of one training need equally many.");
            for (int c = 0; c < channels; c++) samples.get(Math.min(c, samples.size() - 1)).add(image.plane(c));
        }
        if (type == null) throw new IllegalArgumentException("Intensity maps cannot be fitted without an image.");
        List<IntensityMap> maps = new ArrayList<>();
        boolean bytes = method == IntensityMethod.AUTO && type == PixelType.GRAY8;
        for (PixelSample sample : samples) maps.add(bytes && showsIn8Bit(sample) ? new LinearMap(0, 255) : map(bytes ? IntensityMethod.LINEAR : method, softening, sample));
        return maps.size() == channels ? new IntensityMaps(maps) : IntensityMaps.same(maps.get(0), channels);
    }

    /** Photographs and micrographs do; masks of 0 and 1 or a few labels would be all but invisible in 0 to 255. */
    private static boolean showsIn8Bit(PixelSample sample) {
        return !sample.isEmpty() && sample.maximum() - sample.minimum() >= LEAST_8_BIT_RANGE;
    }

    private static IntensityMap map(IntensityMethod method, double softening, PixelSample sample) {
        if (sample.isEmpty()) return around(0);
        if (!(sample.maximum() - (double) sample.minimum() >= Float.MIN_NORMAL)) return around(sample.minimum());
        if (method == IntensityMethod.LINEAR) return new LinearMap(sample.minimum(), sample.maximum());
        float[] sorted = sample.sorted();
        return switch (method) {
            case PERCENTILE -> percentile(sample, sorted);
            case ASINH -> asinh(sample, softening, sorted);
            default -> hasLongTail(sorted) ? asinh(sample, softening, sorted) : percentile(sample, sorted);
        };
    }

    /** Unit width around a constant, or what a float of that size can resolve. */
    private static LinearMap around(float value) {
        double half = Math.max(0.5, Math.ulp(value));
        return new LinearMap(value - half, value + half);
    }

    private static LinearMap percentile(PixelSample sample, float[] sorted) {
        double low = PixelSample.quantile(sorted, 0.001);
        double high = PixelSample.quantile(sorted, 0.999);
        double margin = (high - low) / 4;
        // Almost all pixels equal: what differs is the content, and the whole range is needed to show it.
        if (!(margin >= Float.MIN_NORMAL)) return new LinearMap(sample.minimum(), sample.maximum());
        return new LinearMap(Math.max(sample.minimum(), low - margin), Math.min(sample.maximum(), high + margin));
    }

    private static AsinhMap asinh(PixelSample sample, double softening, float[] sorted) {
        SkyStatistics sky = SkyStatistics.of(sorted);
        double peak = PixelSample.quantile(sorted, 0.9999) - sky.level();
        double high = peak > 0 ? Math.min(sample.maximum(), sky.level() + MOST_PEAK * peak) : sample.maximum();
        double low = Math.max(sample.minimum(), Math.min(sky.level() - 5 * sky.sigma(), PixelSample.quantile(sorted, 0.0001)));
        if (!(high - low >= Float.MIN_NORMAL)) {
            low = sample.minimum();
            high = sample.maximum();
        }
        double floor = Math.max(high - sky.level(), sky.level() - low) / MOST_DYNAMIC_RANGE;
        if (softening > 0) return new AsinhMap(sky.level(), softening, low, high);
        return new AsinhMap(sky.level(), Math.max(Math.max(SOFTENING_SIGMAS * sky.sigma(), floor), Float.MIN_NORMAL), low, high);
    }

    /**
     * Whether values rise far above a background, by orders of magnitude among themselves, and not as far below it. In a Gaussian the 99.9
     * percentile lies 3.1 sigma above the median and 2.4 times as far as the 90 percentile; bright objects that fill a tenth of the
     * image or more are no tail, and a linear map shows them well.
     */
    private static boolean hasLongTail(float[] sorted) {
        SkyStatistics sky = SkyStatistics.of(sorted);
        double bright = PixelSample.quantile(sorted, 0.999) - sky.level();
        double upper = PixelSample.quantile(sorted, 0.9) - sky.level();
        double dark = sky.level() - PixelSample.quantile(sorted, 0.001);
        return bright > 20 * sky.sigma() && bright > 5 * upper && bright > 3 * dark;
    }
}
