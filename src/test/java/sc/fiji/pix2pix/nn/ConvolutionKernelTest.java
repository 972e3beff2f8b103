package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Direct oneDNN computes what ND4J's operations compute, in all directions and for all shapes. */
class ConvolutionKernelTest {
    private static final int[][] CHANNELS = {{1, 1}, {3, 16}, {16, 2}, {17, 33}, {32, 48}, {64, 130}, {130, 5}, {130, 3}, {48, 1}};
    private static final int[][] SIZES = {{1, 1}, {2, 2}, {1, 7}, {5, 4}, {16, 16}, {33, 31}, {65, 65}};
    private static final Operands FLOAT32 = new Operands(Precision.FLOAT32);

    @BeforeEach
    void needsOneDnn() {
        Assumptions.assumeTrue(OneDnn.available(), "oneDNN has no build for this system");
    }

    static List<ConvolutionShape> shapes() {
        List<ConvolutionShape> shapes = new ArrayList<>();
        for (boolean transposed : new boolean[] {false, true}) {
            for (int size : new int[] {3, 4}) {
                for (int stride : new int[] {1, 2}) {
                    for (int[] c : CHANNELS) shapes.add(new ConvolutionShape(transposed, c[0], c[1], size, stride, 1));
                }
            }
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void bothKernelsAgree(ConvolutionShape shape) {
        try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); ConvolutionKernel oracle = new Nd4jConvolution(shape)) {
            for (int[] size : SIZES) {
                if (shape.length(size[0]) < 1 || shape.length(size[1]) < 1) continue;
                int n = 1 + (size[0] + shape.in()) % 3;
                try (Pass pass = new Pass(shape, n, size[0], size[1])) {
                    Results expected = pass.run(oracle);
                    Results actual = pass.run(direct);
                    String what = shape + " on " + n + " images of " + size[0] + " x " + size[1];
                    assertClose("output: " + what, expected.y, actual.y);
                    assertClose("input gradient: " + what, expected.dx, actual.dx);
                    assertClose("input gradient with the other: " + what, expected.dx, actual.dxToo);
                    assertClose("weight gradient: " + what, expected.dw, actual.dw);
                    assertClose("sum of two weight gradients: " + what, expected.dwTwice, actual.dwTwice);
                    assertArrayEquals(actual.dw, pass.run(direct).dw, "not the same twice: " + what);
                    assertArrayEquals(actual.y, pass.run(direct).y, "not the same twice: " + what);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 2, 1, 4, 2, 1, 1030, 1024", "true, 32, 48, 4, 2, 2, 151, 140", "false, 2, 1, 3, 1, 1, 1030, 1024"})
    void anImageOfManyPixelsGoesInBands(boolean transposed, int in, int out, int size, int stride, int n, int h, int w) {
        ConvolutionShape shape = new ConvolutionShape(transposed, in, out, size, stride, 1);
        try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); ConvolutionKernel oracle = new Nd4jConvolution(shape);
            Pass pass = new Pass(shape, n, h, w); Parameter ours = pass.weights(direct); Parameter theirs = pass.weights(oracle)) {
            direct.forward(pass.x, ours, pass.bias, pass.y);
            float[] actual = values(pass.y.floats());
            oracle.forward(pass.x, theirs, pass.bias, pass.y);
            assertClose("output", values(pass.y.floats()), actual);
            if (!transposed) return;
            assertRows(direct, pass, ours, actual);
            assertPartOfATensor(direct, pass, ours, actual);
        }
    }

    /** What this package's networks have none of: blocks of more than two rows, and edges of all kinds. */
    @ParameterizedTest
    @CsvSource({"3, 3, 0", "3, 3, 1", "6, 3, 1", "6, 3, 2", "4, 4, 1", "4, 2, 0", "4, 2, 2", "2, 2, 0", "2, 2, 1", "6, 2, 1", "8, 4, 3"})
    void blocksOfAnySizeAreInOrder(int size, int stride, int padding) {
        for (int[] channels : new int[][] {{5, 1}, {7, 3}, {16, 48}}) {
            ConvolutionShape shape = new ConvolutionShape(true, channels[0], channels[1], size, stride, padding);
            try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); ConvolutionKernel oracle = new Nd4jConvolution(shape)) {
                for (int[] s : new int[][] {{1, 1}, {2, 3}, {17, 20}, {40, 21}}) {
                    if (shape.length(s[0]) < 1 || shape.length(s[1]) < 1) continue;
                    try (Pass pass = new Pass(shape, 2, s[0], s[1]); Parameter ours = pass.weights(direct); Parameter theirs = pass.weights(oracle)) {
                        oracle.forward(pass.x, theirs, pass.bias, pass.y);
                        float[] expected = values(pass.y.floats());
                        direct.forward(pass.x, ours, pass.bias, pass.y);
                        float[] actual = values(pass.y.floats());
                        assertClose(shape + " on " + s[0] + " x " + s[1], expected, actual);
                        assertRows(direct, pass, ours, actual);
                        assertPartOfATensor(direct, pass, ours, actual);
                    }
                }
            }
        }
    }

    /** Whole and row by row, as networks that only infer want it. */
    @ParameterizedTest
    @MethodSource("shapes")
    void bothActivateAlike(ConvolutionShape shape) {
        try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); ConvolutionKernel oracle = new Nd4jConvolution(shape);
            Pass pass = new Pass(shape, 2, 18, 20); Parameter ours = pass.weights(direct); Parameter theirs = pass.weights(oracle)) {
            direct.forward(pass.x, ours, pass.bias, pass.y);
            direct.activate(0.2f);
            oracle.activate(0.2f);
            direct.forward(pass.x, ours, pass.bias, pass.y);
            float[] actual = values(pass.y.floats());
            oracle.forward(pass.x, theirs, pass.bias, pass.y);
            assertClose("output", values(pass.y.floats()), actual);
            if (!assertRows(direct, pass, ours, actual)) assertNotEquals(new ConvolutionShape(true, 32, 48, 4, 2, 1), shape, "an enlargement by blocks");
            assertPartOfATensor(direct, pass, ours, actual);
        }
    }

    /** Row by row, if it can. */
    private static boolean assertRows(ConvolutionKernel direct, Pass pass, Parameter w, float[] expected) {
        float[] rows = new float[expected.length];
        int c = pass.y.c();
        RowSink to = (first, count, channel, values) -> {
            for (int i = 0; i < count; i++) rows[(first + i) * c + channel] += values[i];
        };
        if (!direct.forward(pass.x, w, pass.bias, to)) return false;
        assertArrayEquals(expected, rows);
        return true;
    }

    /** To some channels of a tensor, whose others stay. */
    private static void assertPartOfATensor(ConvolutionKernel direct, Pass pass, Parameter w, float[] expected) {
        Tensor y = pass.y;
        try (Tensor wide = Tensor.allocate(y.n(), y.h(), y.w(), y.c() + 5)) {
            Blocks.fill(wide.floats(), 7);
            Rows part = new Rows(wide, 2, y.c());
            AtomicInteger rows = new AtomicInteger();
            RowsWritten then = (first, count) -> {
                assertEquals(rows.getAndAdd(count), first);
                for (int i = first * y.w(); i < (first + count) * y.w(); i++) assertEquals(expected[i * y.c()], wide.floats().get(i * wide.c() + 2), "not written yet");
            };
            if (!direct.forward(pass.x, w, pass.bias, part, then)) return;
            assertEquals(y.n() * y.h(), rows.get());
            for (int i = 0; i < wide.length(); i++) {
                int channel = i % wide.c() - 2;
                boolean inside = channel >= 0 && channel < y.c();
                assertEquals(inside ? expected[i / wide.c() * y.c() + channel] : 7, wide.floats().get(i), "value " + i);
            }
        }
    }

    /** At these sizes oneDNN divides by zero, and ends Java, where it is given all pixels in one call. */
    @Test
    void aLargeImageOfManyChannelsToFew() {
        ConvolutionShape shape = new ConvolutionShape(false, 32, 6, 3, 1, 1);
        int rows = 40;
        try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); Parameter w = new Parameter(direct.order(), shape.weights()); Parameter bias = new Parameter(6);
            Tensor x = Tensor.allocate(1, 1024, 1024, 32); Tensor y = Tensor.allocate(1, 1024, 1024, 6);
            Tensor top = Tensor.allocate(1, rows, 1024, 32); Tensor ofTop = Tensor.allocate(1, rows, 1024, 6)) {
            Blocks.fill(w.values(), 1);
            float[] values = new float[(int) x.length()];
            Random random = new Random(4);
            for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
            x.floats().put(0, values);
            for (boolean below : new boolean[] {false, true}) {
                int first = below ? 1024 - rows : 0;
                top.floats().put(0, values, first * 1024 * 32, rows * 1024 * 32);
                direct.forward(x, w, bias, y);
                direct.forward(top, w, bias, ofTop);
                int skipped = below ? 1 : 0; // a row beside the cut differs
                float[] whole = new float[(rows - 1) * 1024 * 6];
                float[] part = new float[whole.length];
                y.floats().get((first + skipped) * 1024 * 6, whole);
                ofTop.floats().get(skipped * 1024 * 6, part);
                assertClose("rows from " + first, part, whole);
            }
        }
    }

    @Test
    void changedWeightsAreNoticed() {
        ConvolutionShape shape = new ConvolutionShape(false, 16, 32, 4, 2, 1);
        try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); ConvolutionKernel oracle = new Nd4jConvolution(shape); Pass pass = new Pass(shape, 1, 6, 6)) {
            pass.run(direct);
            try (Parameter w = pass.weights(direct); Adam adam = new Adam(List.of(w))) {
                pass.run(direct, w);
                StateTensor state = w.state("w");
                pass.plain[7] = 3;
                state.set(FloatBuffer.wrap(pass.plain));
                assertClose("through a state tensor", pass.run(oracle).y, pass.run(direct, w).y);
                adam.step(0.1);
                state.values().get(0, pass.plain);
                assertClose("through the optimiser", pass.run(oracle).dx, pass.run(direct, w).dx);
            }
        }
    }

    @Test
    void refusesWhatNativeCodeWouldReadBeyond() {
        ConvolutionShape shape = new ConvolutionShape(false, 3, 5, 4, 2, 1);
        try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); Pass pass = new Pass(shape, 1, 6, 6); Tensor small = Tensor.allocate(1, 2, 3, 5);
            Tensor batch = Tensor.allocate(2, 6, 6, 3); Parameter w = pass.weights(direct);
            Parameter other = new Parameter(3, 5, 4, 4)) {
            assertThrows(IllegalArgumentException.class, () -> direct.forward(pass.x, w, pass.bias, small));
            assertThrows(IllegalArgumentException.class, () -> direct.forward(batch, w, pass.bias, pass.y));
            assertThrows(IllegalArgumentException.class, () -> direct.forward(pass.x, other, pass.bias, pass.y));
            assertThrows(IllegalArgumentException.class, () -> direct.inputGradient(small, w, pass.dx));
            assertThrows(IllegalArgumentException.class, () -> new Rows(pass.y, 1, 5));
            assertThrows(IllegalArgumentException.class, () -> direct.gradients(pass.x, w, small, pass.dx));
            Tensor closed = Tensor.allocate(1, 6, 6, 3);
            closed.close();
            assertThrows(IllegalStateException.class, () -> direct.forward(closed, w, pass.bias, pass.y));
        }
        ConvolutionShape enlarging = new ConvolutionShape(true, 3, 5, 4, 2, 1);
        try (ConvolutionKernel direct = new OneDnnConvolution(enlarging, FLOAT32); Pass pass = new Pass(enlarging, 1, 6, 6); Parameter w = pass.weights(direct);
            Tensor small = Tensor.allocate(1, 12, 11, 5); Tensor batch = Tensor.allocate(2, 12, 12, 5)) {
            for (Rows wrong : List.of(Rows.of(small), Rows.of(batch), new Rows(pass.y, 1, 4)))
                assertThrows(IllegalArgumentException.class, () -> direct.forward(pass.x, w, pass.bias, wrong, RowsWritten.NOTHING));
        }
        try (Convolution convolution = Convolution.plain(1, 1, 4, 2, 1, FLOAT32).initialise(1); Tensor tiny = Tensor.allocate(1, 1, 1, 1)) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> convolution.forward(tiny, sc.fiji.pix2pix.nn.Pass.INFERENCE)).getMessage()
                .contains("too small"));
        }
    }

    @Test
    void worksOnAnotherThreadThanTheOneThatMadeIt() throws InterruptedException {
        ConvolutionShape shape = new ConvolutionShape(true, 33, 17, 4, 2, 1);
        try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); Pass pass = new Pass(shape, 2, 9, 9)) {
            Results here = pass.run(direct);
            float[][] there = new float[1][];
            Thread thread = new Thread(() -> there[0] = pass.run(direct).dw);
            thread.start();
            thread.join();
            assertArrayEquals(here.dw, there[0]);
        }
    }

    /** 1,000 calls, each with kernels and shapes of their own, leave nothing behind. */
    @Test
    void memoryDoesNotGrow() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/statm")), "counts resident memory as Linux does");
        ConvolutionShape shape = new ConvolutionShape(false, 64, 64, 4, 2, 1);
        List<Pass> passes = new ArrayList<>();
        for (int i = 0; i < 9; i++) passes.add(new Pass(shape, 1, 8 + i, 8));
        long before = 0;
        for (int i = 0; i < 1000; i++) {
            if (i == 200) before = resident();
            try (ConvolutionKernel direct = new OneDnnConvolution(shape, FLOAT32); Parameter w = new Parameter(direct.order(), shape.weights())) {
                Pass pass = passes.get(i % 9);
                Blocks.fill(w.values(), 1);
                direct.forward(pass.x, w, pass.bias, pass.y);
                direct.gradients(pass.x, w, pass.dy, pass.dx);
                direct.gradients(pass.x, w, pass.dy, null);
            }
        }
        passes.forEach(Pass::close);
        long grown = resident() - before;
        assertTrue(grown < 30 << 20, "grew by " + grown / 1024 + " kB");
    }

    private static long resident() throws IOException {
        return 4096 * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }

    record Results(float[] y, float[] dx, float[] dxToo, float[] dw, float[] dwTwice) {}

    /** Random tensors for one shape. */
    static final class Pass implements AutoCloseable {
        final Tensor x;
        final Tensor y;
        final Tensor dy;
        final Tensor dx;
        final Parameter bias;
        final ConvolutionShape shape;
        /** Weights in PyTorch's order. */
        final float[] plain;

        Pass(ConvolutionShape shape, int n, int h, int width) {
            this.shape = shape;
            x = LayerGradientTest.random(n, h, width, shape.in(), 1);
            y = Tensor.allocate(n, shape.length(h), shape.length(width), shape.out());
            dy = LayerGradientTest.random(n, y.h(), y.w(), y.c(), 2);
            dx = Tensor.allocate(n, h, width, shape.in());
            bias = new Parameter(shape.out());
            bias.initialise(0, 1, 4);
            try (Parameter w = new Parameter(shape.weights())) {
                w.initialise(0, 1, 3);
                plain = values(w.values());
            }
        }

        Parameter weights(ConvolutionKernel kernel) {
            Parameter w = new Parameter(kernel.order(), shape.weights());
            w.set(FloatBuffer.wrap(plain));
            return w;
        }

        Results run(ConvolutionKernel kernel) {
            try (Parameter w = weights(kernel)) {
                return run(kernel, w);
            }
        }

        Results run(ConvolutionKernel kernel, Parameter w) {
            w.clearGradient();
            kernel.forward(x, w, bias, y);
            kernel.inputGradient(dy, w, dx);
            float[] ofInput = values(dx.floats());
            kernel.gradients(x, w, dy, dx);
            float[] once = values(w.gradientState("w").values());
            kernel.gradients(x, w, dy, null);
            return new Results(values(y.floats()), ofInput, values(dx.floats()), once, values(w.gradientState("w").values()));
        }

        @Override
        public void close() {
            Tensor.close(x, y, dy, dx);
            bias.close();
        }
    }

    static float[] values(FloatBuffer buffer) {
        float[] values = new float[buffer.limit()];
        buffer.get(0, values);
        return values;
    }

    /** No difference beyond 1e-4 of the root mean square. */
    static void assertClose(String what, float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length, what);
        double sum = 0;
        for (float v : expected) sum += (double) v * v;
        double tolerance = 1e-4 * Math.sqrt(sum / expected.length) + 1e-6;
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual[i], Math.max(tolerance, 1e-4 * Math.abs(expected[i])), what + " at " + i);
    }
}
