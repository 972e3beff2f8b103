package sc.fiji.pix2pix.fits;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.zip.GZIPInputStream;
import nom.tam.fits.compression.algorithm.hcompress.HCompressor.IntHCompressor;
import nom.tam.fits.compression.algorithm.hcompress.HCompressorOption;
import nom.tam.fits.compression.algorithm.plio.PLIOCompress.IntPLIOCompressor;
import nom.tam.fits.compression.algorithm.rice.RiceCompressOption;
import nom.tam.fits.compression.algorithm.rice.RiceCompressor.ByteRiceCompressor;
import nom.tam.fits.compression.algorithm.rice.RiceCompressor.IntRiceCompressor;
import nom.tam.fits.compression.algorithm.rice.RiceCompressor.ShortRiceCompressor;

/** Uncompresses the tiles of one image. Rice, PLIO and H-compress are nom-tam-fits'. */
final class TileCodec {
    private final String type;
    private final boolean floats;
    private final RiceCompressOption rice = new RiceCompressOption();
    private boolean smooth;

    /** @param floats whether tiles of elements of their own (not quantised to integers) are floating point */
    TileCodec(Hdu hdu, String type, boolean floats) throws IOException {
        this.type = type;
        this.floats = floats;
        for (int i = 1; hdu.header().get("ZNAME" + i).isPresent(); i++) {
            String name = hdu.header().text("ZNAME" + i).orElse("");
            if (name.equals("BLOCKSIZE")) rice.setBlockSize(parameter(hdu, i));
            else if (name.equals("BYTEPIX")) rice.setBytePix(parameter(hdu, i));
            else if (name.equals("SMOOTH")) smooth = parameter(hdu, i) != 0;
        }
    }

    private static int parameter(Hdu hdu, int i) throws IOException {
        long value = hdu.integer("ZVAL" + i);
        if (value < 0 || value > 4096) throw hdu.bad("its compression has the parameter " + value);
        return (int) value;
    }

    /** @param raw whether the elements are those of the image itself, not integers that floats were quantised to */
    Buffer uncompress(ByteBuffer tile, int width, int height, boolean raw) throws IOException {
        int count = width * height;
        return switch (type) {
            case "GZIP_1" -> gunzip(tile, count, raw);
            case "GZIP_2" -> unshuffled(gunzipped(tile, count), count, raw);
            case "NOCOMPRESS" -> elements(tile, count, raw);
            case "RICE_1", "RICE_ONE" -> rice(tile, count);
            case "PLIO_1" -> {
                IntBuffer pixels = IntBuffer.allocate(count);
                new IntPLIOCompressor().decompress(tile, pixels);
                yield pixels.rewind();
            }
            default -> {
                IntBuffer pixels = IntBuffer.allocate(count);
                HCompressorOption option = new HCompressorOption().setSmooth(smooth).setTileWidth(width).setTileHeight(height);
                new IntHCompressor(option).decompress(tile, pixels);
                yield pixels.rewind();
            }
        };
    }

    private Buffer rice(ByteBuffer tile, int count) {
        switch (rice.getBytePix()) {
            case 1 -> {
                ByteBuffer bytes = ByteBuffer.allocate(count);
                new ByteRiceCompressor(rice).decompress(tile, bytes);
                return bytes.rewind();
            }
            case 2 -> {
                ShortBuffer shorts = ShortBuffer.allocate(count);
                new ShortRiceCompressor(rice).decompress(tile, shorts);
                return shorts.rewind();
            }
            default -> {
                IntBuffer ints = IntBuffer.allocate(count);
                new IntRiceCompressor(rice).decompress(tile, ints);
                return ints.rewind();
            }
        }
    }

    Buffer gunzip(ByteBuffer tile, int count, boolean raw) throws IOException {
        return elements(ByteBuffer.wrap(gunzipped(tile, count)), count, raw);
    }

    private static byte[] gunzipped(ByteBuffer tile, int count) throws IOException {
        byte[] packed = new byte[tile.remaining()];
        tile.get(packed);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, 8L * count));
        }
    }

    /** The most significant bytes of all elements come first. */
    private Buffer unshuffled(byte[] bytes, int count, boolean raw) {
        int size = bytes.length / count;
        byte[] ordered = new byte[size * count];
        for (int k = 0; k < size; k++) for (int i = 0; i < count; i++) ordered[i * size + k] = bytes[k * count + i];
        return elements(ByteBuffer.wrap(ordered), count, raw);
    }

    /** How long an element is, the bytes tell: writers differ in it. */
    Buffer elements(ByteBuffer bytes, int count, boolean raw) {
        int size = bytes.remaining() / count;
        if (floats && raw) return size == 8 ? bytes.asDoubleBuffer() : bytes.asFloatBuffer();
        return switch (size) {
            case 8 -> bytes.asLongBuffer();
            case 4 -> bytes.asIntBuffer();
            case 2 -> bytes.asShortBuffer();
            default -> bytes;
        };
    }
}
