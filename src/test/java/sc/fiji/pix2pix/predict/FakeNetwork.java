package sc.fiji.pix2pix.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.nn.Cut;
import sc.fiji.pix2pix.nn.RowSink;
import sc.fiji.pix2pix.nn.RowSource;
import sc.fiji.pix2pix.nn.Tile;

/**
 * Output channel d is the mean of input channel d (modulo their number) over a square of side 2 radius + 1, zeros beyond the edge, plus a
 * small pattern that repeats with the stride: a tile at a wrong place would show.
 */
class FakeNetwork implements TileFunction {
    final int in;
    final int out;
    final int stride;
    final int radius;
    long bytesPerPixel = 100;
    int runs;
    int largestBatch;
    boolean closed;
    FloatBuffer input;
    FloatBuffer output;
    int n;
    int h;
    int w;

    FakeNetwork(int in, int out, int stride, int radius) {
        this.in = in;
        this.out = out;
        this.stride = stride;
        this.radius = radius;
    }

    static float pattern(int x, int y, int stride) {
        return (x % stride + 2 * (y % stride)) / (100f * stride);
    }

    @Override
    public int inputChannels() {
        return in;
    }

    @Override
    public int outputChannels() {
        return out;
    }

    @Override
    public int stride() {
        return stride;
    }

    @Override
    public List<Cut> cuts() {
        return List.of(new Cut(0, stride, radius, 0, 10_000, 0));
    }

    @Override
    public long bytes(Cut cut, int n, int h, int w) {
        return bytesPerPixel * n * h * w;
    }

    @Override
    public void input(int n, int h, int w, RowSource rows) {
        if (h % stride != 0 || w % stride != 0) throw new AssertionError(w + " x " + h);
        this.n = n;
        this.h = h;
        this.w = w;
        largestBatch = Math.max(largestBatch, n);
        if (input == null || input.limit() != n * h * w * in) {
            input = FloatBuffer.allocate(n * h * w * in);
            output = FloatBuffer.allocate(n * h * w * out);
        }
        IntStream.range(0, n * h).parallel().forEach(y -> {
            float[] line = new float[w * in];
            rows.get(y, line);
            input.put(y * w * in, line);
        });
    }

    @Override
    public void run(List<Tile> tiles, RowSink to) {
        assertEquals(n, tiles.size());
        float[] values = run().array();
        for (int i = 0; i < n; i++) {
            int first = i * h;
            IntStream.range(0, h).parallel().forEach(y -> {
                for (int c = 0; c < out; c++) {
                    float[] line = new float[w];
                    for (int x = 0; x < w; x++) line[x] = values[((first + y) * w + x) * out + c];
                    to.put((first + y) * w, w, c, line);
                }
            });
        }
    }

    FloatBuffer run() {
        runs++;
        IntStream.range(0, n * h).parallel().forEach(line -> row(line / h, line % h));
        return output;
    }

    private void row(int i, int y) {
        float[] from = input.array();
        float[] to = output.array();
        float[] sums = new float[w + 2 * radius];
        float[] patterns = new float[stride];
        float area = (2 * radius + 1) * (2 * radius + 1);
        for (int d = 0; d < out; d++) {
            Arrays.fill(sums, 0);
            for (int v = Math.max(0, y - radius); v <= Math.min(h - 1, y + radius); v++) {
                int line = (i * h + v) * w * in + d % in;
                for (int x = 0; x < w; x++) sums[x + radius] += from[line + x * in];
            }
            int line = (i * h + y) * w * out + d;
            for (int x = 0; x < stride; x++) patterns[x] = pattern(x, y, stride);
            int phase = 0;
            for (int x = 0; x < w; x++) {
                float sum = 0;
                for (int u = 0; u <= 2 * radius; u++) sum += sums[x + u];
                to[line + x * out] = sum / area + patterns[phase];
                phase = phase + 1 == stride ? 0 : phase + 1;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
