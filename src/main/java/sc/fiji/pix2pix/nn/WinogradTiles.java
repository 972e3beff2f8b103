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
    static final long BAND = 1 << 22;
    /**
     * Values of vectors that are transformed, about, where a tile has fewer: Java's compiler surrounds the vectorised part of a loop by others. Where a tile has fewer points,
     * more fit the caches.
     */
    private static final int VECTOR = 1 << 9;
    private static final int LONG_VECTOR = 1 << 11;

    final Winograd winograd;
    final BlockImage large;
    final BlockImage small;
    private final boolean enlarging;
    /** Whether all points of a tile lie together, or all tiles at a point. */
    private final boolean pointsTogether;
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
        pointsTogether = winograd.precision == Precision.BF16;
        this.large = large;
        this.small = small;
        first = enlarging ? large.padding() / large.stride() + winograd.outputs - 1 : 0;
        rows = tiles(small.height(), large.height());
        columns = tiles(small.width(), large.width());
        all = batch * rows;
        int pieces = (int) Math.min(all, (all * rowValues() + BAND - 1) / BAND);
        some = (all + pieces - 1) / pieces;
    }

    private int tiles(int ofSmall, int ofLarge) {
        int stride = large.stride();
        int blocks = enlarging ? (ofLarge - 1 + large.padding()) / stride + 1 - large.padding() / stride : ofSmall;
        return (blocks + winograd.outputs - 1) / winograd.outputs;
    }

    /** Images. */
    int batch() {
        return all / rows;
    }

    /** Tiles of all images. */
    long all() {
        return (long) all * columns;
    }

    /** Values of a row of tiles at all points, of both images. */
    long rowValues() {
        return (long) columns * winograd.squarePoints() * (large.length() + small.length());
    }

    /** Tiles at a time. */
    int count() {
        return some * columns;
    }

    /** Values at all points of the tiles of an image, so many at a time. */
    int values(BlockImage image) {
        return winograd.squarePoints() * count() * image.length();
    }

    /** Those of both images. */
    long values() {
        return (long) values(large) + values(small);
    }

    /** Values of the weights. */
    long weights() {
        return (long) winograd.squarePoints() * large.length() * small.length();
    }

    /** How often so many. */
    int pieces() {
        return (all + some - 1) / some;
    }

    /** Row or column of pixel {@code i} of a tile. */
    private int place(int tile, int i) {
        return first + tile * winograd.outputs + (enlarging ? -i : i);
    }

    /** Where the first of {@code side} columns of a tile is. */
    private int left(int tile, int side) {
        return place(tile, enlarging ? side - 1 : 0);
    }

    /**
     * Transforms the tiles of a piece: first along columns, in strips that tiles beside each other share, then along rows.
     *
     * @param image that they are tiles of
     * @param back whether these are gradients by pixels of the result
     * @param to receives the values of blocks at all points
     */
    void transform(int piece, BlockImage image, FloatBuffer from, boolean back, FloatBuffer to) {
        int side = back ? winograd.outputs : winograd.points;
        int length = image.length();
        int part = image.stride() * image.channels();
        groups(some, length, (line, column, n) -> {
            int blocks = (n - 1) * winograd.outputs + side;
            Winograd.Vectors vectors = winograd.vectors(Math.max(n * length, blocks * part));
            int row = piece * some + line;
            for (int p = 0; p < image.stride(); p++) {
                for (int i = 0; i < side; i++) {
                    // the last piece may have no more rows
                    if (row >= all) Arrays.fill(vectors.strips[i], 0, blocks * part, 0);
                    else image.read(from, row / rows, image.rowOf(place(row % rows, i), p), left(column, side), blocks, vectors.strips[i]);
                }
                vectors.columns(back, blocks * part);
                for (int k = 0; k < winograd.points * side; k++) {
                    for (int i = 0; i < n; i++) {
                        int block = i * winograd.outputs + (enlarging ? side - 1 - k % side : k % side);
                        System.arraycopy(vectors.strips[k / side], block * part, vectors.from[k], i * length + p * part, part);
                    }
                }
            }
            vectors.rows(back, n * length);
            int first = line * columns + column;
            for (int point = 0; point < winograd.squarePoints(); point++) {
                for (int i = 0; i < n; i += adjacent(n)) to.put(at(point, first + i) * length, vectors.to[point], i * length, adjacent(n) * length);
            }
        });
    }

    /** Where a tile is at a point, among all tiles at all points. */
    private int at(int point, int tile) {
        return pointsTogether ? tile * winograd.squarePoints() + point : point * count() + tile;
    }

    /** How many of so many tiles lie one behind the other. */
    private int adjacent(int tiles) {
        return pointsTogether ? 1 : tiles;
    }

    /** Work on some tiles beside each other. */
    @FunctionalInterface
    private interface Group {
        void run(int line, int column, int count);
    }

    private void groups(int lines, int length, Group task) {
        int size = tilesAtOnce(length);
        int groups = (columns + size - 1) / size;
        Blocks.each(lines * groups, i -> task.run(i / groups, i % groups * size, Math.min(size, columns - i % groups * size)));
    }

    /** Tiles whose values, so many each, are transformed at once. */
    private int tilesAtOnce(int length) {
        return Math.max(1, (winograd.precision == Precision.BF16 ? LONG_VECTOR : VECTOR) / length);
    }

    /** What the bias adds to tiles that are transformed at once. */
    float[] repeated(Parameter bias, BlockImage image) {
        float[] values = new float[tilesAtOnce(image.length()) * image.length()];
        for (int i = 0; i < values.length; i++) values[i] = bias.present().get(i % image.channels());
        return values;
    }

    /**
     * Transforms the products of a piece, values of blocks at all points of its tiles, to pixels of the result.
     *
     * @param bias what is {@link #repeated}; null for none
     * @param slope of the LeakyReLU behind it; 1 for none
     */
    void result(int piece, FloatBuffer products, float[] bias, float slope, BlockImage image, Rows to) {
        int length = image.length();
        int side = winograd.outputs;
        int left = Math.min(some, all - piece * some);
        groups(left, length, (line, column, n) -> {
            Winograd.Vectors vectors = winograd.vectors(n * length);
            int first = line * columns + column;
            for (int point = 0; point < winograd.squarePoints(); point++) {
                for (int i = 0; i < n; i += adjacent(n)) products.get(at(point, first + i) * length, vectors.from[point], i * length, adjacent(n) * length);
            }
            vectors.output(n * length);
            for (int k = 0; k < side * side; k++) {
                if (bias != null) Channels.add(bias, n * length, vectors.to[k]);
                if (slope != 1) NormActivation.leaky(vectors.to[k], slope, n * length);
            }
            for (int k = 0; k < side; k++) put(vectors.to, k, piece * some + line, column, n, image, to);
        });
    }

    /** Row {@code k} of the results of {@code count} tiles, given as blocks. */
    private void put(float[][] blocks, int k, int line, int column, int count, BlockImage image, Rows to) {
        int side = winograd.outputs;
        int part = image.stride() * image.channels();
        for (int p = 0; p < image.stride(); p++) {
            int row = image.rowOf(place(line % rows, k), p);
            if (row < 0 || row >= image.height()) continue;
            float[] values = Blocks.scratch(0, count * side * part);
            for (int i = 0; i < count * side; i++) {
                int j = enlarging ? side - 1 - i % side : i % side;
                System.arraycopy(blocks[k * side + j], i / side * image.length() + p * part, values, i * part, part);
            }
            image.put(values, line / rows, row, left(column, side), count * side, to);
        }
    }
}
