package sc.fiji.pix2pix.fits;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Damaged files end in an image or in one sentence that names the file, never in another exception, and soon. Run with -Dpix2pix.fuzz=N for
 * more of them.
 */
class FitsFuzzTest {
    private static final String[] VALUES = {"-1", "0", "1", "2", "7", "255", "65536", "2147483647", "2147483648", "9223372036854775807",
        "-9223372036854775808", "99999999999999999999", "1.5", "1E300", "-1D-300", "NaN", "''", "'RICE_1'", "'GZIP_2'", "'PLIO_1'",
            "'HCOMPRESS_1'", "'1PB(9)'",
        "'1QB'", "'1PI'", "'1D'", "'ZSCALE'", "'COMPRESSED_DATA'", "'BINTABLE'", "'IMAGE'", "T", "F", "", "'unclosed", "-32", "-64", "64",
            "8", "16"};
    private static final int CASES = Integer.getInteger("pix2pix.fuzz", 400);
    @TempDir Path folder;

    private static byte[] tiles() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of("src", "test", "resources", "fits", "tiles.fits.gz")))) {
            return in.readAllBytes();
        }
    }

    private static byte[] plain() {
        return new TestFits().header("SIMPLE  =                    T", "BITPIX  = 16", "NAXIS   = 3", "NAXIS1  = 4", "NAXIS2  = 3",
            "NAXIS3  = 2", "BSCALE  = 2.0",
            "BZERO   = 1.0", "BLANK   = 5", "EXTEND  = T", "CTYPE1  = 'RA---TAN'", "CRPIX1  = 2.5", "CD1_1   = 1E-5",
                "LTV1    = 3").data(new byte[48])
            .header("XTENSION= 'IMAGE   '", "BITPIX  = -32", "NAXIS   = 2", "NAXIS1  = 2", "NAXIS2  = 2", "PCOUNT  = 0", "GCOUNT  = 1",
                "EXTNAME = 'SCI'",
                "INHERIT = T").floats(1, 2, 3, 4).bytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tiles"})
    @Timeout(120)
    void damagedFilesEndInOneSentence(String kind) throws IOException {
        byte[] whole = kind.equals("plain") ? plain() : tiles();
        Random random = new Random(20260101);
        Path file = folder.resolve("damaged.fits");
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = whole.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) damage(bytes, random);
            int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
            Files.write(file, Arrays.copyOf(bytes, length));
            String hdu = kind.equals("plain") ? random.nextInt(3) == 0 ? "SCI" : "" : Integer.toString(1 + random.nextInt(28));
            tryToRead(file, hdu);
        }
    }

    private void tryToRead(Path file, String hdu) throws IOException {
        try {
            FitsImage image = FitsFiles.read(file, hdu, Progress.NONE);
            FitsHeader header = FitsHeader.fromInfo(image.header().toInfo()).cropped(1, 0, 1, 1);
            header.pixelScaleArcsec();
            FitsFiles.write(folder.resolve("copy.fits"), image);
            FitsFiles.read(folder.resolve("copy.fits"));
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("damaged.fits") && !e.getMessage().contains("\n"), e.getMessage());
        }
    }

    /** A card with another value, or other bytes anywhere. */
    private static void damage(byte[] bytes, Random random) {
        if (random.nextInt(4) == 0) {
            for (int i = 1 + random.nextInt(5); i > 0; i--) bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            return;
        }
        for (int attempt = 0; attempt < 200; attempt++) {
            int at = random.nextInt(bytes.length / 80) * 80;
            if (bytes[at + 8] != '=') continue;
            byte[] value = String.format("%-70s", VALUES[random.nextInt(VALUES.length)]).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(value, 0, bytes, at + 10, 70);
            return;
        }
    }
}
