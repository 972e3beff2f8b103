package sc.fiji.pix2pix.astro;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Convolution of planes with a kernel as a sum of products of a line of weights down the columns and one along the rows: the kernel's singular
 * vectors, as many as are needed. A Gaussian is one such product, Moffat's profile takes three or four. What lies beyond the edges does not
 * count: the result is divided by what of the kernel lies within the plane, so that a flat plane stays flat. Planes are arrays of rows. Not for
 * several threads at once.
 *
 * <p>Each pass adds whole rows to whole rows, which Java's compiler vectorises; for the other direction the plane is transposed.
 */
final class LowRankConvolution {
    /** Sum of the absolute values that may be missing of the kernel, whose own sum is 1. */
    private static final double LEFT = 2e-3;
    /** What more products would add to a measured kernel is its noise. */
    private static final int MOST = 8;

    private static final int STRIP = 16;

    private final int radius;
    /** Weights down the columns and along the rows, [product][position]. */
    private final float[][] down;
    private final float[][] along;
    /** 1 / what of the kernel lies within the plane. */
    private final float[][] scale;
    private final float[][] transposed;
    private final float[][] filtered;
    private final float[][] upright;

    LowRankConvolution(Kernel psf, int width, int height) {
        radius = psf.size() / 2;
        double[][] left = new double[psf.size()][psf.size()];
        for (int i = 0; i < left.length * left.length; i++) left[i / left.length][i % left.length] = psf.get(i % left.length, i / left.length);
        SingularValueDecomposition parts = new SingularValueDecomposition(new Array2DRowRealMatrix(left));
        int rank = 0;
        while (rank < Math.min(MOST, left.length) && Arrays.stream(left).flatMapToDouble(Arrays::stream).map(Math::abs).sum() > LEFT) subtract(left, parts, rank++);
        down = IntStream.range(0, rank).mapToObj(k -> floats(parts.getU().getColumn(k), parts.getSingularValues()[k])).toArray(float[][]::new);
        along = IntStream.range(0, rank).mapToObj(k -> floats(parts.getV().getColumn(k), 1)).toArray(float[][]::new);
        transposed = new float[width][height];
        filtered = new float[width][height];
        upright = new float[height][width];
        scale = ones(width, height);
        float[][] inside = new float[height][width];
        apply(ones(width, height), inside);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) scale[y][x] = 1 / inside[y][x];
        }
    }

    private static float[][] ones(int width, int height) {
        float[][] ones = new float[height][width];
        for (float[] row : ones) Arrays.fill(row, 1);
        return ones;
    }

    private static void subtract(double[][] from, SingularValueDecomposition parts, int k) {
        double[] u = parts.getU().getColumn(k);
        double[] v = parts.getV().getColumn(k);
        for (int y = 0; y < u.length; y++) {
            for (int x = 0; x < v.length; x++) from[y][x] -= parts.getSingularValues()[k] * u[y] * v[x];
        }
    }

    private static float[] floats(double[] values, double factor) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) result[i] = (float) (factor * values[i]);
        return result;
    }

    /** @param to receives the result, another plane */
    void apply(float[][] from, float[][] to) {
        transpose(from, transposed);
        for (float[] row : to) Arrays.fill(row, 0);
        for (int k = 0; k < down.length; k++) {
            for (float[] row : filtered) Arrays.fill(row, 0);
            addRows(transposed, along[k], filtered);
            transpose(filtered, upright);
            addRows(upright, down[k], to);
        }
        for (int y = 0; y < to.length; y++) multiply(to[y], scale[y]);
    }

    /** {@code to[y] += sum over d of weights[radius + d] * from[y - d]}. */
    private void addRows(float[][] from, float[] weights, float[][] to) {
        for (int y = 0; y < to.length; y++) {
            for (int d = Math.max(-radius, y - from.length + 1); d <= Math.min(radius, y); d++) add(from[y - d], weights[radius + d], to[y]);
        }
    }

    private static void add(float[] from, float weight, float[] to) {
        for (int i = 0; i < to.length; i++) to[i] += weight * from[i];
    }

    private static void multiply(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) a[i] *= b[i];
    }

    /** Some rows at a time, whose values the cache then holds. */
    private static void transpose(float[][] from, float[][] to) {
        for (int y0 = 0; y0 < from.length; y0 += STRIP) {
            for (int x = 0; x < to.length; x++) {
                float[] row = to[x];
                for (int y = y0; y < Math.min(from.length, y0 + STRIP); y++) row[y] = from[y][x];
            }
        }
    }
}
