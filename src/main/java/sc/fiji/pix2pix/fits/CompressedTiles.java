package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import sc.fiji.pix2pix.progress.CancelledException;
import sc.fiji.pix2pix.progress.Progress;

/**
 * A tile-compressed image (standard 4.0, section 10.1; fpack writes them): a table with a row for each tile. Tiles are uncompressed one by
 * one, each into its place.
 */
final class CompressedTiles {
    /** Deflate makes at most 1032 bytes of one; Rice less. */
    private static final long DEFLATE = 1032;
    /** PLIO makes at most 4095 pixels of four bytes of two bytes; what H-compress writes of images stays below. */
    private static final long RUNS = 8190;

    private final Hdu hdu;
    private final ArrayShape shape;

    CompressedTiles(Hdu hdu, ArrayShape shape) {
        this.hdu = hdu;
        this.shape = shape;
    }

    /** Whether the table can hold the image that it promises. */
    void check() throws IOException {
        String type = hdu.header().text("ZCMPTYPE").orElse("none");
        long expansion = switch (type) {
            case "RICE_1", "RICE_ONE", "GZIP_1", "GZIP_2", "NOCOMPRESS" -> DEFLATE;
            case "PLIO_1", "HCOMPRESS_1" -> RUNS;
            default -> throw new IOException("The image in " + hdu.file() + " is compressed by the method " + type
                + ", which is not known here: uncompress the file with funpack.");
        };
        if (shape.bytesStored() > ArrayShape.saturated(hdu.dataLength(), expansion))
            throw hdu.bad(hdu.dataLength() + " compressed bytes cannot hold an image of " + shape.bytesStored() + " bytes");
        if (hdu.dataLength() > Integer.MAX_VALUE - 8 || tileSize() > Integer.MAX_VALUE - 8)
            throw new IOException("The compressed image in " + hdu.file() + " is too large to be uncompressed here: uncompress it with "
                + "funpack.");
        if (hdu.integer("BITPIX") != 8 || hdu.integer("NAXIS") != 2) throw hdu.bad("its table is none of bytes");
        long tiles = 1;
        for (int i = 0; i < shape.axes().length; i++) tiles = ArrayShape.saturated(tiles, (shape.axes()[i] - 1) / tile(i) + 1);
        if (tiles != hdu.integer("NAXIS2"))
            throw hdu.bad("its table has " + hdu.integer("NAXIS2") + " rows, but the image needs " + tiles + " tiles");
        if (new TileTable(hdu, null).has("NULL_PIXEL_MASK"))
            throw new IOException("The image in " + hdu.file()
                + " has a mask of missing pixels beside its compressed ones, which is not known "
                + "here: uncompress the file with another program.");
    }

    /** Length of a tile along an axis: by default a tile is a row. */
    private long tile(int axis) throws IOException {
        long length = hdu.integer("ZTILE" + (axis + 1), axis == 0 ? shape.axes()[0] : 1);
        if (length < 1) throw hdu.bad("its tiles have the length " + length);
        return Math.min(length, shape.axes()[axis]);
    }

    private long tileSize() throws IOException {
        long size = 1;
        for (int i = 0; i < shape.axes().length; i++) size = ArrayShape.saturated(size, tile(i));
        return size;
    }

    /** The source stands at the beginning of the data. */
    float[][] read(FitsSource source, Progress progress) throws IOException {
        byte[] bytes = new byte[(int) hdu.dataLength()];
        source.readFully(bytes, bytes.length);
        TileTable table = new TileTable(hdu, bytes);
        int rows = (int) hdu.integer("NAXIS2");
        float[][] planes = new float[(int) shape.planes()][shape.width() * shape.height()];
        PixelReader reader = new PixelReader(shape);
        try {
            Tiles tiles = new Tiles(table);
            for (int row = 0; row < rows; row++) {
                progress.check();
                long[] from = new long[shape.axes().length];
                int[] size = place(row, from);
                reader.place(tiles.pixels(row, size), from, size, planes);
                progress.report((row + 1.0) / rows, "Uncompressing");
            }
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            throw new IOException(hdu.bad("its compressed pixels cannot be read").getMessage(), e);
        }
        return planes;
    }

    /** Where a tile begins, the fastest axis first; its size is smaller at the image's end. */
    private int[] place(int row, long[] from) throws IOException {
        int[] size = new int[from.length];
        long rest = row;
        for (int i = 0; i < from.length; i++) {
            long length = tile(i);
            long count = (shape.axes()[i] - 1) / length + 1;
            from[i] = rest % count * length;
            size[i] = (int) Math.min(length, shape.axes()[i] - from[i]);
            rest /= count;
        }
        return size;
    }

    /** The pixels of a tile: compressed by the image's method, else by gzip, else as they are (standard, section 10.1.3). */
    private final class Tiles {
        private final TileTable table;
        private final TileCodec codec;
        private final Quantization quantization;

        Tiles(TileTable table) throws IOException {
            this.table = table;
            boolean floats = shape.bitpix() < 0;
            this.codec = new TileCodec(hdu, hdu.header().text("ZCMPTYPE").orElse(""), floats);
            boolean scaled = table.has("ZSCALE") || hdu.header().get("ZSCALE").isPresent();
            this.quantization = floats && scaled ? new Quantization(hdu, table) : null;
        }

        Buffer pixels(int row, int[] size) throws IOException {
            int height = 1;
            for (int i = 1; i < size.length; i++) height *= size[i];
            int count = size[0] * height;
            ByteBuffer tile = table.array("COMPRESSED_DATA", row);
            if (tile.hasRemaining()) {
                Buffer stored = codec.uncompress(tile, size[0], height, quantization == null);
                return quantization == null ? stored : quantization.restore(stored, row);
            }
            tile = table.array("GZIP_COMPRESSED_DATA", row);
            if (tile.hasRemaining()) return codec.gunzip(tile, count, true);
            return codec.elements(table.array("UNCOMPRESSED_DATA", row), count, true);
        }
    }
}
