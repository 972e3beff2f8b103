package sc.fiji.pix2pix.image;

/**
 * An image as float planes, one per channel, each row by row: pixel (x, y) of channel c is {@code plane(c)[y * width() + x]}.
 * Values are in the image's own units; NaN marks a missing value. The planes are not copied: who holds a raster owns its pixels.
 */
public final class Raster {
    private final int width;
    private final int height;
    private final PixelType type;
    private final float[][] planes;

    /** Zeros. */
    public Raster(int width, int height, int channels, PixelType type) {
        this(width, height, type, new float[channels][area(width, height)]);
    }

    /** @throws IllegalArgumentException if there is no plane, or one has not {@code width * height} values */
    public Raster(int width, int height, PixelType type, float[]... planes) {
        int area = area(width, height);
        if (planes.length == 0) throw new IllegalArgumentException("An image needs at least one channel.");
        for (float[] plane : planes) {
            if (plane.length != area)
                throw new IllegalArgumentException("A plane has " + plane.length + " values, " + width + " x " + height + " needs " + area + ".");
        }
        this.width = width;
        this.height = height;
        this.type = type;
        this.planes = planes;
    }

    private static int area(int width, int height) {
        if (width < 1 || height < 1 || (long) width * height > Integer.MAX_VALUE - 8)
            throw new IllegalArgumentException("An image of " + width + " x " + height + " pixels is not possible.");
        return width * height;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int channels() {
        return planes.length;
    }

    public PixelType type() {
        return type;
    }

    /** The live plane of one channel. */
    public float[] plane(int channel) {
        return planes[channel];
    }

    public float get(int x, int y, int channel) {
        return planes[channel][y * width + x];
    }

    /** Memory of the pixels, in bytes. */
    public long bytes() {
        return 4L * width * height * planes.length;
    }

    /** A copy of the rectangle whose upper left pixel is (x, y). */
    public Raster crop(int x, int y, int w, int h) {
        if (x < 0 || y < 0 || x + w > width || y + h > height)
            throw new IllegalArgumentException("The rectangle " + w + " x " + h + " at (" + x + ", " + y + ") leaves the image of " + width + " x " + height + ".");
        Raster part = new Raster(w, h, channels(), type);
        for (int c = 0; c < planes.length; c++) {
            for (int row = 0; row < h; row++) System.arraycopy(planes[c], (y + row) * width + x, part.planes[c], row * w, w);
        }
        return part;
    }
}
