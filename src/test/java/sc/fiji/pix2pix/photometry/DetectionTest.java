package sc.fiji.pix2pix.photometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class DetectionTest {
    private static final ProfileFit STAR = ProfileFit.of(3, Double.POSITIVE_INFINITY, 0, 0);

    private static StarField noise(int size) {
        return new StarField(size, size, STAR, 100, 4, 11);
    }

    @Test
    void findsNothingInNoise() {
        assertEquals(List.of(), Detection.detect(noise(400).image, 3, 5));
        assertEquals(List.of(), Detection.detect(new Raster(50, 50, 1, PixelType.FLOAT32), 3, 5));
    }

    @Test
    void signalToNoiseIsThatOfTheMatchedFilter() {
        StarField field = noise(200);
        double peak = StarField.peak(STAR, 40, 4);
        field.add(60.3, 80.6, peak);
        for (List<Source> sources : List.of(Detection.detect(field.image, 3, 5), Detection.detect(field.image, 3, 5, 4))) {
            assertEquals(1, sources.size());
            Source star = sources.get(0);
            assertEquals(60.3, star.x(), 0.15);
            assertEquals(80.6, star.y(), 0.15);
            assertEquals(40, star.signalToNoise(), 4);
            assertEquals(peak * STAR.flux(), star.flux(), 0.2 * peak * STAR.flux());
        }
    }

    @Test
    void neighboursAreToldApartAndNoiseOnAGalaxyIsNoSource() {
        StarField field = noise(200);
        field.add(50, 50, 200);
        field.add(56, 50, 100);
        StarField.add(field.image, ProfileFit.of(25, 4, 0.2, 0), 130, 130, 80);
        List<Source> sources = Detection.detect(field.image, 3, 5);
        assertEquals(3, sources.size(), sources.toString());
    }

    @Test
    void missingPixelsAndGradientsMakeNoSources() {
        StarField field = noise(300);
        for (int i = 0; i < 300 * 300; i++) {
            field.image.plane(0)[i] += 0.1f * (i % 300); // 7.5 times the noise from side to side
            if (i % 300 == 100 || i / 300 < 5) field.image.plane(0)[i] = Float.NaN;
        }
        assertEquals(List.of(), Detection.detect(field.image, 3, 5));
        field.add(102, 150, 300);
        assertEquals(1, Detection.detect(field.image, 3, 5).size());
    }

    @Test
    void refusesWhatCannotWork() {
        Raster image = noise(40).image;
        assertThrows(IllegalArgumentException.class, () -> Detection.detect(image, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> Detection.detect(image, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> Detection.detect(image, 3, 5, 0));
        Arrays.fill(image.plane(0), Float.NaN);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Detection.detect(image, 3, 5)).getMessage().contains("valid pixel"));
    }
}
