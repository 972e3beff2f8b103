package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Makes float planes of stored pixels: zero + scale * stored, computed in double precision; NaN where an integer is BLANK. FITS stores the
 * bottom row first, the planes have the top row first.
 */
final class PixelReader {
    private static final int CHUNK = 1 << 14;

    private final ArrayShape shape;
    private final double[] values = new double[CHUNK];

    PixelReader(ArrayShape shape) {
        this.shape = shape;
    }

    /** Reads all planes; the file has been found long enough. */
    float[][] read(FitsSource source, Progress progress, String message) throws IOException {
        float[][] planes = new float[(int) shape.planes()][shape.width() * shape.height()];
        int bytes = Math.abs(shape.bitpix()) / 8;
        byte[] chunk = new byte[CHUNK * bytes];
        for (int plane = 0; plane < planes.length; plane++) {
            for (int row = shape.height() - 1; row >= 0; row--) {
                progress.check();
                for (int x = 0; x < shape.width(); x += CHUNK) {
                    int count = Math.min(CHUNK, shape.width() - x);
                    source.readFully(chunk, count * bytes);
                    convert(stored(ByteBuffer.wrap(chunk, 0, count * bytes)), count, planes[plane], row * shape.width() + x);
                }
                progress.report((plane + 1 - (double) row / shape.height()) / planes.length, message);
            }
        }
        return planes;
    }

    /**
     * Puts a tile into its place.
     *
     * @param pixels the tile's, in the order of the file
     * @param from where it begins in the image, the fastest axis first
     * @param size its lengths
     */
    void place(Buffer pixels, long[] from, int[] size, float[][] planes) {
        int[] at = new int[size.length];
        while (at[at.length - 1] < size[at.length - 1]) {
            long plane = 0;
            for (int i = at.length - 1; i >= 2; i--) plane = plane * shape.axes()[i] + from[i] + at[i];
            int row = shape.height() - 1 - (int) (from[1] + at[1]);
            int to = row * shape.width() + (int) from[0];
            for (int x = 0; x < size[0]; x += CHUNK) convert(pixels, Math.min(CHUNK, size[0] - x), planes[(int) plane], to + x);
            at[1]++;
            for (int i = 1; i + 1 < at.length && at[i] == size[i]; i++) {
                at[i] = 0;
                at[i + 1]++;
            }
        }
    }

    private Buffer stored(ByteBuffer bytes) {
        return switch (shape.bitpix()) {
            case 8 -> bytes;
            case 16 -> bytes.asShortBuffer();
            case 32 -> bytes.asIntBuffer();
            case 64 -> bytes.asLongBuffer();
            case -32 -> bytes.asFloatBuffer();
            default -> bytes.asDoubleBuffer();
        };
    }

    private void convert(Buffer pixels, int count, float[] plane, int to) {
        if (pixels instanceof LongBuffer longs) {
            convertLongs(longs, count, plane, to);
            return;
        }
        if (pixels instanceof ByteBuffer b) for (int i = 0; i < count; i++) values[i] = b.get() & 0xff;
        else if (pixels instanceof ShortBuffer b) for (int i = 0; i < count; i++) values[i] = b.get();
        else if (pixels instanceof IntBuffer b) for (int i = 0; i < count; i++) values[i] = b.get();
        else if (pixels instanceof FloatBuffer b) for (int i = 0; i < count; i++) values[i] = b.get();
        else for (int i = 0; i < count; i++) values[i] = ((DoubleBuffer) pixels).get();
        double blank = shape.blank().isPresent() ? shape.blank().getAsLong() : Double.NaN;
        for (int i = 0; i < count; i++)
            plane[to + i] = values[i] == blank ? Float.NaN : (float) (shape.zero() + shape.scale() * values[i]);
    }

    /** A BLANK of 64 bits is compared as it is: a double does not tell it from its neighbours. */
    private void convertLongs(LongBuffer pixels, int count, float[] plane, int to) {
        boolean blanks = shape.blank().isPresent();
        long blank = shape.blank().orElse(0);
        for (int i = 0; i < count; i++) {
            long value = pixels.get();
            plane[to + i] = blanks && value == blank ? Float.NaN : (float) (shape.zero() + shape.scale() * value);
        }
    }
}
