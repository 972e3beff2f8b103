package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Linear combinations of vectors: result i is the sum over j of matrix[i][j] times vector j. Two columns, or rows, that differ in the sign of some entries only are
 * those of opposite points of a polynomial: what is left behind, or before, sums and differences has half as many entries.
 */
final class Combinations {
    /** Of each result the vectors whose factor is not zero, and these factors. */
    private final int[][] vectors;
    private final float[][] factors;
    /** Pairs of vectors that are replaced by sum and difference first, and of results that are last. */
    private final int[][] before;
    private final int[][] after;

    Combinations(double[][] matrix) {
        after = pairs(matrix);
        boolean rows = after.length > 0;
        before = rows ? new int[0][] : pairs(transposed(matrix));
        double[][] left = rows ? halved(matrix, after) : transposed(halved(transposed(matrix), before));
        vectors = new int[left.length][];
        factors = new float[left.length][];
        for (int i = 0; i < left.length; i++) {
            double[] row = left[i];
            vectors[i] = IntStream.range(0, row.length).filter(j -> row[j] != 0).toArray();
            factors[i] = new float[vectors[i].length];
            for (int k = 0; k < factors[i].length; k++) factors[i][k] = (float) row[vectors[i][k]];
        }
    }

    /** Rows that differ in the sign of some entries, but not of all. */
    private static int[][] pairs(double[][] matrix) {
        List<int[]> pairs = new ArrayList<>();
        boolean[] taken = new boolean[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int k = i + 1; k < matrix.length && !taken[i]; k++) {
                double[] a = matrix[i];
                double[] b = matrix[k];
                boolean mirrored = !taken[k] && IntStream.range(0, a.length).allMatch(j -> Math.abs(a[j]) == Math.abs(b[j]));
                boolean some = IntStream.range(0, a.length).anyMatch(j -> a[j] != b[j]) && IntStream.range(0, a.length).anyMatch(j -> a[j] == b[j] && a[j] != 0);
                if (!mirrored || !some) continue;
                pairs.add(new int[] {i, k});
                taken[i] = true;
                taken[k] = true;
            }
        }
        return pairs.toArray(int[][]::new);
    }

    /** In the first row of a pair what both have, in the second what they have with opposite signs. */
    private static double[][] halved(double[][] matrix, int[][] pairs) {
        double[][] result = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        for (int[] pair : pairs) {
            for (int j = 0; j < matrix[0].length; j++) {
                boolean same = matrix[pair[0]][j] == matrix[pair[1]][j];
                result[pair[0]][j] = same ? matrix[pair[0]][j] : 0;
                result[pair[1]][j] = same ? 0 : matrix[pair[0]][j];
            }
        }
        return result;
    }

    static double[][] transposed(double[][] matrix) {
        double[][] result = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) result[j][i] = matrix[i][j];
        }
        return result;
    }

    /**
     * @param from is overwritten
     * @param first index in {@code to} of the first result
     * @param length of all vectors
     */
    void apply(float[][] from, float[][] to, int first, int length) {
        for (int[] pair : before) cross(from[pair[0]], from[pair[1]], length);
        for (int i = 0; i < vectors.length; i++) combine(from, vectors[i], factors[i], to[first + i], length);
        for (int[] pair : after) cross(to[first + pair[0]], to[first + pair[1]], length);
    }

    /** Sum and difference, in place. */
    private static void cross(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            float x = a[i];
            float y = b[i];
            a[i] = x + y;
            b[i] = x - y;
        }
    }

    /** Few passes, since each loads and stores the sum: Java's compiler vectorises loops over as many arrays as the longest of these has. */
    private static void combine(float[][] from, int[] v, float[] f, float[] to, int length) {
        int n = v.length;
        switch (Math.min(n, 4)) {
            case 0 -> Arrays.fill(to, 0, length, 0);
            case 1 -> set(from[v[0]], f[0], to, length);
            case 2 -> set(from[v[0]], f[0], from[v[1]], f[1], to, length);
            case 3 -> set(from[v[0]], f[0], from[v[1]], f[1], from[v[2]], f[2], to, length);
            default -> set(from[v[0]], f[0], from[v[1]], f[1], from[v[2]], f[2], from[v[3]], f[3], to, length);
        }
        for (int k = 4; k < n; k++) add(from[v[k]], f[k], to, length);
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
}
