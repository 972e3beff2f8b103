package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class ContactSheetTest {

    @Test
    void differencesAreRedWhereTooBrightAndBlueWhereTooFaint() {
        Raster truth = new Raster(4, 4, 3, PixelType.RGB);
        Raster output = new Raster(4, 4, 3, PixelType.RGB);
        for (int c = 0; c < 3; c++) {
            java.util.Arrays.fill(truth.plane(c), 100);
            java.util.Arrays.fill(output.plane(c), 100);
            output.plane(c)[0] = 200;
            output.plane(c)[15] = 0;
        }
        BufferedImage sheet = ContactSheet.draw(List.of(new ContactSheet.Row("row", truth, output, truth)));
        int left = 6 + 3 * 262;
        assertEquals(0xFFFF0000, sheet.getRGB(left + 10, 40 + 10));
        assertEquals(0xFF0000FF, sheet.getRGB(left + 250, 40 + 250));
        assertEquals(0xFFFFFFFF, sheet.getRGB(left + 128, 40 + 128));
        assertEquals(0xFF646464, sheet.getRGB(6 + 128, 40 + 128), "RGB is shown as it is");
    }

    @Test
    void anyValuesCanBeDrawn() {
        Raster constant = new Raster(3, 5, 1, PixelType.FLOAT32);
        Raster missing = new Raster(3, 5, PixelType.FLOAT32, new float[15]);
        java.util.Arrays.fill(missing.plane(0), Float.NaN);
        BufferedImage sheet = ContactSheet.draw(List.of(new ContactSheet.Row("constant", constant, constant, constant),
            new ContactSheet.Row("missing", missing, missing, missing)));
        assertTrue(sheet.getHeight() > 2 * 256);
    }
}
