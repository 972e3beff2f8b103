package sc.fiji.pix2pix.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RasterTest {
    // 0 1 2
    // 3 4 5
    private final Raster image = new Raster(3, 2, PixelType.GRAY16, new float[] {0, 1, 2, 3, 4, 5}, new float[] {10, 11, 12, 13, 14, 15});

    @Test
    void pixelsLieRowByRowInOnePlanePerChannel() {
        assertEquals(5, image.get(2, 1, 0));
        assertEquals(13, image.get(0, 1, 1));
        assertEquals(2, image.channels());
        assertEquals(48, image.bytes());
    }

    @Test
    void cropCopiesARectangleOfAllChannels() {
        Raster part = image.crop(1, 0, 2, 2);
        assertArrayEquals(new float[] {1, 2, 4, 5}, part.plane(0));
        assertArrayEquals(new float[] {11, 12, 14, 15}, part.plane(1));
        assertEquals(PixelType.GRAY16, part.type());
        part.plane(0)[0] = 99;
        assertEquals(1, image.get(1, 0, 0));
    }

    @Test
    void whatLeavesTheImageIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> image.crop(2, 0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> image.crop(0, -1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> image.crop(0, 0, 0, 1));
    }

    @Test
    void impossibleImagesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Raster(0, 1, 1, PixelType.GRAY8));
        assertThrows(IllegalArgumentException.class, () -> new Raster(65536, 65536, 1, PixelType.GRAY8));
        assertThrows(IllegalArgumentException.class, () -> new Raster(1, 1, PixelType.GRAY8));
        assertThrows(IllegalArgumentException.class, () -> new Raster(2, 1, PixelType.GRAY8, new float[] {1}));
    }
}
