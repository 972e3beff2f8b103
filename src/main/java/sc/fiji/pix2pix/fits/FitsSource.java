package sc.fiji.pix2pix.fits;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import sc.fiji.pix2pix.progress.Progress;

/** The bytes of a FITS file, decompressed if it is a gzip file, read once from the beginning. */
final class FitsSource implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    /** Deflate makes at most 1032 bytes of one. */
    private static final int GZIP_EXPANSION = 1032;

    private final Path file;
    private final long fileLength;
    private final boolean gzip;
    private final InputStream in;
    private long position;

    private FitsSource(Path file, boolean gzip) throws IOException {
        this.file = file;
        this.fileLength = Files.size(file);
        this.gzip = gzip;
        InputStream stored = Files.newInputStream(file);
        try {
            this.in = new BufferedInputStream(gzip ? new GZIPInputStream(stored, BUFFER) : stored, BUFFER);
        } catch (IOException e) {
            stored.close();
            throw new IOException("The gzip file " + file + " is damaged or cut short: get it again.", e);
        }
    }

    static FitsSource open(Path file) throws IOException {
        return new FitsSource(file, isGzip(file));
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    /** Bytes that were read or skipped. */
    long position() {
        return position;
    }

    /** As many of the next bytes as there are. */
    int read(byte[] bytes, int length) throws IOException {
        int count;
        try {
            count = in.readNBytes(bytes, 0, length);
        } catch (EOFException | ZipException e) {
            throw damagedGzip(e);
        }
        position += count;
        return count;
    }

    /** @throws IOException if there are not as many */
    void readFully(byte[] bytes, int length) throws IOException {
        long end = position + length;
        if (read(bytes, length) < length) throw cutShort(end);
    }

    /** Finds out that the file has the bytes up to {@code end}, without looking at them. */
    void require(long end) throws IOException {
        if (!gzip && end > fileLength) throw cutShort(end);
        if (gzip && end > ArrayShape.saturated(fileLength, GZIP_EXPANSION)) throw cutShort(end);
    }

    /** Goes on to {@code end}; in a gzip file this decompresses what lies between. */
    void skipTo(long end, Progress progress) throws IOException {
        require(end);
        byte[] dump = gzip ? new byte[BUFFER] : null;
        long start = position;
        while (position < end) {
            progress.check();
            if (gzip) {
                readFully(dump, (int) Math.min(BUFFER, end - position));
                progress.report((double) (position - start) / (end - start), "Checking " + file.getFileName());
            } else {
                in.skipNBytes(end - position);
                position = end;
            }
        }
    }

    IOException cutShort(long end) {
        String length = gzip ? "it holds fewer bytes" : "it has " + fileLength + " bytes";
        String needed = end == Long.MAX_VALUE ? "more than any file has" : String.valueOf(end);
        return new IOException("The FITS file " + file + " is cut short: " + length + ", its header says " + needed
            + ". Get the file again.");
    }

    private IOException damagedGzip(IOException cause) {
        return new IOException("The gzip file " + file + " is damaged or cut short after " + position
            + " bytes of its content: get it again.",
            cause);
    }

    /** For other readers of the same bytes. */
    InputStream stream() {
        return in;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
