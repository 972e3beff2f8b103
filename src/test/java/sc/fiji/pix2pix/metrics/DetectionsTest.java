package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.photometry.Source;

class DetectionsTest {

    private static Source at(double x, double y, double signalToNoise) {
        return new Source(x, y, 1, 1, 1, signalToNoise);
    }

    @Test
    void theExampleOfTheDocumentation() {
        Detections d = Detections.match(List.of(at(10, 10, 50), at(30, 10, 20), at(50, 10, 6)), List.of(),
            List.of(at(10.5, 10, 40), at(30, 11, 30), at(50, 40, 8)), 3);
        assertEquals(2 / 3.0, d.completeness(0, 1000), 1e-12);
        assertEquals(1, d.completeness(10, 1000));
        assertEquals(2 / 3.0, d.purity(0, 1000), 1e-12);
        assertEquals(0, d.purity(5, 10));
        assertEquals(1, d.invented());
    }

    /** Of two sources of the truth near one of the image only the nearer is found; the next one goes to what is left. */
    @Test
    void eachSourceIsMatchedOnce() {
        Detections d = Detections.match(List.of(at(10, 10, 9), at(12, 10, 8)), List.of(), List.of(at(11.5, 10, 9)), 3);
        assertEquals(List.of(new Detections.Found(9, false), new Detections.Found(8, true)), d.truth());
        assertEquals(1, d.purity(0, 100));
    }

    @Test
    void sourcesTooFaintToBeExpectedAreNotInvented() {
        Detections d = Detections.match(List.of(), List.of(at(10, 10, 4)), List.of(at(10, 10, 5.5)), 3);
        assertEquals(1, d.purity(0, 100));
        assertTrue(Double.isNaN(d.completeness(0, 100)));
    }

    @Test
    void imagesArePooled() {
        Detections one = Detections.match(List.of(at(1, 1, 9)), List.of(), List.of(), 3);
        Detections other = Detections.match(List.of(at(1, 1, 9)), List.of(), List.of(at(1, 1, 9)), 3);
        assertEquals(0.5, Detections.pooled(List.of(one, other)).completeness(5, 10));
        assertEquals(2, Detections.count(Detections.pooled(List.of(one, other)).truth(), 5, 10));
    }
}
