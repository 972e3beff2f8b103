package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The blocks that the tiles of a piece of a {@link WinogradTiles} convolution are made from, rounded to bf16: [images, rows, columns, values of a block], zero where
 * there is no image.
 */
final class OneDnnTileBand implements AutoCloseable {
    private final WinogradTiles tiles;
    private final BlockImage image;
    /** Of the image. */
    private final Precision given;
    private final int rows;
    private final int columns;
    private final BlockAxis across;
    /** Floats of a block, two of whose values are in each. */
    private final int block;
    private final float[] zeros;
    private final Map<Place, OneDnnBlockOrder> orders = new HashMap<>();

    private record Place(int images, OneDnnBlockOrder.Span rows) {}

    /**
     * @param image that the tiles are of
     * @param given what it is in
     */
    OneDnnTileBand(WinogradTiles tiles, BlockImage image, Precision given) {
        this.tiles = tiles;
        this.image = image;
        this.given = given;
        rows = blocks(tiles, tiles.pieces.rowsOfEach);
        columns = blocks(tiles, tiles.columns());
        block = image.length() / 2;
        zeros = new float[columns * block];
        across = BlockAxis.of(image.rowOf(tiles.firstRead(0), 0), columns, image.stride(), image.stride(), image.width());
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Blocks along so many tiles, which share some. */
    private static int blocks(WinogradTiles tiles, int count) {
        return count * tiles.winograd.outputs + tiles.winograd.points - tiles.winograd.outputs;
    }

    /** Floats of a whole piece. */
    static long floats(WinogradTiles tiles, BlockImage image) {
        return (long) tiles.pieces.images * blocks(tiles, tiles.pieces.rowsOfEach) * blocks(tiles, tiles.columns()) * image.length() / 2;
    }

    /**
     * @param from address of the image
     * @param start of the band in its memory, in floats
     */
    void fill(WinogradPieces.Piece piece, long from, Floats memory, int start) {
        BlockAxis down = BlockAxis.of(image.rowOf(tiles.firstRead(piece.row()), 0), rows, image.stride(), image.stride(), image.height());
        clear(piece.images(), down, memory.values(), start);
        if (down == null || across == null) return;
        long pixel = ((long) piece.image() * image.height() + down.pixel()) * image.row() + (long) across.pixel() * image.channels();
        long first = ((long) down.first() * columns + across.first()) * block;
        order(new Place(piece.images(), down.with())).run(memory.address() + Float.BYTES * (start + first), from + OneDnn.bytes(given) * pixel);
    }

    /** Sets blocks to zero that are not as a whole in the image. */
    private void clear(int images, BlockAxis down, FloatBuffer memory, int start) {
        int row = columns * block;
        Blocks.each(images * rows, i -> {
            boolean inside = down != null && across != null && down.isWhole(i % rows);
            int left = inside ? across.first() + (across.with().before() > 0 ? 1 : 0) : columns;
            int end = inside ? across.first() + across.with().count() - (across.with().after() > 0 ? 1 : 0) : columns;
            if (left > 0) memory.put(start + i * row, zeros, 0, left * block);
            if (end < columns) memory.put(start + i * row + end * block, zeros, 0, (columns - end) * block);
        });
    }

    private OneDnnBlockOrder order(Place place) {
        return orders.computeIfAbsent(place, p -> {
            // Of an image in bf16 floats are copied, each of which holds two values.
            int values = given == Precision.BF16 ? 2 : 1;
            int channels = image.channels() / values;
            long stride = image.stride();
            long length = stride * stride * channels;
            long row = columns * length;
            long[] blocks = {rows * row, row, stride * channels, length, channels, 1};
            long line = (long) image.width() * channels;
            long[] pixels = {image.height() * line, stride * line, line, stride * channels, channels, 1};
            return OneDnnBlockOrder.toBlocks(p.images, p.rows, across.with(), channels, blocks, pixels, values == 1 ? Precision.BF16 : Precision.FLOAT32);
        });
    }

    @Override
    public void close() {
        orders.values().forEach(OneDnnBlockOrder::close);
        orders.clear();
    }
}
