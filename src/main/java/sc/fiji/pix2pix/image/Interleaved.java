package sc.fiji.pix2pix.image;

/**
 * Pixels with all their channels one after the other, [pixels, channels], as networks take them, and each channel by itself. Images of three channels have loops of
 * their own, since Java's compiler unrolls loops over constant distances only.
 */
public final class Interleaved {
    private static final int RGB = 3;

    private Interleaved() {}

    /** Fills {@code planes} with the channels of so many pixels from {@code first} on. */
    public static void take(float[] pixels, int first, int count, float[]... planes) {
        if (planes.length == RGB) {
            takeRgb(pixels, RGB * first, count, planes[0], planes[1], planes[2]);
            return;
        }
        for (int c = 0; c < planes.length; c++) {
            for (int i = 0, at = first * planes.length + c; i < count; i++, at += planes.length) planes[c][i] = pixels[at];
        }
    }

    private static void takeRgb(float[] pixels, int at, int count, float[] red, float[] green, float[] blue) {
        for (int i = 0; i < count; i++) {
            red[i] = pixels[at + RGB * i];
            green[i] = pixels[at + RGB * i + 1];
            blue[i] = pixels[at + RGB * i + 2];
        }
    }

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
