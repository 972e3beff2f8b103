package sc.fiji.pix2pix.model;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip that is not trusted: each name once, no entry larger than the file, sizes and check sums as stated. Entries must be stored as they
 * are or deflated no further than deflate can, and the reader stops at the stated size.
 */
final class CheckedZip implements AutoCloseable {
    private static final int MAX_ENTRIES = 1000;
    private static final int MAX_DEFLATE_RATIO = 1032; // of the format: 258 bytes for two bits
    private static final String REMEDY = ": choose a model that this plugin trained, or copy it again.";

    /** Reads an entry to its end. */
    @FunctionalInterface
    interface Reader<T> {
        /** @param source names file and entry, for error messages */
        T read(InputStream in, long size, String source) throws IOException;
    }

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    /** @throws IOException with one sentence that names the file */
    CheckedZip(Path file) throws IOException {
        this.file = file;
        if (!Files.exists(file)) throw new BadFile("There is no model file " + file + ".");
        if (Files.isDirectory(file)) throw new BadFile(file + " is a folder: choose the model file (.zip) in it.");
        if (!Files.isReadable(file)) throw new BadFile(file + " may not be read: change its permissions.");
        zip = openZip();
        try {
            index(Files.size(file));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private ZipFile openZip() throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (IOException | RuntimeException e) {
            throw new BadFile(file + " is not a model file, or is truncated: it is not a complete zip" + REMEDY, e);
        }
    }

    private void index(long length) throws IOException {
        long total = 0;
        List<? extends ZipEntry> all = Collections.list(zip.entries());
        if (all.size() > MAX_ENTRIES) throw new BadFile(file + " is not a model file: it holds " + all.size() + " entries" + REMEDY);
        for (ZipEntry e : all) {
            if (entries.put(e.getName(), e) != null)
                throw new BadFile(file + " is damaged or forged: it holds " + e.getName() + " twice" + REMEDY);
            long packed = e.getCompressedSize();
            boolean plausible = e.getMethod() == ZipEntry.STORED ? e.getSize() == packed
                    : e.getMethod() == ZipEntry.DEFLATED && e.getSize() / MAX_DEFLATE_RATIO <= packed;
            total += packed;
            if (packed < 0 || e.getSize() < 0 || !plausible || total > length)
                throw new BadFile(file + " is damaged or forged: the size of " + e.getName() + " is not possible" + REMEDY);
        }
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** @throws IOException if there is no such entry, it is damaged, or the reader finds it wrong */
    <T> T read(String name, Reader<T> reader) throws IOException {
        return open(name, reader, true);
    }

    private <T> T open(String name, Reader<T> reader, boolean whole) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) throw new BadFile(file + " is not a Pix2Pix model: it has no " + name + REMEDY);
        String source = file + " (" + name + ")";
        try (Verified in = new Verified(zip.getInputStream(entry), entry.getSize())) {
            T result = reader.read(in, entry.getSize(), source);
            if (whole && (in.left != 0 || in.crc.getValue() != entry.getCrc()))
                throw new BadFile(source + " is damaged: its check sum is wrong" + REMEDY);
            return result;
        } catch (BadFile e) {
            throw e;
        } catch (IOException | NullPointerException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new BadFile(source + " is damaged (" + e.getMessage() + ")" + REMEDY, e);
        }
    }

    /** The beginning of an entry, whose check sum is not known then. */
    <T> T peek(String name, Reader<T> reader) throws IOException {
        return open(name, reader, false);
    }

    /** An entry of JSON. */
    Map<String, Object> json(String name) throws IOException {
        byte[] text = read(name, (in, size, source) -> {
            if (size > Json.MAX_BYTES)
                throw new BadFile(source + " claims " + size + " bytes of JSON; more than " + Json.MAX_BYTES + " are refused.");
            byte[] bytes = new byte[(int) size];
            Safetensors.readFully(in, bytes, bytes.length, source);
            return bytes;
        });
        return Json.read(text, file + " (" + name + ")");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Gives at most the stated number of bytes and sums them up; {@code java.util.zip.ZipFile} itself checks no sum. */
    private static final class Verified extends FilterInputStream {
        private final CRC32 crc = new CRC32();
        private long left;

        Verified(InputStream in, long size) {
            super(in);
            left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (left == 0) return -1;
            int n = in.read(b, off, (int) Math.min(len, left));
            if (n > 0) {
                crc.update(b, off, n);
                left -= n;
            }
            return n;
        }
    }
}
