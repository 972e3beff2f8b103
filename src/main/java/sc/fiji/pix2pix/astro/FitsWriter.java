package sc.fiji.pix2pix.astro;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.pix2pix.image.Raster;

/** Writes images as FITS files (standard 4.0) with 32-bit floats; several channels become a cube. */
public final class FitsWriter {
    private static final int BLOCK = 2880;

    private FitsWriter() {}

    /**
     * FITS counts rows from the bottom, so the raster's last row is written first: programs that show the first row at the bottom, ImageJ too,
     * show the raster as it is.
     *
     * @param cards beyond those that describe the array; NaN pixels stay NaN, as the standard says
     */
    public static void write(Path file, Raster image, List<FitsCard> cards) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            writeHeader(out, image, cards);
            ByteBuffer row = ByteBuffer.allocate(4 * image.width());
            for (int c = 0; c < image.channels(); c++) {
                for (int y = image.height() - 1; y >= 0; y--) {
                    row.asFloatBuffer().put(image.plane(c), y * image.width(), image.width());
                    out.write(row.array());
                }
            }
            pad(out, image.bytes(), (byte) 0);
        }
    }

    private static void writeHeader(OutputStream out, Raster image, List<FitsCard> cards) throws IOException {
        List<FitsCard> all = new ArrayList<>();
        all.add(FitsCard.of("SIMPLE", true, "conforms to the FITS standard"));
        all.add(FitsCard.of("BITPIX", -32, "32-bit floating point"));
        all.add(FitsCard.of("NAXIS", image.channels() > 1 ? 3 : 2, "number of axes"));
        all.add(FitsCard.of("NAXIS1", image.width(), "width"));
        all.add(FitsCard.of("NAXIS2", image.height(), "height"));
        if (image.channels() > 1) all.add(FitsCard.of("NAXIS3", image.channels(), "channels"));
        all.addAll(cards);
        StringBuilder header = new StringBuilder();
        for (FitsCard card : all) header.append(card.line());
        header.append(String.format("%-80s", "END"));
        out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
        pad(out, header.length(), (byte) ' ');
    }

    private static void pad(OutputStream out, long written, byte fill) throws IOException {
        for (long i = written; i % BLOCK != 0; i++) out.write(fill);
    }
}
