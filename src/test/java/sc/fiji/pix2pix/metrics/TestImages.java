package sc.fiji.pix2pix.metrics;

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
}
