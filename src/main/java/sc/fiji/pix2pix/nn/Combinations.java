package sc.fiji.pix2pix.nn;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Linear combinations of vectors: result i is the sum over j of matrix[i][j] times vector j. */
final class Combinations {
    /** Of each result the vectors whose factor is not zero, and these factors. */
    private final int[][] vectors;
    private final float[][] factors;

    Combinations(double[][] matrix) {
        vectors = new int[matrix.length][];
        factors = new float[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            double[] row = matrix[i];
            vectors[i] = IntStream.range(0, row.length).filter(j -> row[j] != 0).toArray();
            factors[i] = new float[vectors[i].length];
            for (int k = 0; k < factors[i].length; k++) factors[i][k] = (float) row[vectors[i][k]];
        }
    }

    /**
     * @param first index in {@code to} of the first result
     * @param length of all vectors
     */
    void apply(float[][] from, float[][] to, int first, int length) {
        for (int i = 0; i < vectors.length; i++) combine(from, vectors[i], factors[i], to[first + i], length);
    }

    /** Few passes, since each loads and stores the sum: Java's compiler vectorises loops over as many arrays as the longest of these has. */
    private static void combine(float[][] from, int[] v, float[] f, float[] to, int length) {
        int n = v.length;
        switch (Math.min(n, 5)) {
            case 0 -> Arrays.fill(to, 0, length, 0);
            case 1 -> set(from[v[0]], f[0], to, length);
            case 2 -> set(from[v[0]], f[0], from[v[1]], f[1], to, length);
            case 3 -> set(from[v[0]], f[0], from[v[1]], f[1], from[v[2]], f[2], to, length);
            case 4 -> set(from[v[0]], f[0], from[v[1]], f[1], from[v[2]], f[2], from[v[3]], f[3], to, length);
            default -> set(from[v[0]], f[0], from[v[1]], f[1], from[v[2]], f[2], from[v[3]], f[3], from[v[4]], f[4], to, length);
        }
        for (int k = 5; k < n; k++) add(from[v[k]], f[k], to, length);
    }

    private static void add(float[] a, float f, float[] to, int length) {
        for (int i = 0; i < length; i++) to[i] += f * a[i];
    }

    private static void set(float[] a, float f, float[] to, int length) {
        for (int i = 0; i < length; i++) to[i] = f * a[i];
    }

    private static void set(float[] a, float f, float[] b, float g, float[] to, int length) {
        for (int i = 0; i < length; i++) to[i] = f * a[i] + g * b[i];
    }

    private static void set(float[] a, float f, float[] b, float g, float[] c, float h, float[] to, int length) {
        for (int i = 0; i < length; i++) to[i] = f * a[i] + g * b[i] + h * c[i];
    }

    private static void set(float[] a, float f, float[] b, float g, float[] c, float h, float[] d, float k, float[] to, int length) {
        for (int i = 0; i < length; i++) to[i] = f * a[i] + g * b[i] + h * c[i] + k * d[i];
    }

    private static void set(float[] a, float f, float[] b, float g, float[] c, float h, float[] d, float k, float[] e, float l, float[] to, int length) {
        for (int i = 0; i < length; i++) to[i] = f * a[i] + g * b[i] + h * c[i] + k * d[i] + l * e[i];
    }
}
