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
    private final int rows;
    private final int columns;
    private final Axis across;
    /** Floats of a block, two of whose values are in each. */
    private final int block;
    private final float[] zeros;
    private final Map<Place, OneDnnBlockOrder> orders = new HashMap<>();

    /**
     * Blocks along an axis.
     *
     * @param first that has pixels of the image
     * @param pixel of the image, where that block's are
     * @param with those that have
     */
    private record Axis(int first, int pixel, OneDnnBlockOrder.Span with) {

        /** {@code count} blocks of {@code size} pixels, of which the first begins at {@code start} of {@code length}; null if none has a pixel. */
        static Axis of(int start, int count, int size, int length) {
            int before = Math.max(0, -start);
            int after = Math.max(0, start + count * size - length);
            int with = count - before / size - after / size;
            return before + after >= count * size ? null
                : new Axis(before / size, start + before, new OneDnnBlockOrder.Span(with, size, before % size, after % size));
        }

        /** Whether all that this block has is in the image. */
        boolean isWhole(int block) {
            int i = block - first;
            return i >= (with.before() > 0 ? 1 : 0) && i < with.count() - (with.after() > 0 ? 1 : 0);
        }
    }

    private record Place(int images, OneDnnBlockOrder.Span rows) {}

    /** @param image that the tiles are of */
    OneDnnTileBand(WinogradTiles tiles, BlockImage image) {
        this.tiles = tiles;
        this.image = image;
        rows = blocks(tiles, tiles.pieces.rowsOfEach);
        columns = blocks(tiles, tiles.columns());
        block = image.length() / 2;
        zeros = new float[columns * block];
        across = Axis.of(image.rowOf(tiles.firstRead(0), 0), columns, image.stride(), image.width());
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
     * @param from address of the image, in float32
     * @param start of the band in its memory, in floats
     */
    void fill(WinogradPieces.Piece piece, long from, Floats memory, int start) {
        Axis down = Axis.of(image.rowOf(tiles.firstRead(piece.row()), 0), rows, image.stride(), image.height());
        clear(piece.images(), down, memory.values(), start);
        if (down == null || across == null) return;
        long pixel = ((long) piece.image() * image.height() + down.pixel) * image.row() + (long) across.pixel * image.channels();
        long first = ((long) down.first * columns + across.first) * block;
        order(new Place(piece.images(), down.with)).run(memory.address() + Float.BYTES * (start + first), from + Float.BYTES * pixel);
    }

    /** Sets blocks to zero that are not as a whole in the image. */
    private void clear(int images, Axis down, FloatBuffer memory, int start) {
        int row = columns * block;
        Blocks.each(images * rows, i -> {
            boolean inside = down != null && across != null && down.isWhole(i % rows);
            int left = inside ? across.first + (across.with.before() > 0 ? 1 : 0) : columns;
            int end = inside ? across.first + across.with.count() - (across.with.after() > 0 ? 1 : 0) : columns;
            if (left > 0) memory.put(start + i * row, zeros, 0, left * block);
            if (end < columns) memory.put(start + i * row + end * block, zeros, 0, (columns - end) * block);
        });
    }

    private OneDnnBlockOrder order(Place place) {
        return orders.computeIfAbsent(place, p -> {
            long stride = image.stride();
            long channels = image.channels();
            long length = image.length();
            long row = columns * length;
            long[] blocks = {rows * row, row, stride * channels, length, channels, 1};
            long line = image.row();
            long[] pixels = {image.height() * line, stride * line, line, stride * channels, channels, 1};
            return OneDnnBlockOrder.toBlocks(p.images, p.rows, across.with, image.channels(), blocks, pixels, Precision.BF16);
        });
    }

    @Override
    public void close() {
        orders.values().forEach(OneDnnBlockOrder::close);
        orders.clear();
    }
}
