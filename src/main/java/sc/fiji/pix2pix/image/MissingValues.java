package sc.fiji.pix2pix.image;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Missing values: pixels that are NaN or infinite, as telescopes leave them at masked stars and outside the field. One of them would turn
 * everything a convolution reaches into NaN, so they are filled before a network sees the image.
 */
public final class MissingValues {
    /** Pixels that a thread counts at a time. */
    private static final int PIECE = 1 << 16;

    private MissingValues() {}

    /** Whether any channel has a NaN or infinite pixel. */
    public static boolean any(Raster image) {
        for (int c = 0; c < image.channels(); c++) {
            if (countMissing(image.plane(c)) > 0) return true;
        }
        return false;
    }

    /**
     * Replaces missing pixels from their valid surroundings: rings of missing pixels are filled from outside inwards, each pixel with the
     * mean of its neighbours (of eight) that are valid or were filled in an earlier ring. Filled values therefore never leave the range of
     * the valid ones. Each channel is filled by itself; a channel without a valid pixel becomes zero. Time and memory grow with the number
     * of pixels, not with the size of the holes.
     *
     * @return the same object if nothing is missing; otherwise a new image of the same type, which shares the planes that are complete with
     *         the given one, so that neither should be written to while both are in use
     */
    public static Raster fill(Raster image) {
        float[][] planes = new float[image.channels()][];
        boolean changed = false;
        for (int c = 0; c < planes.length; c++) {
            planes[c] = filled(image.plane(c), image.width(), image.height());
            changed |= planes[c] != image.plane(c);
        }
        return changed ? new Raster(image.width(), image.height(), image.type(), planes) : image;
    }

    /**
     * What is missing in one image is missing in the other, too.
     *
     * @param to of the same size and channels, not changed
     * @return a new image with NaN where {@code from} has no value; {@code to} itself if {@code from} has all
     */
    public static Raster copy(Raster from, Raster to) {
        if (!any(from)) return to;
        float[][] planes = new float[to.channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = to.plane(c).clone();
            for (int i = 0; i < planes[c].length; i++) if (!Float.isFinite(from.plane(c)[i])) planes[c][i] = Float.NaN;
        }
        return new Raster(to.width(), to.height(), to.type(), planes);
    }

    /** Whether no channel has a valid pixel. */
    public static boolean all(Raster image) {
        for (int c = 0; c < image.channels(); c++) {
            if (!all(image.plane(c))) return false;
        }
        return true;
    }

    /** Whether no pixel is valid. */
    public static boolean all(float[] plane) {
        for (float value : plane) {
            if (Float.isFinite(value)) return false;
        }
        return true;
    }

    private static int countMissing(float[] plane) {
        return IntStream.rangeClosed(0, (plane.length - 1) / PIECE).parallel().map(i -> countMissing(plane, i * PIECE, i * PIECE + Math.min(PIECE, plane.length - i * PIECE))).sum();
    }

    private static int countMissing(float[] plane, int from, int to) {
        if (complete(plane, from, to)) return 0;
        int missing = 0;
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(plane[i])) missing++;
        }
        return missing;
    }

    /**
     * Whether none of the pixels {@code from} to {@code to} - 1 is missing: 0 times any of these is not 0. Eight sums, since an addition takes several cycles before
     * the next to the same one may begin.
     */
    public static boolean complete(float[] plane, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = from;
        for (; i < to - 7; i += 8) {
            a += 0 * plane[i];
            b += 0 * plane[i + 1];
            c += 0 * plane[i + 2];
            d += 0 * plane[i + 3];
            e += 0 * plane[i + 4];
            f += 0 * plane[i + 5];
            g += 0 * plane[i + 6];
            h += 0 * plane[i + 7];
        }
        for (; i < to; i++) a += 0 * plane[i];
        return a + b + c + d + e + f + g + h == 0;
    }

    private static float[] filled(float[] plane, int width, int height) {
        int missing = countMissing(plane);
        if (missing == 0) return plane;
        if (missing == plane.length) return new float[plane.length];
        float[] result = plane.clone();
        BitSet queued = new BitSet(plane.length);
        int[] ring = firstRing(result, width, height, queued);
        float[] values = new float[ring.length];
        while (ring.length > 0) {
            // All values of a ring come first, then all are written: the result does not depend on the order within the ring.
            if (values.length < ring.length) values = new float[ring.length];
            for (int i = 0; i < ring.length; i++) values[i] = meanOfNeighbours(result, width, height, ring[i]);
            for (int i = 0; i < ring.length; i++) result[ring[i]] = values[i];
            ring = nextRing(result, width, height, ring, queued);
        }
        return result;
    }

    /** The missing pixels with a valid neighbour. */
    private static int[] firstRing(float[] plane, int width, int height, BitSet queued) {
        Ring ring = new Ring();
        for (int p = 0; p < plane.length; p++) {
            if (!Float.isFinite(plane[p]) && !Float.isNaN(meanOfNeighbours(plane, width, height, p))) {
                queued.set(p);
                ring.add(p);
            }
        }
        return ring.toArray();
    }

    /** The missing pixels beside the ring that was just filled. */
    private static int[] nextRing(float[] plane, int width, int height, int[] filled, BitSet queued) {
        Ring ring = new Ring();
        for (int p : filled) {
            int x = p % width;
            int y = p / width;
            for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
                for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                    int q = v * width + u;
                    if (!Float.isFinite(plane[q]) && !queued.get(q)) {
                        queued.set(q);
                        ring.add(q);
                    }
                }
            }
        }
        return ring.toArray();
    }

    /** Mean of the finite ones among the eight neighbours, NaN if there is none. */
    private static float meanOfNeighbours(float[] plane, int width, int height, int p) {
        int x = p % width;
        int y = p / width;
        double sum = 0;
        int count = 0;
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                float value = plane[v * width + u];
                if (Float.isFinite(value)) {
                    sum += value;
                    count++;
                }
            }
        }
        return count == 0 ? Float.NaN : (float) (sum / count);
    }

    /** A growing list of pixel positions. */
    private static final class Ring {
        private int[] positions = new int[64];
        private int size;

        void add(int position) {
            if (size == positions.length) positions = Arrays.copyOf(positions, 2 * size);
            positions[size++] = position;
        }

        int[] toArray() {
            return Arrays.copyOf(positions, size);
        }
    }
}
