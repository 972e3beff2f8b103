package sc.fiji.pix2pix.intensity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class IntensityMapsTest {
    private final IntensityMaps maps = new IntensityMaps(List.of(new LinearMap(0, 10), new LinearMap(-1, 1)));

    @Test
    void eachChannelHasItsOwnMap() {
        Raster image = new Raster(2, 1, PixelType.GRAY16, new float[] {0, 5}, new float[] {Float.NaN, 1});
        Raster seen = maps.forward(image);
        assertArrayEquals(new float[] {-1, 0}, seen.plane(0));
        assertArrayEquals(new float[] {Float.NaN, 1}, seen.plane(1));
        assertEquals(PixelType.FLOAT32, seen.type());
        assertEquals(5, image.get(1, 0, 0), "the given image is not changed");
    }

    @Test
    void inverseKeepsValuesBeyondTheTypeUnclipped() {
        Raster back = IntensityMaps.same(new LinearMap(0, 255), 3).inverse(new Raster(1, 1, PixelType.FLOAT32,
            new float[] {-3}, new float[] {0}, new float[] {3}), PixelType.RGB);
        assertEquals(PixelType.RGB, back.type());
        assertEquals(-255, back.get(0, 0, 0));
        assertEquals(127.5f, back.get(0, 0, 1));
        assertEquals(510, back.get(0, 0, 2));
    }

    @Test
    void anotherNumberOfChannelsIsRefusedWithBothNumbers() {
        Raster image = new Raster(2, 2, 3, PixelType.RGB);
        String forward = assertThrows(IllegalArgumentException.class, () -> maps.forward(image)).getMessage();
        assertTrue(forward.contains("3") && forward.contains("2"), forward);
        assertThrows(IllegalArgumentException.class, () -> maps.inverse(image, PixelType.RGB));
    }

    @Test
    void listSurvivesAndDamageIsRefused() {
        IntensityMaps mixed = new IntensityMaps(List.of(new LinearMap(0, 10), new AsinhMap(1, 2, 0, 50)));
        assertEquals(mixed, IntensityMaps.fromList(mixed.toList()));
        assertThrows(IllegalArgumentException.class, () -> IntensityMaps.fromList(List.of()));
        assertThrows(IllegalArgumentException.class, () -> IntensityMaps.fromList(List.of("linear")));
        assertThrows(IllegalArgumentException.class, () -> IntensityMaps.fromList(Arrays.asList((Object) null)));
        assertThrows(IllegalArgumentException.class, () -> IntensityMaps.fromList(List.of(Map.of("method", "linear"))));
    }
}
