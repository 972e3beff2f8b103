package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of transformed tiles give what convolutions give, whether or not they would be chosen for it. */
class WinogradTest {
    /** Which of them it is depends on the processor. */
    private static final List<WeightOrder> ORDERS = List.of(new WeightOrder(16), new WeightOrder(8));
    private static final WeightOrder ORDER = ORDERS.get(0);
    private static final int[][] SIZES = {{1, 1}, {2, 5}, {7, 4}, {16, 16}, {33, 31}};

    @BeforeEach
    void needsOneDnn() {
        Assumptions.assumeTrue(OneDnn.available(), "oneDNN has no build for this system");
    }

    @ParameterizedTest
    @CsvSource({"2, FLOAT32", "3, FLOAT32", "4, FLOAT32", "2, BF16"})
    void aTileIsAConvolution(int taps, Precision precision) {
        Winograd winograd = Winograd.of(taps, precision);
        double[][] tile = random(winograd.points, 1);
        double[][] kernel = random(taps, 2);
        Winograd.Vectors vectors = winograd.vectors(winograd.points);
        float[] transformed = new float[winograd.squarePoints()];
        for (int i = 0; i < transformed.length; i++) vectors.strips[i / winograd.points][i % winograd.points] = (float) tile[i / winograd.points][i % winograd.points];
        vectors.columns(false, winograd.points);
        for (int i = 0; i < transformed.length; i++) vectors.from[i][0] = vectors.strips[i / winograd.points][i % winograd.points];
        vectors.rows(false, 1);
        for (int i = 0; i < transformed.length; i++) transformed[i] = vectors.to[i][0];
        put(kernel, vectors.from);
        vectors.weights(1);
        for (int i = 0; i < transformed.length; i++) vectors.from[i][0] = transformed[i] * vectors.to[i][0];
        vectors.output(1);
        for (int y = 0; y < winograd.outputs; y++) {
            for (int x = 0; x < winograd.outputs; x++) {
                double sum = 0;
                for (int i = 0; i < taps * taps; i++) sum += kernel[i / taps][i % taps] * tile[y + i / taps][x + i % taps];
                assertEquals(sum, vectors.to[y * winograd.outputs + x][0], 1e-4);
            }
        }
    }

    private static double[][] random(int side, long seed) {
        Random random = new Random(seed);
        double[][] square = new double[side][side];
        for (double[] row : square) {
            for (int i = 0; i < side; i++) row[i] = random.nextGaussian();
        }
        return square;
    }

    private static void put(double[][] square, float[][] to) {
        for (int i = 0; i < square.length * square.length; i++) to[i][0] = (float) square[i / square.length][i % square.length];
    }

    @ParameterizedTest
    @CsvSource({"false, 16, 32, 4, 1, 1", "true, 16, 32, 4, 1, 1", "false, 32, 16, 4, 2, 1", "true, 32, 80, 4, 2, 1", "false, 48, 64, 3, 1, 1", "true, 16, 16, 3, 1, 1",
        "false, 16, 16, 4, 2, 0", "false, 16, 288, 4, 2, 1", "true, 16, 16, 4, 2, 3", "false, 64, 144, 2, 1, 0"})
    void allDirectionsAgreeWithTheOracle(boolean transposed, int in, int out, int size, int stride, int padding) {
        ConvolutionShape shape = new ConvolutionShape(transposed, in, out, size, stride, padding);
        for (int[] s : SIZES) {
            if (shape.length(s[0]) < 1 || shape.length(s[1]) < 1) continue;
            for (WeightOrder order : ORDERS) compare(shape, order, 1 + s[0] % 3, s[0], s[1]);
        }
    }

    /** Piece by piece: some rows of an image, the last of which are fewer; some images, the last of which are fewer. */
    @ParameterizedTest
    @CsvSource({"false, 3, 300, 300", "true, 3, 150, 150", "false, 11, 60, 60", "true, 11, 30, 30"})
    void largeImages(boolean transposed, int n, int h, int w) {
        lastIsSmaller(compare(new ConvolutionShape(transposed, 64, 64, 4, 2, 1), ORDER, n, h, w).pieces);
    }

    private static void lastIsSmaller(WinogradPieces pieces) {
        WinogradPieces.Piece last = pieces.get(pieces.count() - 1);
        assertTrue(last.images() < pieces.images || last.rows() < pieces.rowsOfEach, last + " of " + pieces.images + " images, " + pieces.rowsOfEach + " rows");
    }

    @Test
    void piecesHaveEachRowOnce() {
        for (int batch = 1; batch <= 7; batch++) {
            for (int rows = 1; rows <= 9; rows++) {
                for (int most = 0; most <= 70; most++) {
                    WinogradPieces pieces = new WinogradPieces(batch, rows, most);
                    assertTrue(pieces.rows() <= Math.max(1, most));
                    List<Integer> all = new ArrayList<>();
                    for (int i = 0; i < pieces.count(); i++) {
                        WinogradPieces.Piece piece = pieces.get(i);
                        for (int n = 0; n < piece.images(); n++) {
                            for (int r = 0; r < piece.rows(); r++) all.add((piece.image() + n) * rows + piece.row() + r);
                        }
                    }
                    assertEquals(IntStream.range(0, batch * rows).boxed().toList(), all);
                }
            }
        }
    }

    /** Sums and differences of small whole numbers need no rounding, so that the result is that of the oracle to the last digit. */
    @ParameterizedTest
    @CsvSource({"false, 16, 32, 4, 2, 1", "true, 32, 80, 4, 2, 1", "false, 16, 16, 4, 2, 0", "false, 16, 288, 4, 2, 1", "true, 16, 16, 4, 2, 3", "false, 64, 144, 2, 1, 0",
        "false, 16, 64, 4, 2, 1"})
    void wholeNumbersStayExactInBf16(boolean transposed, int in, int out, int size, int stride, int padding) {
        needsBf16();
        ConvolutionShape shape = new ConvolutionShape(transposed, in, out, size, stride, padding);
        for (int[] s : SIZES) {
            if (shape.length(s[0]) < 1 || shape.length(s[1]) < 1) continue;
            for (WeightOrder order : ORDERS) compareWholeNumbers(shape, order, 1 + s[0] % 3, s[0], s[1]);
        }
    }

    private static WinogradTiles compareWholeNumbers(ConvolutionShape shape, WeightOrder order, int n, int h, int w) {
        String what = shape + " on " + n + " images of " + h + " x " + w;
        Random random = new Random(5);
        try (ConvolutionKernelTest.Pass pass = new ConvolutionKernelTest.Pass(shape, n, h, w); ConvolutionKernel oracle = new Nd4jConvolution(shape)) {
            // The transform of weights halves them twice.
            for (int i = 0; i < pass.plain.length; i++) pass.plain[i] = 4 * (random.nextInt(9) - 4);
            for (Tensor t : List.of(pass.x, pass.dy)) {
                for (int i = 0; i < t.length(); i++) t.floats().put(i, random.nextInt(17) - 8);
            }
            for (int i = 0; i < shape.out(); i++) pass.bias.values().put(i, i);
            ConvolutionKernelTest.Results expected = pass.run(oracle);
            try (Forced forced = new Forced(shape, order, Precision.BF16, pass)) {
                forced.run(false, 1, pass.x, pass.bias, pass.y);
                assertArrayEquals(unsigned(expected.y()), unsigned(ConvolutionKernelTest.values(pass.y.floats())), "output: " + what);
                forced.run(false, 0.5f, pass.x, pass.bias, pass.y);
                float[] activated = expected.y().clone();
                for (int i = 0; i < activated.length; i++) activated[i] = Math.max(activated[i], 0.5f * activated[i]);
                assertArrayEquals(unsigned(activated), unsigned(ConvolutionKernelTest.values(pass.y.floats())), "activated: " + what);
                forced.run(true, 1, pass.dy, null, pass.dx);
                assertArrayEquals(unsigned(expected.dx()), unsigned(ConvolutionKernelTest.values(pass.dx.floats())), "input gradient: " + what);
                compareInBf16(forced, activated, what);
                return forced.tiles(shape.transposed());
            }
        }
    }

    /** From an image in bf16 to a half of another one. */
    private static void compareInBf16(Forced forced, float[] expected, String what) {
        Tensor x = forced.pass.x;
        Tensor y = forced.pass.y;
        try (Tensor from = Tensor.reuse(null, x.n(), x.h(), x.w(), x.c(), Precision.BF16); OneDnnRounding rounding = new OneDnnRounding();
            Tensor wide = Tensor.reuse(null, y.n(), y.h(), y.w(), 2 * y.c(), Precision.BF16)) {
            rounding.run((row, values) -> x.floats().get(row * x.w() * x.c(), values, 0, x.w() * x.c()), from);
            Blocks.fill(wide.floats(), 7);
            forced.run(0.5f, from, forced.pass.bias, Generator.decoded(wide));
            int[] pairs = new int[wide.floats().limit()];
            for (int i = 0; i < pairs.length; i++) pairs[i] = Float.floatToRawIntBits(wide.floats().get(i));
            for (int i = 0; i < expected.length; i++) {
                int at = i / y.c() * 2 * y.c() + y.c() + i % y.c();
                float value = Forced.activated(Float.intBitsToFloat(at % 2 == 0 ? pairs[at / 2] << 16 : pairs[at / 2] & 0xffff0000), 0.5f);
                assertEquals(expected[i], value, Math.abs(expected[i]) / 256, "in bf16: " + what);
                if (i % y.c() < y.c() / 2) assertEquals(7, wide.floats().get(i / y.c() * y.c() + i % y.c()), "the other half: " + what);
            }
        }
    }

    /** With 0 for -0, which is what 0 times a negative factor gives. */
    private static float[] unsigned(float[] values) {
        for (int i = 0; i < values.length; i++) values[i] += 0;
        return values;
    }

    /** As {@link #largeImages}. */
    @ParameterizedTest
    @CsvSource({"false, 1, 420, 300", "true, 2, 210, 150", "false, 3, 88, 230", "true, 3, 44, 115"})
    void largeImagesInBf16(boolean transposed, int n, int h, int w) {
        needsBf16();
        lastIsSmaller(compareWholeNumbers(new ConvolutionShape(transposed, 64, 64, 4, 2, 1), ORDER, n, h, w).pieces);
    }

    /** Rounding transformed values costs little more than rounding images and weights. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bf16RoundsNotMuchMoreThanWithoutTransforms(boolean transposed) {
        needsBf16();
        ConvolutionShape shape = new ConvolutionShape(transposed, 64, 64, 4, 2, 1);
        try (ConvolutionKernelTest.Pass pass = new ConvolutionKernelTest.Pass(shape, 1, 40, 40); ConvolutionKernel oracle = new Nd4jConvolution(shape);
            Operands operands = new Operands(Precision.BF16); ConvolutionKernel plain = new OneDnnConvolution(shape, operands);
            Forced forced = new Forced(shape, plain.order(), Precision.BF16, pass)) {
            float[] exact = pass.run(oracle).y();
            double withoutTransforms = difference(exact, pass.run(plain).y());
            forced.run(false, 1, pass.x, pass.bias, pass.y);
            double withThem = difference(exact, ConvolutionKernelTest.values(pass.y.floats()));
            assertTrue(withThem > 0 && withThem < 2 * withoutTransforms, withThem + " against " + withoutTransforms);
        }
    }

    private static double difference(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.sqrt(sum / a.length);
    }

    private static void needsBf16() {
        Assumptions.assumeTrue(NnAccess.computesInBf16() && !OneDnn.multipliesTiles(), "bf16 is not transformed on this processor");
    }

    private static WinogradTiles compare(ConvolutionShape shape, WeightOrder order, int n, int h, int w) {
        String what = shape + " on " + n + " images of " + h + " x " + w;
        try (ConvolutionKernelTest.Pass pass = new ConvolutionKernelTest.Pass(shape, n, h, w); ConvolutionKernel oracle = new Nd4jConvolution(shape);
            Forced forced = new Forced(shape, order, Precision.FLOAT32, pass)) {
            ConvolutionKernelTest.Results expected = pass.run(oracle);
            forced.run(false, 1, pass.x, pass.bias, pass.y);
            float[] y = ConvolutionKernelTest.values(pass.y.floats());
            ConvolutionKernelTest.assertClose("output: " + what, expected.y(), y);
            forced.run(true, 1, pass.dy, null, pass.dx);
            ConvolutionKernelTest.assertClose("input gradient: " + what, expected.dx(), ConvolutionKernelTest.values(pass.dx.floats()));
            forced.gradient(pass.x, pass.dy);
            ConvolutionKernelTest.assertClose("weight gradient: " + what, expected.dw(), ConvolutionKernelTest.values(forced.w.gradientState("w").values()));
            forced.gradient(pass.x, pass.dy);
            ConvolutionKernelTest.assertClose("sum of two: " + what, expected.dwTwice(), ConvolutionKernelTest.values(forced.w.gradientState("w").values()));
            forced.run(false, 0.2f, pass.x, pass.bias, pass.y);
            for (int i = 0; i < y.length; i++) y[i] = Math.max(y[i], 0.2f * y[i]);
            assertArrayEquals(y, ConvolutionKernelTest.values(pass.y.floats()), "activated: " + what);
            return forced.tiles(shape.transposed());
        }
    }

    /** A layer whose convolutions are computed in this way at any rate. */
    private static final class Forced implements AutoCloseable {
        final ConvolutionShape shape;
        final Parameter w;
        final Operands operands;
        final WinogradWeights transformed;
        final dnnl_memory_desc_t layout;
        final OneDnnWeights weights;
        final ConvolutionKernelTest.Pass pass;

        Forced(ConvolutionShape shape, WeightOrder order, Precision precision, ConvolutionKernelTest.Pass pass) {
            this.shape = shape;
            this.pass = pass;
            operands = new Operands(precision);
            transformed = WinogradWeights.of(order, shape, precision);
            layout = OneDnn.layout(order, shape);
            weights = new OneDnnWeights(layout, order, shape.weights(), transformed, operands.scratch);
            w = new Parameter(order, shape.weights());
            w.set(FloatBuffer.wrap(pass.plain));
        }

        private OneDnnSizes sizes(float slope) {
            Tensor large = shape.transposed() ? pass.y : pass.x;
            Tensor small = shape.transposed() ? pass.x : pass.y;
            return new OneDnnSizes(shape, operands.precision, slope, large.n(), large.h(), large.w(), small.h(), small.w());
        }

        WinogradTiles tiles(boolean enlarging) {
            try (OneDnnSizes sizes = sizes(1)) {
                return new WinogradTiles(transformed.winograd, sizes, enlarging);
            }
        }

        void run(boolean gradient, float slope, Tensor from, Parameter bias, Tensor to) {
            boolean enlarging = gradient != shape.transposed();
            try (OneDnnSizes sizes = sizes(slope);
                OneDnnDirection direction = OneDnnWinograd.of(sizes, tiles(enlarging), enlarging, weights, operands)) {
                Blocks.fill(to.floats(), Float.NaN);
                int planned = (int) planned(enlarging);
                FloatBuffer behind = operands.scratch.floats(planned + 64).values();
                for (int i = planned; i < planned + 64; i++) behind.put(i, 7);
                direction.run(w, from.address(), bias, to);
                for (int i = planned; i < planned + 64; i++) assertEquals(7, behind.get(i), "behind the memory that is planned");
                float[] whole = ConvolutionKernelTest.values(to.floats());
                try (Tensor wide = Tensor.allocate(to.n(), to.h(), to.w(), to.c() + 4)) {
                    Blocks.fill(wide.floats(), 7);
                    List<Integer> rows = new ArrayList<>();
                    assertTrue(direction.run(w, from.address(), bias, new Rows(wide, 4, to.c()), (first, count) -> {
                        for (int i = 0; i < count; i++) {
                            rows.add(first + i);
                            float last = wide.floats().get((int) ((first + i + 1L) * to.w() * wide.c()) - 1);
                            assertEquals(whole[(first + i + 1) * to.w() * to.c() - 1], activated(last, gradient ? 1 : slope), "complete when it is told");
                        }
                        Blocks.fill(operands.scratch.floats(1 << 16).values(), Float.NaN); // which who is told may use
                    }));
                    assertEquals(IntStream.range(0, to.n() * to.h()).boxed().toList(), rows);
                    for (int i = 0; i < wide.length(); i++) {
                        int channel = i % wide.c() - 4;
                        float value = wide.floats().get(i);
                        if (channel < 0 ? value != 7 : whole[i / wide.c() * to.c() + channel] != activated(value, gradient ? 1 : slope)) fail("value " + i);
                    }
                }
            }
        }

        /** What is left to who is told of rows. */
        private static float activated(float value, float slope) {
            return Math.max(value, slope * value);
        }

        /** From an image in bf16 to one. */
        void run(float slope, Tensor from, Parameter bias, Rows to) {
            boolean enlarging = shape.transposed();
            Tensor large = enlarging ? to.tensor() : from;
            Tensor small = enlarging ? from : to.tensor();
            try (OneDnnSizes sizes = new OneDnnSizes(shape, operands.precision, slope, large.n(), large.h(), large.w(), small.h(), small.w(), Precision.BF16, Precision.BF16);
                OneDnnDirection direction = OneDnnWinograd.of(sizes, tiles(enlarging), enlarging, weights, operands)) {
                assertTrue(direction.run(w, from.address(), bias, to, RowsWritten.NOTHING));
            }
        }

        /** Values, as in {@link WinogradMemory}. */
        private long planned(boolean enlarging) {
            WinogradTiles tiles = tiles(enlarging);
            return operands.precision == Precision.FLOAT32 ? tiles.values() : Math.max(OneDnnRoundedWinograd.scratch(tiles, enlarging), tiles.weights());
        }

        void gradient(Tensor x, Tensor dy) {
            try (OneDnnSizes sizes = sizes(1); WeightGradient gradient = new OneDnnWinogradGradient(sizes, tiles(false), transformed, operands.scratch)) {
                gradient.run(w, (shape.transposed() ? dy : x).address(), (shape.transposed() ? x : dy).address());
            }
        }

        @Override
        public void close() {
            weights.close();
            w.close();
            layout.deallocate();
            operands.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void changedWeightsAreTransformedAgain(Precision precision) {
        if (precision == Precision.BF16) needsBf16();
        ConvolutionShape shape = new ConvolutionShape(false, 16, 32, 4, 2, 1);
        try (ConvolutionKernelTest.Pass pass = new ConvolutionKernelTest.Pass(shape, 1, 12, 12); Forced forced = new Forced(shape, ORDER, precision, pass);
            Forced other = new Forced(shape, ORDER, precision, pass); SharedMemory shared = new SharedMemory()) {
            forced.run(true, 1, pass.dy, null, pass.dx);
            float[] expected = ConvolutionKernelTest.values(pass.dx.floats());
            for (boolean sharing : new boolean[] {false, true}) {
                for (int i = 0; i < pass.plain.length; i++) pass.plain[i] *= 2;
                for (int i = 0; i < expected.length; i++) expected[i] *= 2;
                forced.w.set(FloatBuffer.wrap(pass.plain));
                forced.run(true, 1, pass.dy, null, pass.dx);
                assertArrayEquals(expected, ConvolutionKernelTest.values(pass.dx.floats()));
                forced.weights.share(shared);
                other.weights.share(shared);
                other.run(true, 1, pass.dy, null, pass.dx); // puts its copy where the first one's was
                forced.run(true, 1, pass.dy, null, pass.dx);
                assertArrayEquals(expected, ConvolutionKernelTest.values(pass.dx.floats()), sharing + ": after another layer");
            }
        }
    }

    @Test
    void areChosenWhereTheySaveTime() {
        ConvolutionShape patches = new ConvolutionShape(false, 256, 512, 4, 1, 1);
        assertTrue(worthIt(patches, 2, 32, 4), "the widest layer of a discriminator");
        assertFalse(worthIt(patches, 1, 4, 4), "hardly any pixels");
        assertFalse(worthIt(new ConvolutionShape(false, 16, 16, 4, 1, 1), 2, 256, 4), "hardly any channels");
        ConvolutionShape inner = new ConvolutionShape(true, 512, 128, 4, 2, 1);
        assertFalse(worthIt(inner, 2, 64, 1), "weights that change each time");
        assertTrue(worthIt(inner, 2, 64, Double.POSITIVE_INFINITY), "weights that stay");
        assertFalse(worthIt(new ConvolutionShape(false, 1024, 1024, 4, 2, 1), 1, 512, Double.POSITIVE_INFINITY), "too much memory");
        if (NnAccess.computesInBf16() && !OneDnn.multipliesTiles()) {
            assertTrue(worthIt(new ConvolutionShape(false, 256, 512, 4, 2, 1), Precision.BF16, 1, 256, Double.POSITIVE_INFINITY), "many channels in bf16");
            assertFalse(worthIt(new ConvolutionShape(false, 64, 128, 4, 2, 1), Precision.BF16, 1, 1024, Double.POSITIVE_INFINITY), "few channels in bf16");
        }
        assertNull(WinogradWeights.of(ORDER, new ConvolutionShape(false, 256, 512, 5, 2, 1), Precision.FLOAT32), "taps that are not the same for all pixels of a block");
        assertNull(WinogradWeights.of(ORDER, patches, Precision.BF16), "bf16 would round values transformed for four taps too coarsely");
    }

    /** @param side of the large image */
    private static boolean worthIt(ConvolutionShape shape, int n, int side, double uses) {
        return worthIt(shape, Precision.FLOAT32, n, side, uses);
    }

    private static boolean worthIt(ConvolutionShape shape, Precision precision, int n, int side, double uses) {
        int small = (side + 2 * shape.padding() - shape.size()) / shape.stride() + 1;
        WinogradWeights weights = WinogradWeights.of(ORDER, shape, precision);
        try (OneDnnSizes sizes = new OneDnnSizes(shape, precision, 1, n, side, side, small, small)) {
            return WinogradCost.isWorthIt(new WinogradTiles(weights.winograd, sizes, shape.transposed()), uses, 1);
        }
    }
}
