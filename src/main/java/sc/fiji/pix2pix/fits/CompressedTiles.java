package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.nio.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import nom.tam.fits.Header;
import nom.tam.image.compression.hdu.CompressedImageData;
import nom.tam.image.compression.hdu.CompressedImageHDU;
import nom.tam.util.FitsInputStream;
import sc.fiji.pix2pix.progress.Progress;

/**
 * A tile-compressed image (standard 4.0, section 10.1; fpack writes them): a table with a row for each tile, the compressed pixels behind
 * it. nom-tam-fits decompresses; what it is given has been checked.
 */
final class CompressedTiles {
    /** Cards that the decompression depends on. */
    private static final Pattern NEEDED = Pattern.compile("XTENSION|BITPIX|NAXIS[12]?|PCOUNT|GCOUNT|TFIELDS|THEAP"
        + "|T(TYPE|FORM|NULL|SCAL|ZERO)[0-9]+|ZIMAGE|ZBITPIX|ZNAXIS[0-9]*|ZTILE[0-9]+|ZCMPTYPE|ZNAME[0-9]+|ZVAL[0-9]+|ZMASKCMP|ZQUANTIZ"
        + "|ZDITHER0|ZBLANK|ZSCALE|ZZERO");
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
        if (shape.bytesStored() / (Math.abs(shape.bitpix()) / 8) > Integer.MAX_VALUE - 8)
            throw new IOException("The compressed image in " + hdu.file() + " is too large to be uncompressed here: uncompress it with "
                + "funpack.");
        long tiles = 1;
        for (int i = 0; i < shape.axes().length; i++) tiles = ArrayShape.saturated(tiles, (shape.axes()[i] - 1) / tile(i) + 1);
        if (tiles != hdu.integer("NAXIS2"))
            throw hdu.bad("its table has " + hdu.integer("NAXIS2") + " rows, but the image needs " + tiles + " tiles");
    }

    /** Length of a tile along an axis: by default a tile is a row. */
    private long tile(int axis) throws IOException {
        long length = hdu.integer("ZTILE" + (axis + 1), axis == 0 ? shape.axes()[0] : 1);
        if (length < 1) throw hdu.bad("its tiles have the length " + length);
        return Math.min(length, shape.axes()[axis]);
    }

    /** The source stands at the beginning of the data. */
    float[][] read(FitsSource source, Progress progress) throws IOException {
        progress.report(0, "Uncompressing");
        Buffer pixels;
        try {
            Header header = new Header(cards());
            CompressedImageData data = CompressedImageHDU.manufactureData(header);
            data.read(new FitsInputStream(source.stream()));
            pixels = new CompressedImageHDU(header, data).getUncompressedData();
        } catch (RuntimeException e) {
            throw new IOException(hdu.bad("its compressed pixels cannot be read").getMessage(), e);
        }
        progress.check();
        pixels.rewind();
        if (pixels.remaining() != shape.planes() * shape.width() * shape.height()) throw hdu.bad("pixels are missing");
        return new PixelReader(shape).convert(pixels);
    }

    private String[] cards() throws IOException {
        List<String> lines = new ArrayList<>();
        for (FitsCard card : hdu.header().cards())
            if (NEEDED.matcher(card.keyword()).matches() && !card.keyword().startsWith("ZTILE")) lines.add(card.line());
        for (int i = 0; i < shape.axes().length; i++) lines.add(FitsCard.of("ZTILE" + (i + 1), tile(i), "").line());
        return lines.toArray(String[]::new);
    }
}
