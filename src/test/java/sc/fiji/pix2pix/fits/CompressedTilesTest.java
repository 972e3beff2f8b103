package sc.fiji.pix2pix.fits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/** Images that astropy 5.2 compressed (and CFITSIO in it), each with what astropy reads of it as an extension NAME_REF. */
class CompressedTilesTest {
    private static final Path FILE = Path.of("src", "test", "resources", "fits", "tiles.fits.gz");
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RICE16", "UNSIGNED", "BLOCKS", "GZIP1", "GZIP2", "PLIO", "HCOMP", "CUBE", "DITHER1", "DITHER2", "NODITHER",
        "DOUBLE", "HFLOAT", "LOSSLESS"})
    void pixelsAreThoseOfAstropy(String name) throws IOException {
        Raster read = FitsFiles.read(FILE, name, Progress.NONE).raster();
        Raster expected = FitsFiles.read(FILE, name + "_REF", Progress.NONE).raster();
        assertEquals(expected.channels(), read.channels());
        for (int c = 0; c < read.channels(); c++) assertArrayEquals(expected.plane(c), read.plane(c));
    }

    @Test
    void theHeaderIsThatOfAnImage() throws IOException {
        FitsHeader header = FitsFiles.read(FILE, "DITHER1", Progress.NONE).header();
        assertEquals("DITHER1", header.text("EXTNAME").orElse(""));
        assertTrue(header.cards().stream().noneMatch(c -> c.keyword().matches("Z.*|T(TYPE|FORM).*|TFIELDS|PCOUNT|XTENSION")),
            header.toInfo());
    }

    /** Cards of the first compressed image, one changed; what they promise is refused before it is allocated. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ZNAXIS1 = 1000000000|cannot hold", "ZNAXIS1 = 15|needs 18 tiles", "ZNAXIS2 = 10|needs 10 tiles",
        "ZTILE2  = 3|needs 3 tiles",
        "ZTILE1  = 0|tiles have the length 0", "ZCMPTYPE= 'ZSTD'|method ZSTD", "ZBITPIX = 17|ZBITPIX is 17",
            "PCOUNT  = 99999999|cut short", "PCOUNT  = 3|damaged",
        "TFORM1  = '9PB(44)'|longer than its rows", "TFORM1  = 'none'|TFORM1 is", "ZVAL1   = 0|damaged", "ZVAL1   = -1|cannot be read",
            "THEAP   = -2|damaged"})
    void whatATablePromisesIsChecked(String card, String reason) throws IOException {
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(FILE))) {
            bytes = in.readNBytes(2880 + 8640);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(card.substring(0, 9), 2880);
        if (at < 0) at = text.indexOf("EXTNAME =", 2880);
        Path file = folder.resolve("tiles.fits");
        Files.writeString(file, text.substring(0, at) + String.format("%-80s", card) + text.substring(at + 80),
            StandardCharsets.ISO_8859_1);
        assertFalse(at < 0);
        String message = assertThrows(IOException.class, () -> FitsFiles.read(file)).getMessage();
        assertTrue(message.contains("tiles.fits") && message.contains(reason), message);
    }
}
