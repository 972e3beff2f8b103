package sc.fiji.pix2pix.nn;

/** The rows of tiles of a batch of images, as many at a time as fit some memory: those of one or several images, or some rows of one. */
final class WinogradPieces {
    private final int batch;
    private final int rows;
    /** Images at a time, and rows of tiles of each. */
    final int images;
    final int rowsOfEach;

    /**
     * Of which there may be fewer the last time.
     *
     * @param image the first
     * @param images how many
     * @param row of tiles, the first of each
     * @param rows how many of each
     */
    record Piece(int image, int images, int row, int rows) {}

    /**
     * @param rows of tiles of an image
     * @param most rows at a time; one, if fewer fit
     */
    WinogradPieces(int batch, int rows, long most) {
        this.batch = batch;
        this.rows = rows;
        images = evenly(batch, Math.max(1, most / rows));
        rowsOfEach = evenly(rows, Math.max(1, most));
    }

    /** How many of so many at a time, at most, and as many each time as possible. */
    private static int evenly(int all, long most) {
        int times = (int) ((all + most - 1) / most);
        return times(all, times);
    }

    private static int times(int all, int some) {
        return (all + some - 1) / some;
    }

    /** How many pieces there are. */
    int count() {
        return times(batch, images) * times(rows, rowsOfEach);
    }

    Piece get(int i) {
        int ofImages = times(rows, rowsOfEach);
        int image = i / ofImages * images;
        int row = i % ofImages * rowsOfEach;
        return new Piece(image, Math.min(images, batch - image), row, Math.min(rowsOfEach, rows - row));
    }

    /** Images of the batch. */
    int batch() {
        return batch;
    }

    /** Rows of all images. */
    long all() {
        return (long) batch * rows;
    }

    /** Rows at a time. */
    int rows() {
        return images * rowsOfEach;
    }
}
