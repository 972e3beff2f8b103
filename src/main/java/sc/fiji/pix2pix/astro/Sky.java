package sc.fiji.pix2pix.astro;

import java.util.Arrays;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.SkyStatistics;

/** Level and noise of an image's empty sky. */
final class Sky {
    private static final int MOST = 1 << 20;

    private Sky() {}

    /**
     * Clipped median and robust sigma of the first channel, from at most a million of its finite pixels.
     *
     * @throws IllegalArgumentException if no pixel is finite
     */
    static SkyStatistics measure(Raster image) {
        float[] plane = image.plane(0);
        int step = (plane.length + MOST - 1) / MOST;
        float[] values = new float[(plane.length + step - 1) / step];
        int count = 0;
        for (int i = 0; i < plane.length; i += step) if (Float.isFinite(plane[i])) values[count++] = plane[i];
        float[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return SkyStatistics.of(sorted);
    }
}
