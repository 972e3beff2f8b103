package sc.fiji.pix2pix.pairs;

import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * A raster in as little memory as its values need: whole numbers of 0 to 255 as bytes, of 0 to 65535 as chars, all else as it is.
 * Each plane is a {@code byte[]}, {@code char[]} or {@code float[]}; floats are shared with the raster, not copied.
 */
record PackedRaster(int width, int height, PixelType type, Object[] planes) {

    static PackedRaster of(Raster image) {
        Object[] planes = new Object[image.channels()];
        for (int c = 0; c < planes.length; c++) planes[c] = pack(image.plane(c));
        return new PackedRaster(image.width(), image.height(), image.type(), planes);
    }

    Raster unpack() {
        float[][] unpacked = new float[planes.length][];
        for (int c = 0; c < planes.length; c++) unpacked[c] = unpack(planes[c]);
        return new Raster(width, height, type, unpacked);
    }

    /** Memory of the pixels. */
    long bytes() {
        long bytes = 0;
        for (Object plane : planes) bytes += (long) width * height * (plane instanceof byte[] ? 1 : plane instanceof char[] ? 2 : 4);
        return bytes;
    }

    private static Object pack(float[] plane) {
        float largest = 0;
        for (float value : plane) {
            if (!(value >= 0 && value <= 65535 && value == (int) value)) return plane;
            largest = Math.max(largest, value);
        }
        if (largest > 255) {
            char[] packed = new char[plane.length];
            for (int i = 0; i < plane.length; i++) packed[i] = (char) plane[i];
            return packed;
        }
        byte[] packed = new byte[plane.length];
        for (int i = 0; i < plane.length; i++) packed[i] = (byte) (int) plane[i];
        return packed;
    }

    private static float[] unpack(Object plane) {
        if (plane instanceof float[] floats) return floats;
        if (plane instanceof char[] chars) {
            float[] values = new float[chars.length];
            for (int i = 0; i < values.length; i++) values[i] = chars[i];
            return values;
        }
        byte[] bytes = (byte[]) plane;
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) values[i] = bytes[i] & 0xff;
        return values;
    }
}
