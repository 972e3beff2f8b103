package sc.fiji.pix2pix.nn;

/** The transform of products of {@link Winograd} for two taps and three pixels of a result, at the points 0, -1, 1 and infinity: sums and differences of vectors, in their place. */
final class FourPoints {
    private FourPoints() {}

    /** A^T: a + b + c, c - b, b + c + d, to the first three. */
    static void output(float[] a, float[] b, float[] c, float[] d, int length) {
        for (int i = 0; i < length; i++) {
            float x = b[i];
            float y = c[i];
            float sum = x + y;
            a[i] += sum;
            c[i] = d[i] + sum;
            b[i] = y - x;
        }
    }
}
