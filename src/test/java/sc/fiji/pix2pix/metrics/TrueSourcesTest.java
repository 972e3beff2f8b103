package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sc.fiji.pix2pix.metrics.TestImages.noisy;
import static sc.fiji.pix2pix.metrics.TestImages.sky;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.Moments;

class TrueSourcesTest {
    private static final double[] ROUND = {30, 40, 1000, 2, 2};
    private static final double[] LONG = {90, 60, 400, 3, 1.5};
    private static final double NOISE = 0.5;

    private final Raster truth = sky(128, 7, ROUND, LONG);
    private final TrueSources sources = new TrueSources(truth, NOISE);

    @Test
    void theTruthItselfIsPerfect() {
        List<SourceScore> scores = sources.measureIn(truth);
        assertEquals(2, scores.size());
        for (SourceScore score : scores) {
            assertEquals(1, score.fluxRatio(), 1e-9);
            assertEquals(0, score.centroidShift(), 1e-4);
            assertEquals(1, score.sizeRatio(), 1e-4);
            assertEquals(0, score.ellipticityError(), 1e-4);
        }
        assertEquals(1, sources.detectIn(truth).completeness(0, Double.POSITIVE_INFINITY));
        assertEquals(0, sources.detectIn(truth).invented());
    }

    /** A circle of 2.5 sigma holds 1 - exp(-3.125) = 95.6 % of a round Gaussian: -2.5 log10(956) = -7.451. */
    @Test
    void magnitudesAreThoseOfTheAperture() {
        SourceScore brightest = sources.measureIn(truth).get(0);
        assertEquals(-7.451, brightest.magnitude(), 0.005);
    }

    @Test
    void losesOfLightShiftsAndShapes() {
        Raster image = sky(128, 7, new double[] {30.3, 40.4, 900, 2.2, 2.2}, new double[] {90, 60, 400, 1.5, 3});
        List<SourceScore> scores = sources.measureIn(image);
        SourceScore round = scores.get(0);
        assertEquals(0.5, round.centroidShift(), 1e-3);
        assertEquals(1.1, round.sizeRatio(), 1e-3);
        assertEquals(0, round.ellipticityError(), 1e-3);
        assertTrue(round.fluxRatio() > 0.8 && round.fluxRatio() < 0.9, "the wider source loses light beyond the circle: " + round.fluxRatio());
        assertEquals(2 * (9 - 2.25) / (9 + 2.25), scores.get(1).ellipticityError(), 1e-3);
    }

    /** A round source of 1 pixel where nothing is: its peak of 32 is far above 5 sigma; the faint source is gone. */
    @Test
    void erasedAndInventedSources() {
        Detections d = sources.detectIn(sky(128, 7, ROUND, new double[] {60, 100, 200, 1, 1}));
        assertEquals(0.5, d.completeness(0, Double.POSITIVE_INFINITY));
        assertEquals(0.5, d.purity(0, Double.POSITIVE_INFINITY));
        assertEquals(1, d.invented());
    }

    @Test
    void blankNoiseHasNoSources() {
        assertEquals(0, sources.detectIn(noisy(sky(128, 7), NOISE, 3)).image().size());
    }

    @Test
    void aSourceThatIsGoneHasNoShape() {
        SourceScore gone = sources.measureIn(sky(128, 7)).get(0);
        assertEquals(0, gone.fluxRatio(), 1e-6);
        assertTrue(!gone.shapeMeasured());
        assertTrue(Double.isNaN(gone.centroidShift()));
    }

    @Test
    void withoutAnyNoiseThereIsNothingToCompareWith() {
        assertThrows(IllegalArgumentException.class, () -> new TrueSources(sky(64, 0), 0));
    }

    /** The example of the documentation. */
    @Test
    void figuresOfOneSource() {
        SourceScore score = SourceScore.of(50, 1000, 900, new Moments(10, 10, 2, 0, 0), new Moments(10.3, 10.4, 2.2, (9 - 2.25) / (9 + 2.25), 0));
        assertEquals(-7.5, score.magnitude(), 1e-9);
        assertEquals(0.9, score.fluxRatio(), 1e-9);
        assertEquals(0.5, score.centroidShift(), 1e-9);
        assertEquals(1.1, score.sizeRatio(), 1e-9);
        assertEquals(0.6, score.ellipticityError(), 1e-9);
    }

    @Test
    void mediansAndScatter() {
        List<SourceScore> scores = List.of(new SourceScore(30, -5, 0.9, 1, 1, 0), new SourceScore(10, -4, 1.0, Double.NaN, Double.NaN, Double.NaN),
            new SourceScore(25, -3.5, 1.2, 3, 1, 0));
        assertEquals(1.0, SourceScore.median(scores, SourceScore::fluxRatio));
        assertEquals(2.0, SourceScore.median(scores, SourceScore::centroidShift));
        assertEquals(1.4826 * 0.1, SourceScore.scatter(scores, SourceScore::fluxRatio), 1e-5);
        assertEquals(2, SourceScore.above(scores, 20).size());
        assertEquals(2, SourceScore.byMagnitude(scores, -5, -3.9).size());
        assertTrue(Double.isNaN(SourceScore.median(List.of(), SourceScore::fluxRatio)));
    }
}
