package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * How the tiles of a {@link Winograd} convolution cover the two images of a convolution: reducing, the large one is read in blocks of s x s pixels and the small one
 * made; enlarging, it is the other way round, with tiles that run backwards, which is the same as turning the kernel round. Tiles are transformed row by row, as
 * many rows at a time as fit some memory.
 */
final class WinogradTiles {
    /** Values of transformed tiles at a time, about: the weights, which may be more, are read each time. */
    static final long BAND = 1 << 23;
    /** Values of vectors that are transformed, about, where a tile has fewer: Java's compiler surrounds the vectorised part of a loop by others. */
    private static final int VECTOR = 1 << 9;
    /** More values of one row of tiles, or of transformed weights, take more memory than the time that they save is worth. */
    private static final long MOST = 1 << 25;
    /**
     * What a value takes, measured, in the time of a multiplication in large products: a transformed one of a tile or of its result for each point along a side,
     * transforming a weight, and reading it.
     */
    private static final double TILE = 24;
    private static final double WEIGHT = 100;
    private static final double READ = 35;
    /** What is saved at least, for what the estimate does not know. */
    private static final double WORTH = 0.95;
    /** Times of oneDNN for as many multiplications, in that of a convolution. */
    static final double SLOW_ENLARGEMENT = 1.15;
    static final double SLOW_GRADIENT = 1.25;

    final Winograd winograd;
    final BlockImage large;
    final BlockImage small;
    private final boolean enlarging;
    /** Of the first tile: where its first pixel is. */
    private final int first;
    /** Rows of tiles of an image, of all images, and at a time. */
    private final int rows;
    private final int all;
    private final int some;
    private final int columns;

    WinogradTiles(Winograd winograd, OneDnnSizes sizes, boolean enlarging) {
        this(winograd, enlarging, sizes.batch, new BlockImage(sizes.shape.stride(), sizes.shape.padding(), sizes.largeHeight, sizes.largeWidth, sizes.largeChannels),
            new BlockImage(1, 0, sizes.smallHeight, sizes.smallWidth, sizes.smallChannels));
    }

    /** @param batch images */
    WinogradTiles(Winograd winograd, boolean enlarging, int batch, BlockImage large, BlockImage small) {
        this.winograd = winograd;
        this.enlarging = enlarging;
        this.large = large;
        this.small = small;
        first = enlarging ? large.padding() / large.stride() + winograd.outputs - 1 : 0;
        rows = tiles(small.height(), large.height());
        columns = tiles(small.width(), large.width());
        all = batch * rows;
        long row = (long) columns * winograd.squarePoints() * (large.length() + small.length());
        int pieces = (int) Math.min(all, (all * row + BAND - 1) / BAND);
        some = (all + pieces - 1) / pieces;
    }

    private int tiles(int ofSmall, int ofLarge) {
        int stride = large.stride();
        int blocks = enlarging ? (ofLarge - 1 + large.padding()) / stride + 1 - large.padding() / stride : ofSmall;
        return (blocks + winograd.outputs - 1) / winograd.outputs;
    }

    /**
     * Whether products of transformed tiles take less time than what oneDNN does without.
     *
     * @param uses how often weights are used before they change
     * @param slowness of oneDNN, against plain convolutions: {@link #SLOW_ENLARGEMENT} or so
     */
    boolean areWorthIt(double uses, double slowness) {
        double tiles = (double) all * columns * winograd.squarePoints();
        double values = large.length() + small.length();
        double pairs = (double) large.length() * small.length();
        double plain = (double) all / rows * small.height() * small.width() * winograd.taps * winograd.taps * pairs;
        double products = tiles * (pairs + TILE * winograd.points * values) + weights() * (READ + WEIGHT / uses);
        return Math.max(weights(), tiles / all * values) <= MOST && products < WORTH * slowness * plain;
    }

    /** Tiles at a time. */
    int count() {
        return some * columns;
    }

    /** Values at all points of the tiles of an image, so many at a time. */
    int values(BlockImage image) {
        return winograd.squarePoints() * count() * image.length();
    }

    /** Those of both images, and of the pixels that they give. */
    long values() {
        BlockImage result = enlarging ? large : small;
        return (long) values(large) + values(small) + (long) rows(result) * result.row();
    }

    /** Values of the weights. */
    long weights() {
        return (long) winograd.squarePoints() * large.length() * small.length();
    }

    /** How often so many. */
    int pieces() {
        return (all + some - 1) / some;
    }

    /** Rows of pixels of an image that a piece gives. */
    int rows(BlockImage image) {
        return some * winograd.outputs * image.stride();
    }

    /** Row or column of pixel {@code i} of a tile. */
    private int place(int tile, int i) {
        return first + tile * winograd.outputs + (enlarging ? -i : i);
    }

    /**
     * Transforms the tiles of a piece.
     *
     * @param image that they are tiles of
     * @param back whether these are gradients by pixels of the result
     * @param to receives [points, tiles, values of a block]
     */
    void transform(int piece, BlockImage image, FloatBuffer from, boolean back, FloatBuffer to) {
        int side = back ? winograd.outputs : winograd.points;
        int length = image.length();
        groups(length, count(), (first, n) -> {
            Winograd.Vectors vectors = winograd.vectors(n * length);
            for (int i = first; i < first + n; i++) {
                int line = piece * some + i / columns;
                for (int k = 0; k < side * side; k++) {
                    int at = (i - first) * length;
                    // the last piece may have no more rows
                    if (line >= all) Arrays.fill(vectors.from[k], at, at + length, 0);
                    else image.read(from, line / rows, place(line % rows, k / side), place(i % columns, k % side), vectors.from[k], at);
                }
            }
            if (back) vectors.outputBack(n * length);
            else vectors.input(n * length);
            for (int point = 0; point < winograd.squarePoints(); point++) to.put((point * count() + first) * length, vectors.to[point], 0, n * length);
        });
    }

    /** Work on some tiles at once. */
    @FunctionalInterface
    private interface Group {
        void run(int first, int count);
    }

    private static void groups(int length, int count, Group task) {
        int size = together(length);
        Blocks.run(count, size, (block, first, n) -> task.run(first, n));
    }

    /** Tiles whose values, so many each, are transformed at once. */
    private static int together(int length) {
        return Math.max(1, VECTOR / length);
    }

    /** What the bias adds to tiles that are transformed at once. */
    static float[] repeated(Parameter bias, BlockImage image) {
        float[] values = new float[together(image.length()) * image.length()];
        for (int i = 0; i < values.length; i++) values[i] = bias.present().get(i % image.channels());
        return values;
    }

    /**
     * Transforms the products of a piece, [points, tiles, values of a block], to pixels of the result.
     *
     * @param bias what is {@link #repeated}; null for none
     * @param slope of the LeakyReLU behind it; 1 for none
     * @param band where so many {@link #rows} can be put together
     */
    void result(int piece, FloatBuffer products, float[] bias, float slope, BlockImage image, FloatBuffer band, RowSink to) {
        int length = image.length();
        int side = winograd.outputs;
        int height = side * image.stride();
        int left = Math.min(some, all - piece * some);
        groups(length, left * columns, (first, n) -> {
            Winograd.Vectors vectors = winograd.vectors(n * length);
            for (int point = 0; point < winograd.squarePoints(); point++) products.get((point * count() + first) * length, vectors.from[point], 0, n * length);
            vectors.output(n * length);
            for (int k = 0; k < side * side; k++) {
                float[] blocks = vectors.to[k];
                if (bias != null) Channels.add(bias, n * length, blocks);
                if (slope != 1) NormActivation.leaky(blocks, slope, n * length);
                for (int i = first; i < first + n; i++) {
                    int line = i / columns * height + (enlarging ? side - 1 - k / side : k / side) * image.stride();
                    for (int p = 0; p < image.stride(); p++) image.write(blocks, (i - first) * length, p, place(i % columns, k % side), band, line + p);
                }
            }
        });
        Blocks.each(left * height, i -> {
            int line = piece * some + i / height;
            int row = image.rowOf(place(line % rows, enlarging ? side - 1 : 0), i % height);
            if (row >= 0 && row < image.height()) to.put(line / rows * image.height() + row, Blocks.load(0, band, i * image.row(), image.row()));
        });
    }
}
