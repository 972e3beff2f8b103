package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Images seen as blocks of s x s pixels: block (i, j) begins at row s i - padding and column s j - padding and has s s c values, row by row.
 *
 * @param stride s
 * @param channels c
 */
record BlockImage(int stride, int padding, int height, int width, int channels) {

    /** Values of a block. */
    int length() {
        return stride * stride * channels;
    }

    /** Values of a row of pixels. */
    int row() {
        return width * channels;
    }

    /** The row of pixels that row {@code p} of blocks {@code i} is; there may be none of that number. */
    int rowOf(int i, int p) {
        return stride * i - padding + p;
    }

    /** Reads a row of pixels of image {@code n}, of {@code count} blocks from column {@code j} on; what is beyond the image is zero. */
    void read(FloatBuffer from, int n, int row, int j, int count, float[] to) {
        int start = (stride * j - padding) * channels;
        int length = stride * count * channels;
        int skipped = row < 0 || row >= height ? length : Math.min(length, Math.max(0, -start));
        int end = Math.max(skipped, Math.min(length, row() - start));
        Arrays.fill(to, 0, skipped, 0);
        if (skipped < end) from.get((n * height + row) * row() + start + skipped, to, skipped, end - skipped);
        Arrays.fill(to, end, length, 0);
    }

    /** Writes a row of pixels of image {@code n}, of {@code count} blocks from column {@code j} on, as far as they are in the image. */
    void put(float[] values, int n, int row, int j, int count, Rows to) {
        int first = Math.max(0, stride * j - padding);
        int end = Math.min(width, stride * (j + count) - padding);
        if (first >= end) return;
        int skipped = first - (stride * j - padding);
        if (skipped > 0) System.arraycopy(values, skipped * channels, values, 0, (end - first) * channels);
        to.store(values, (n * height + row) * width + first, end - first);
    }
}
