package sc.fiji.pix2pix.deconvolution;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.Reflection;

/**
 * Convolution of large planes with one kernel in the Fourier domain, tile by tile (overlap-save: of each tile only that part is used which the kernel
 * cannot wrap around into), on all cores. What lies beyond the edges is put into the tiles, so nothing wraps around there either, and besides the planes
 * themselves memory does not grow with the image. Two tiles go through each complex transform, one as real and one as imaginary part, which the
 * real kernel does not mix.
 */
public final class FftConvolution implements PlaneConvolution {
    /** What lies beyond the edges: nothing, or the image mirrored. */
    public enum Edge { ZERO, REFLECT }

    /** The fastest per pixel with small kernels; the library is slower with 128. */
    private static final int LEAST_SIDE = 256;
    /** A tile four times as wide as the kernel gives more than half of its pixels as result; of larger ones memory is the limit. */
    private static final int KERNELS_PER_TILE = 4;
    private static final int LARGE_SIDE = 1024;

    private final int radius;
    private final int side;
    private final SquareFft fft;
    private final double[] spectrum;
    private final Queue<double[]> buffers = new ConcurrentLinkedQueue<>();

    public FftConvolution(Kernel kernel) {
        this(kernel.size(), values(kernel));
    }

    /** @param values size x size, row by row; the central one is at the origin */
    FftConvolution(int size, double[] values) {
        radius = size / 2;
        side = sideFor(size);
        fft = new SquareFft(side);
        spectrum = new double[2 * side * side];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int at = Math.floorMod(y - radius, side) * side + Math.floorMod(x - radius, side);
                spectrum[2 * at] = values[y * size + x] / ((double) side * side);
            }
        }
        fft.forward(spectrum);
    }

    static int sideFor(int kernelSize) {
        int side = LEAST_SIDE;
        while (side < 2 * kernelSize || side < KERNELS_PER_TILE * kernelSize && side < LARGE_SIDE) side *= 2;
        return side;
    }

    private static double[] values(Kernel kernel) {
        double[] values = new double[kernel.size() * kernel.size()];
        for (int i = 0; i < values.length; i++) values[i] = kernel.get(i % kernel.size(), i / kernel.size());
        return values;
    }

    /**
     * The plane convolved with the kernel.
     *
     * @param plane width x height finite values, row by row
     * @param result another array of the same length
     */
    public void convolve(double[] plane, double[] result, int width, int height, Edge edge) {
        convolve(plane, width, height, edge, (at, values, count) -> System.arraycopy(values, 0, result, at, count));
    }

    void convolve(double[] plane, int width, int height, Edge edge, Sink sink) {
        run(new Tiles(plane, width, height, edge, 1, sink));
    }

    @Override
    public void convolve(double[] plane, int width, int height, Sink sink) {
        convolve(plane, width, height, Edge.ZERO, sink);
    }

    @Override
    public void correlate(double[] plane, int width, int height, Sink sink) {
        run(new Tiles(plane, width, height, Edge.ZERO, -1, sink));
    }

    private void run(Tiles tiles) {
        IntStream.range(0, (tiles.count + 1) / 2).parallel().forEach(i -> {
            double[] buffer = buffers.poll();
            if (buffer == null) buffer = new double[2 * side * side];
            tiles.transform(2 * i, buffer);
            buffers.add(buffer);
        });
    }

    private final class Tiles {
        final double[] plane;
        final Sink sink;
        final int width;
        final int height;
        final boolean reflect;
        final int sign;
        final int inner = side - 2 * radius;
        final int columns;
        final int count;

        /** @param sign 1 for the kernel's spectrum, -1 for its conjugate, which is that of the turned kernel */
        Tiles(double[] plane, int width, int height, Edge edge, int sign, Sink sink) {
            this.plane = plane;
            this.sink = sink;
            this.width = width;
            this.height = height;
            this.reflect = edge == Edge.REFLECT;
            this.sign = sign;
            columns = (width + inner - 1) / inner;
            count = columns * ((height + inner - 1) / inner);
        }

        /** Tiles {@code first} and {@code first + 1}, if that exists. */
        void transform(int first, double[] a) {
            boolean pair = first + 1 < count;
            Arrays.fill(a, 0);
            read(first, a, 0);
            if (pair) read(first + 1, a, 1);
            fft.forward(a);
            for (int i = 0; i < a.length; i += 2) {
                double imaginary = sign * spectrum[i + 1];
                double real = a[i] * spectrum[i] - a[i + 1] * imaginary;
                a[i + 1] = a[i] * imaginary + a[i + 1] * spectrum[i];
                a[i] = real;
            }
            fft.inverse(a);
            write(first, a, 0);
            if (pair) write(first + 1, a, 1);
        }

        private void read(int tile, double[] a, int part) {
            int left = tile % columns * inner - radius;
            int top = tile / columns * inner - radius;
            for (int y = 0; y < side; y++) {
                int row = reflect ? Reflection.index(top + y, height) : top + y;
                if (row < 0 || row >= height) continue;
                for (int x = 0; x < side; x++) {
                    int column = left + x;
                    if (column >= 0 && column < width) a[2 * (y * side + x) + part] = plane[row * width + column];
                    else if (reflect) a[2 * (y * side + x) + part] = plane[row * width + Reflection.index(column, width)];
                }
            }
        }

        private void write(int tile, double[] a, int part) {
            int left = tile % columns * inner;
            int top = tile / columns * inner;
            double[] row = new double[Math.min(inner, width - left)];
            for (int y = 0; y < Math.min(inner, height - top); y++) {
                for (int x = 0; x < row.length; x++) row[x] = a[2 * ((y + radius) * side + x + radius) + part];
                sink.accept((top + y) * width + left, row, row.length);
            }
        }
    }
}
