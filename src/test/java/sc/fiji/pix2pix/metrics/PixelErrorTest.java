package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static sc.fiji.pix2pix.metrics.TestImages.row;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;

class PixelErrorTest {

    @Test
    void theExampleOfTheDocumentation() {
        assertEquals(new PixelError(0.5, Math.sqrt(0.5), 0, 4), PixelError.of(row(0, 1, 3, 3), row(0, 1, 2, 4)));
    }

    @Test
    void missingPixelsDoNotCount() {
        assertEquals(new PixelError(2, 2, 2, 1), PixelError.of(row(3, Float.NaN, 1), row(1, 1, Float.POSITIVE_INFINITY)));
        assertEquals(0, PixelError.of(row(Float.NaN), row(1)).pixels());
        assertThrows(IllegalArgumentException.class, () -> PixelError.of(row(1), row(1, 2)));
    }

    @Test
    void afterAStretchErrorsHaveItsUnit() {
        IntensityMaps maps = new IntensityMaps(List.of(new LinearMap(0, 4)));
        assertEquals(0.25, PixelError.of(maps.forward(row(0, 1, 3, 3)), maps.forward(row(0, 1, 2, 4))).mae(), 1e-7);
    }

    @Test
    void totalFlux() {
        assertEquals(0.9, TotalFlux.ratio(row(1, 2, 2.4f), row(1, 2, 3), 0), 1e-7);
        assertEquals(0.8, TotalFlux.ratio(row(1, 2, 2.4f), row(1, 2, 3), 1), 1e-7);
        assertEquals(2, TotalFlux.ratio(row(2, 9, Float.NaN), row(1, Float.NaN, 4), 0));
        assertEquals(Double.NaN, TotalFlux.ratio(row(1), row(0), 0));
    }
}
