package sc.fiji.pix2pix.nn;

/**
 * The transforms of {@link Winograd} for two taps and three pixels of a result, at the points 0, -1, 1 and infinity: sums and differences of vectors, in their place.
 * Loops are as Java's compiler vectorises them; all in one would not be.
 */
final class FourPoints {
    private FourPoints() {}

    /** Of four vectors. */
    @FunctionalInterface
    interface Step {
        void run(float[] a, float[] b, float[] c, float[] d, int length);
    }

    /** B^T: c - a, c - b, b + c, d - b. */
    static void input(float[] a, float[] b, float[] c, float[] d, int length) {
        for (int i = 0; i < length; i++) {
            a[i] = c[i] - a[i];
            d[i] = d[i] - b[i];
        }
        for (int i = 0; i < length; i++) {
            float x = b[i];
            float y = c[i];
            c[i] = y + x;
            b[i] = y - x;
        }
    }

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
