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

    /** Reads block (i, j) of image {@code n} to {@code to} from {@code at} on; pixels beyond the image are zero. */
    void read(FloatBuffer from, int n, int i, int j, float[] to, int at) {
        int piece = stride * channels;
        int skipped = skipped(j);
        int end = Math.max(skipped, end(j));
        for (int p = 0; p < stride; p++) {
            int row = rowOf(i, p);
            boolean there = row >= 0 && row < height;
            int first = at + p * piece;
            if (there && skipped < end) from.get((n * height + row) * row() + start(j) + skipped, to, first + skipped, end - skipped);
            Arrays.fill(to, first, first + (there ? skipped : piece), 0);
            if (there) Arrays.fill(to, first + end, first + piece, 0);
        }
    }

    /** Writes row {@code p} of a block of column {@code j}, which begins at {@code at}, as far as it is in the image, to a row of pixels. */
    void write(float[] block, int at, int p, int j, FloatBuffer to, int row) {
        int skipped = skipped(j);
        int end = end(j);
        if (skipped < end) to.put(row * row() + start(j) + skipped, block, at + p * stride * channels + skipped, end - skipped);
    }

    private int start(int j) {
        return (stride * j - padding) * channels;
    }

    /** Values of a row of a block before those of the image. */
    private int skipped(int j) {
        return Math.min(stride * channels, Math.max(0, -start(j)));
    }

    /** Where those of the image end. */
    private int end(int j) {
        return Math.min(stride * channels, row() - start(j));
    }
}
