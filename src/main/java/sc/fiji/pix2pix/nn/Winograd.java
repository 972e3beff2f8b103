package sc.fiji.pix2pix.nn;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A convolution of stride 1 with fewer multiplications (Winograd 1980; Lavin and Gray 2016, equations 5 to 8): a tile of (m + r - 1)^2 pixels gives m^2 pixels of
 * the result by (m + r - 1)^2 products in place of m^2 r^2. In one dimension y = A^T [(G w) (B^T d)], where both transformed factors are the values of polynomials
 * at some points, the last of them infinity; in two dimensions rows and columns are transformed.
 */
final class Winograd {
    /** Small numbers make small factors, and so little rounding, 2.5e-6 of the result's root mean square for all of them; opposite ones share most of the work. */
    private static final double[] POINTS = {1, -1, 0.5, -0.5, 2, -2};
    private static final Map<Integer, Winograd> MADE = new ConcurrentHashMap<>();

    /** m: pixels of the result along a side of a tile. */
    final int outputs = 4;
    /** r: taps of the kernel along a side. */
    final int taps;
    /** m + r - 1: pixels of a tile along a side, and points. */
    final int points;
    /** B^T, of tiles. */
    private final Combinations input;
    /** G, of weights, and its transpose, of their gradient. */
    private final Combinations weights;
    private final Combinations weightsBack;
    /** A^T, of products, and its transpose, of gradients by the result. */
    private final Combinations output;
    private final Combinations outputBack;
    private final ThreadLocal<Vectors> vectors = ThreadLocal.withInitial(Vectors::new);

    /** @param taps of the kernel along a side: 2, 3 or 4 */
    static Winograd of(int taps) {
        return MADE.computeIfAbsent(taps, Winograd::new);
    }

    private Winograd(int taps) {
        this.taps = taps;
        points = outputs + taps - 1;
        double[][] b = new double[points][];
        double[][] g = new double[points][taps];
        double[][] a = new double[outputs][points];
        for (int j = 0; j < points; j++) {
            boolean infinite = j == points - 1;
            b[j] = product(j);
            for (int k = 0; k < taps; k++) g[j][k] = infinite ? k / (taps - 1) : Math.pow(POINTS[j], k) / value(b[j], POINTS[j]);
            for (int i = 0; i < outputs; i++) a[i][j] = infinite ? i / (outputs - 1) : Math.pow(POINTS[j], i);
        }
        input = new Combinations(b);
        weights = new Combinations(g);
        weightsBack = new Combinations(Combinations.transposed(g));
        output = new Combinations(a);
        outputBack = new Combinations(Combinations.transposed(a));
    }

    /** Coefficients, from that of x^0 on, of the product of x - p over all finite points p but one. */
    private double[] product(int but) {
        double[] product = new double[points];
        product[0] = 1;
        for (int j = 0; j < points - 1; j++) {
            if (j == but) continue;
            for (int k = points - 1; k >= 0; k--) product[k] = (k > 0 ? product[k - 1] : 0) - POINTS[j] * product[k];
        }
        return product;
    }

    private static double value(double[] coefficients, double x) {
        double value = 0;
        for (int k = coefficients.length - 1; k >= 0; k--) value = value * x + coefficients[k];
        return value;
    }

    /** Points of a tile. */
    int squarePoints() {
        return points * points;
    }

    /** This thread's vectors of at least this length. */
    Vectors vectors(int length) {
        Vectors own = vectors.get();
        own.grow(length);
        return own;
    }

    /** A square of vectors to transform, one for each pixel, tap or point of a tile, row by row, and the square that results. */
    final class Vectors {
        /** Overwritten by each transform. */
        final float[][] from = new float[squarePoints()][];
        final float[][] to = new float[squarePoints()][];
        private final float[][] between = new float[squarePoints()][];
        private final float[][] line = new float[points][];
        private int length;

        private void grow(int wanted) {
            if (wanted <= length) return;
            for (float[][] vectors : new float[][][] {from, between, to}) {
                for (int i = 0; i < vectors.length; i++) vectors[i] = new float[wanted];
            }
            length = wanted;
        }

        /** Pixels of a tile to points, B^T d B. */
        void input(int length) {
            transform(input, points, points, length);
        }

        /** Gradients by pixels of the result to those by products, A y A^T. */
        void outputBack(int length) {
            transform(outputBack, outputs, points, length);
        }

        /** Products to pixels of the result, A^T m A. */
        void output(int length) {
            transform(output, points, outputs, length);
        }

        /** Taps to points, G w G^T. */
        void weights(int length) {
            transform(weights, taps, points, length);
        }

        /** Gradients by points to those by taps, G^T u G. */
        void weightsBack(int length) {
            transform(weightsBack, points, taps, length);
        }

        /** Combines what is in each column, then what is in each row. */
        private void transform(Combinations by, int side, int result, int length) {
            for (int j = 0; j < side; j++) {
                for (int i = 0; i < side; i++) line[i] = from[i * side + j];
                by.apply(line, between, j * result, length);
            }
            for (int i = 0; i < result; i++) {
                for (int j = 0; j < side; j++) line[j] = between[j * result + i];
                by.apply(line, to, i * result, length);
            }
        }
    }
}
