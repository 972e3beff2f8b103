package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * How the tiles of a {@link Winograd} convolution cover the two images of a convolution: reducing, the large one is read in blocks of s x s pixels and the small one
 * made; enlarging, it is the other way round, with tiles that run backwards, which is the same as turning the kernel round. Tiles are transformed row by row, some
 * rows at a time ({@link WinogradPieces}).
 */
final class WinogradTiles {
    /**
     * Values of transformed tiles at a time, about: the weights, which may be more, are read each time. In bf16 there are more calls for each piece, and half of the values
     * are never kept; the others should still be in the last cache when they are transformed.
     */
    private static final long BAND = 1 << 22;
    private static final long BAND_OF_BF16 = 3 << 21;
    /** Values of vectors that are transformed, about, where a tile has fewer: Java's compiler surrounds the vectorised part of a loop by others. */
    private static final int VECTOR = 1 << 9;

    final Winograd winograd;
    final BlockImage large;
    final BlockImage small;
    private final boolean enlarging;
    /** Of the first tile: where its first pixel is. */
    private final int first;
    final WinogradPieces pieces;
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
        columns = tiles(small.width(), large.width());
        long most = winograd.precision == Precision.BF16 ? BAND_OF_BF16 : BAND;
        pieces = new WinogradPieces(batch, tiles(small.height(), large.height()), most / rowValues());
    }

    private int tiles(int ofSmall, int ofLarge) {
        int stride = large.stride();
        int blocks = enlarging ? (ofLarge - 1 + large.padding()) / stride + 1 - large.padding() / stride : ofSmall;
        return (blocks + winograd.outputs - 1) / winograd.outputs;
    }

    /** Tiles of all images. */
    long all() {
        return pieces.all() * columns;
    }

    /** Values of a row of tiles at all points, of both images. */
    long rowValues() {
        return (long) columns * winograd.squarePoints() * (large.length() + small.length());
    }

    /** Tiles of a row. */
    int columns() {
        return columns;
    }

    /** Tiles at a time. */
    int count() {
        return pieces.rows() * columns;
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

    /** Row or column of pixel {@code i} of a tile. */
    private int place(int tile, int i) {
        return first + tile * winograd.outputs + (enlarging ? -i : i);
    }

    /** The first row of blocks, of pixels in the small image, that a row of tiles is made from; or column. */
    int firstRead(int tile) {
        return left(tile, winograd.points);
    }

    /** The same of what is made of a row of tiles. */
    int firstMade(int tile) {
        return left(tile, winograd.outputs);
    }

    /** Tells of the rows of pixels that the results of a piece are. */
    void tell(RowsWritten then, WinogradPieces.Piece piece, BlockImage image) {
        int first = Math.max(0, image.rowOf(firstMade(piece.row()), 0));
        int end = Math.min(image.height(), image.rowOf(firstMade(piece.row() + piece.rows()), 0));
        then.rows(piece.image() * image.height() + first, (piece.images() - 1) * image.height() + end - first);
    }

    /** Where the first of {@code side} columns of a tile is. */
    private int left(int tile, int side) {
        return place(tile, enlarging ? side - 1 : 0);
    }

    /**
     * Transforms the tiles of a piece, and zeros where it is the last and has fewer: first along columns, in strips that tiles beside each other share, then along rows.
     *
     * @param image that they are tiles of
     * @param back whether these are gradients by pixels of the result
     * @param to receives the values of blocks at all points
     */
    void transform(WinogradPieces.Piece piece, BlockImage image, FloatBuffer from, boolean back, FloatBuffer to) {
        int side = back ? winograd.outputs : winograd.points;
        int length = image.length();
        int part = image.stride() * image.channels();
        groups(pieces.rows(), length, (line, column, n) -> {
            int blocks = (n - 1) * winograd.outputs + side;
            Winograd.Vectors vectors = winograd.vectors(Math.max(n * length, blocks * part));
            int of = line / pieces.rowsOfEach;
            int row = line % pieces.rowsOfEach;
            boolean there = of < piece.images() && row < piece.rows();
            for (int p = 0; p < image.stride(); p++) {
                for (int i = 0; i < side; i++) {
                    if (there) image.read(from, piece.image() + of, image.rowOf(place(piece.row() + row, i), p), left(column, side), blocks, vectors.strips[i]);
                    else Arrays.fill(vectors.strips[i], 0, blocks * part, 0);
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
            for (int point = 0; point < winograd.squarePoints(); point++) to.put(at(point, first) * length, vectors.to[point], 0, n * length);
        });
    }

    /** Where a tile is at a point. */
    private int at(int point, int tile) {
        return point * count() + tile;
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
        return Math.max(1, VECTOR / length);
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
    void result(WinogradPieces.Piece piece, FloatBuffer products, float[] bias, float slope, BlockImage image, Rows to) {
        int length = image.length();
        int side = winograd.outputs;
        groups(piece.images() * piece.rows(), length, (line, column, n) -> {
            Winograd.Vectors vectors = winograd.vectors(n * length);
            int of = line / piece.rows();
            int row = line % piece.rows();
            int first = (of * pieces.rowsOfEach + row) * columns + column;
            for (int point = 0; point < winograd.squarePoints(); point++) products.get(at(point, first) * length, vectors.from[point], 0, n * length);
            if (bias != null) Channels.add(bias, n * length, vectors.from[winograd.one]);
            vectors.output(n * length);
            for (int k = 0; k < side * side && slope != 1; k++) NormActivation.leaky(vectors.to[k], slope, n * length);
            for (int k = 0; k < side; k++) put(vectors.to, piece.image() + of, place(piece.row() + row, k), k, column, n, image, to);
        });
    }

    /** Row {@code k} of the results of {@code count} tiles, given as blocks: row {@code i} of those of image {@code n}. */
    private void put(float[][] blocks, int n, int i, int k, int column, int count, BlockImage image, Rows to) {
        int side = winograd.outputs;
        int part = image.stride() * image.channels();
        for (int p = 0; p < image.stride(); p++) {
            int row = image.rowOf(i, p);
            if (row < 0 || row >= image.height()) continue;
            float[] values = Blocks.scratch(0, count * side * part);
            for (int j = 0; j < count * side; j++) {
                int of = enlarging ? side - 1 - j % side : j % side;
                System.arraycopy(blocks[k * side + of], j / side * image.length() + p * part, values, j * part, part);
            }
            image.put(values, n, row, left(column, side), count * side, to);
        }
    }
}
