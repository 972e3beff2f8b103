package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/** Writes an image as 32-bit floats. FITS stores the bottom row first. */
final class FitsWriter {
    private FitsWriter() {}

    static void write(OutputStream out, FitsImage image, Progress progress) throws IOException {
        Raster raster = image.raster();
        writeHeader(out, Extremes.updated(image.header().ofSize(raster.width(), raster.height(), raster.channels()), raster));
        ByteBuffer row = ByteBuffer.allocate(4 * raster.width());
        for (int c = 0; c < raster.channels(); c++) {
            for (int y = raster.height() - 1; y >= 0; y--) {
                progress.check();
                row.asFloatBuffer().put(raster.plane(c), y * raster.width(), raster.width());
                out.write(row.array());
                progress.report((c + 1 - (double) y / raster.height()) / raster.channels(), "Writing FITS");
            }
        }
        pad(out, raster.bytes(), (byte) 0);
    }

    private static void writeHeader(OutputStream out, FitsHeader header) throws IOException {
        StringBuilder text = new StringBuilder();
        for (FitsCard card : header.cards()) text.append(card.line());
        text.append(String.format("%-80s", "END"));
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        pad(out, text.length(), (byte) ' ');
    }

    private static void pad(OutputStream out, long written, byte fill) throws IOException {
        for (long i = written; i % Hdu.BLOCK != 0; i++) out.write(fill);
    }
}
