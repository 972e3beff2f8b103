package sc.fiji.pix2pix.image;

/**
 * Pixels with all their channels one after the other, [pixels, channels], as networks take them. Images of three channels have a loop of their own, since Java's
 * compiler unrolls loops over constant distances only.
 */
public final class Interleaved {
    private static final int RGB = 3;

    private Interleaved() {}

    /** Sets the first {@code count} pixels. */
    public static void put(float[] pixels, int count, float[]... planes) {
        if (planes.length == RGB) {
            putRgb(pixels, count, planes[0], planes[1], planes[2]);
            return;
        }
        for (int c = 0; c < planes.length; c++) {
            for (int i = 0, at = c; i < count; i++, at += planes.length) pixels[at] = planes[c][i];
        }
    }

    private static void putRgb(float[] pixels, int count, float[] red, float[] green, float[] blue) {
        for (int i = 0; i < count; i++) {
            pixels[RGB * i] = red[i];
            pixels[RGB * i + 1] = green[i];
            pixels[RGB * i + 2] = blue[i];
        }
    }
}
