package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

/**
 * Weights [a, b, k, k] as a {@link Winograd} convolution from blocks of s x s pixels multiplies by them: [points, s s b, a], where (p s + q) b + c is channel c of
 * pixel (p, q) of a block, whose taps are those at rows p, p + s, ... and columns q, q + s, ...; and the way back for their gradient.
 */
final class WinogradWeights {
    /** Lines of a that are moved together, at most: shorter rows cost more than the values. */
    private static final int GROUP = 256;
    /** Values of vectors that are transformed, about. */
    private static final int VECTOR = 1 << 10;

    final Winograd winograd;
    private final WeightOrder order;
    private final int stride;
    private final int a;
    private final int b;
    private final int size;
    /** Lines of a, and of b, that are transformed together. */
    private final int group;
    private final int rows;

    /**
     * Null if such a convolution has no tiles, or these weights are not transformed: in bf16 those of two taps are only, since the factors of more lose digits, and not
     * where products take no time beside the transforms.
     */
    static WinogradWeights of(WeightOrder order, ConvolutionShape shape, Precision precision) {
        int taps = shape.size() / shape.stride();
        boolean bf16 = precision == Precision.BF16;
        boolean possible = order.block() > 1 && taps * shape.stride() == shape.size() && taps >= 2 && taps <= (bf16 ? 2 : 4) && !(bf16 && OneDnn.multipliesTiles());
        return possible ? new WinogradWeights(Winograd.of(taps, precision), order, shape) : null;
    }

    private WinogradWeights(Winograd winograd, WeightOrder order, ConvolutionShape shape) {
        this.winograd = winograd;
        this.order = order;
        stride = shape.stride();
        a = (int) shape.weights()[0];
        b = (int) shape.weights()[1];
        size = shape.size();
        int most = Math.max(order.block(), GROUP / order.block() * order.block());
        while (a % most != 0) most -= order.block();
        group = most;
        rows = Math.min(order.block(), Integer.highestOneBit(Math.max(1, VECTOR / group)));
    }

    /** Values. */
    long length() {
        return (long) winograd.squarePoints() * stride * stride * a * b;
    }

    /** Work on what one pixel of a block has for some lines of a and of b. */
    @FunctionalInterface
    private interface Part {
        void run(Winograd.Vectors vectors, int pixel, int firstA, int firstB);
    }

    private void parts(Part part) {
        int ofA = a / group;
        int ofB = b / rows;
        Blocks.each(stride * stride * ofA * ofB, i -> part.run(winograd.vectors(rows * group), i / ofA / ofB, i % ofA * group, i / ofA % ofB * rows));
    }

    void transform(FloatBuffer from, FloatBuffer to) {
        parts((vectors, pixel, firstA, firstB) -> {
            for (int tap = 0; tap < winograd.taps * winograd.taps; tap++) load(from, place(pixel, tap), firstA, firstB, vectors.from[tap]);
            vectors.weights(rows * group);
            for (int point = 0; point < winograd.squarePoints(); point++) {
                for (int i = 0; i < rows; i++) to.put(line(point, pixel, firstB + i) + firstA, vectors.to[point], i * group, group);
            }
        });
    }

    /** @param adding to what is there */
    void transformBack(FloatBuffer from, boolean adding, FloatBuffer to) {
        parts((vectors, pixel, firstA, firstB) -> {
            for (int point = 0; point < winograd.squarePoints(); point++) {
                for (int i = 0; i < rows; i++) from.get(line(point, pixel, firstB + i) + firstA, vectors.from[point], i * group, group);
            }
            vectors.weightsBack(rows * group);
            for (int tap = 0; tap < winograd.taps * winograd.taps; tap++) store(vectors.to[tap], adding, place(pixel, tap), firstA, firstB, to);
        });
    }

    /** Where the values for all of a begin. */
    private int line(int point, int pixel, int channel) {
        return ((point * stride * stride + pixel) * b + channel) * a;
    }

    /** Row and column of the kernel, as one index. */
    private int place(int pixel, int tap) {
        int row = pixel / stride + stride * (tap / winograd.taps);
        int column = pixel % stride + stride * (tap % winograd.taps);
        return row * size + column;
    }

    /** As rows of a, one for each of b. */
    private void load(FloatBuffer weights, int place, int firstA, int firstB, float[] to) {
        int block = order.block();
        for (int part = 0; part < group; part += block) {
            float[] square = Blocks.load(0, weights, start(place, firstA + part, firstB), rows * block);
            for (int i = 0; i < rows; i++) System.arraycopy(square, i * block, to, i * group + part, block);
        }
    }

    private void store(float[] from, boolean adding, int place, int firstA, int firstB, FloatBuffer to) {
        int block = order.block();
        for (int part = 0; part < group; part += block) {
            int start = start(place, firstA + part, firstB);
            float[] square = Blocks.scratch(0, rows * block);
            for (int i = 0; i < rows; i++) System.arraycopy(from, i * group + part, square, i * block, block);
            if (adding) Channels.add(Blocks.load(1, to, start, rows * block), rows * block, square);
            to.put(start, square, 0, rows * block);
        }
    }

    private int start(int place, int firstA, int firstB) {
        int block = order.block();
        return ((firstA / block * (b / block) + firstB / block) * size * size + place) * block * block + firstB % block * block;
    }
}
