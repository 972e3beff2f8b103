package sc.fiji.pix2pix.metrics;

import java.util.Random;
import sc.fiji.pix2pix.Golden;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** Small images for the tests of this package. */
final class TestImages {
    private TestImages() {}

    static Raster row(float... values) {
        return new Raster(values.length, 1, PixelType.FLOAT32, values);
    }

    /** Every pixel the same. */
    static Raster flat(int size, float value) {
        Raster image = new Raster(size, size, 1, PixelType.FLOAT32);
        java.util.Arrays.fill(image.plane(0), value);
        return image;
    }

    /** A 64 x 64 image of the reference values. */
    static Raster of(Golden golden, String name) {
        double[] values = golden.get(name);
        float[] plane = new float[values.length];
        for (int i = 0; i < plane.length; i++) plane[i] = (float) values[i];
        return new Raster(64, 64, PixelType.FLOAT32, plane);
    }

    /**
     * Gaussian sources on a sky without noise.
     *
     * @param sources column, row, flux, sigma along the rows and along the columns of each, in pixels
     */
    static Raster sky(int size, float level, double[]... sources) {
        Raster image = flat(size, level);
        for (double[] s : sources) {
            for (int i = 0; i < size * size; i++) {
                double dx = (i % size - s[0]) / s[3];
                double dy = (i / size - s[1]) / s[4];
                image.plane(0)[i] += (float) (s[2] / (2 * Math.PI * s[3] * s[4]) * Math.exp(-(dx * dx + dy * dy) / 2));
            }
        }
        return image;
    }

    /** A copy with white noise. */
    static Raster noisy(Raster image, double sigma, long seed) {
        Random random = new Random(seed);
        float[] plane = image.plane(0).clone();
        for (int i = 0; i < plane.length; i++) plane[i] += (float) (sigma * random.nextGaussian());
        return new Raster(image.width(), image.height(), image.type(), plane);
    }
}
