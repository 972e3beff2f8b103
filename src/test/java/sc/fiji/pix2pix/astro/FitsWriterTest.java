package sc.fiji.pix2pix.astro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.Opener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class FitsWriterTest {
    @TempDir
    Path folder;

    @Test
    void imageJShowsTheRasterAsItIs() throws IOException {
        Path file = folder.resolve("image.fits");
        FitsWriter.write(file, new Raster(3, 2, PixelType.FLOAT32, new float[] {1, 2, 3, 4, 5, -6.5f}), List.of(FitsCard.of("OBJECT", "it's", "quoted")));
        ImagePlus image = new Opener().openImage(file.toString());
        assertEquals(1, image.getProcessor().getf(0, 0));
        assertEquals(3, image.getProcessor().getf(2, 0));
        assertEquals(-6.5f, image.getProcessor().getf(2, 1));
        assertEquals(32, image.getBitDepth());
    }

    @Test
    void theFileFollowsTheStandard() throws IOException {
        Path file = folder.resolve("image.fits");
        FitsWriter.write(file, new Raster(3, 2, 1, PixelType.FLOAT32), List.of(FitsCard.of("OBJECT", "it's", "quoted"), FitsCard.of("VALUE", -1.5, "a number")));
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(2 * 2880, bytes.length);
        String header = new String(bytes, 0, 2880, StandardCharsets.US_ASCII);
        assertTrue(header.startsWith(String.format("%-80s", "SIMPLE  =                    T / conforms to the FITS standard")), header);
        assertTrue(header.contains("OBJECT  = 'it''s   '"), header);
        assertEquals(0, header.indexOf("VALUE   =") % 80);
        assertTrue(header.stripTrailing().endsWith("END"));
    }

    @Test
    void refusesCardsThatDoNotFit() {
        assertThrows(IllegalArgumentException.class, () -> FitsCard.of("TOOLONGKEY", 1, ""));
        assertThrows(IllegalArgumentException.class, () -> FitsCard.of("lower", 1, ""));
    }
}
