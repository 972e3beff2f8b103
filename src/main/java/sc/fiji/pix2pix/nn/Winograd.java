package sc.fiji.pix2pix.nn;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A convolution of stride 1 with fewer multiplications (Winograd 1980; Lavin and Gray 2016, equations 5 to 8): a tile of (m + r - 1)^2 pixels gives m^2 pixels of
 * the result by (m + r - 1)^2 products in place of m^2 r^2. In one dimension y = A^T [(G w) (B^T d)], where both transformed factors are the values of polynomials
 * at some points, the last of them infinity; in two dimensions rows and columns are transformed.
 */
final class Winograd {
    private static final Map<Integer, Winograd> FLOAT32 = new ConcurrentHashMap<>();
    private static final Winograd BF16 = new Winograd(Precision.BF16, 2, 3, 0, -1, 1);

    /** m: pixels of the result along a side of a tile. */
    final int outputs;
    /** In which its products are multiplied. */
    final Precision precision;
    /** r: taps of the kernel along a side. */
    final int taps;
    /** m + r - 1: pixels of a tile along a side, and points. */
    final int points;
    /** The point 1 in both dimensions, whose value adds to every pixel of the result as it is. */
    final int one;
    /** B^T, of tiles, and A^T, of products, as they are. */
    private final double[][] ofTiles;
    private final double[][] ofProducts;
    /** B^T as sums of vectors. */
    private final Combinations input;
    /** G, of weights, and its transpose, of their gradient. */
    private final Combinations weights;
    private final Combinations weightsBack;
    /** A^T, of products, and its transpose, of gradients by the result. */
    private final Combinations output;
    private final Combinations outputBack;
    private final ThreadLocal<Vectors> vectors = ThreadLocal.withInitial(Vectors::new);

    /** @param taps of the kernel along a side: 2, 3 or 4, in bf16 2 */
    static Winograd of(int taps, Precision precision) {
        return switch (precision) {
            // Small numbers make small factors, and so little rounding, 2.5e-6 of the result's root mean square for all of them; opposite ones share most of the work.
            case FLOAT32 -> FLOAT32.computeIfAbsent(taps, n -> new Winograd(precision, n, 4, 1, -1, 0.5, -0.5, 2, -2));
            case BF16 -> {
                if (taps != BF16.taps) throw new IllegalArgumentException("In bf16 tiles are transformed for " + BF16.taps + " taps, not " + taps + ".");
                yield BF16;
            }
        };
    }

    private Winograd(Precision precision, int taps, int outputs, double... at) {
        this.precision = precision;
        this.taps = taps;
        this.outputs = outputs;
        points = outputs + taps - 1;
        double[][] b = new double[points][];
        double[][] g = new double[points][taps];
        double[][] a = new double[outputs][points];
        for (int j = 0; j < points; j++) {
            boolean infinite = j == points - 1;
            b[j] = product(at, j);
            for (int k = 0; k < taps; k++) g[j][k] = infinite ? k / (taps - 1) : Math.pow(at[j], k) / value(b[j], at[j]);
            for (int i = 0; i < outputs; i++) a[i][j] = infinite ? i / (outputs - 1) : Math.pow(at[j], i);
        }
        int line = IntStream.range(0, at.length).filter(j -> at[j] == 1).findFirst().orElseThrow();
        one = line * points + line;
        ofTiles = b;
        ofProducts = a;
        input = new Combinations(b);
        weights = new Combinations(g);
        weightsBack = new Combinations(Combinations.transposed(g));
        output = new Combinations(a);
        outputBack = new Combinations(Combinations.transposed(a));
    }

    /** Coefficients, from that of x^0 on, of the product of x - p over all finite points p but one. */
    private double[] product(double[] at, int but) {
        double[] product = new double[points];
        product[0] = 1;
        for (int j = 0; j < points - 1; j++) {
            if (j == but) continue;
            for (int k = points - 1; k >= 0; k--) product[k] = (k > 0 ? product[k - 1] : 0) - at[j] * product[k];
        }
        return product;
    }

    private static double value(double[] coefficients, double x) {
        double value = 0;
        for (int k = coefficients.length - 1; k >= 0; k--) value = value * x + coefficients[k];
        return value;
    }

    /** What the pixels of a line are multiplied by to give its value at a point: a row of B^T. */
    double[] factors(int point) {
        return ofTiles[point].clone();
    }

    /** What the products of a line at all points are multiplied by to give a pixel of the result: a row of A^T. */
    double[] factorsOfProducts(int pixel) {
        return ofProducts[pixel].clone();
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
        /** One for each row of a tile, of any number of tiles beside each other. */
        final float[][] strips = new float[points][];
        private final float[][] made = new float[points][];
        private int length;

        private void grow(int wanted) {
            if (wanted <= length) return;
            for (float[][] vectors : new float[][][] {from, between, to, strips, made}) {
                for (int i = 0; i < vectors.length; i++) vectors[i] = new float[wanted];
            }
            length = wanted;
        }

        /**
         * Pixels of tiles to points along columns, B^T d, in {@link #strips}, one for each row and then for each point.
         *
         * @param back gradients by pixels of the result to those by products, A y
         */
        void columns(boolean back, int length) {
            (back ? outputBack : input).apply(strips, made, 0, length);
            for (int i = 0; i < points; i++) swap(strips, i, made, i);
        }

        /** Then along rows, d B or y A^T, to {@link #to}. */
        void rows(boolean back, int length) {
            int side = back ? outputs : points;
            for (int i = 0; i < points; i++) {
                System.arraycopy(from, i * side, line, 0, side);
                (back ? outputBack : input).apply(line, to, i * points, length);
            }
        }

        private static void swap(float[][] a, int i, float[][] b, int j) {
            float[] kept = a[i];
            a[i] = b[j];
            b[j] = kept;
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
