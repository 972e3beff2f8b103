package sc.fiji.pix2pix.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sc.fiji.pix2pix.metrics.TestImages.flat;
import static sc.fiji.pix2pix.metrics.TestImages.noisy;
import static sc.fiji.pix2pix.metrics.TestImages.sky;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;

class JudgeTest {
    private final Raster truth = sky(96, 7, new double[] {30, 40, 1000, 2, 2}, new double[] {70, 60, 400, 3, 1.5});
    private final Raster observed = noisy(sky(96, 7, new double[] {30, 40, 1000, 3, 3}, new double[] {70, 60, 400, 3.5, 2.5}), 0.5, 1);
    private final IntensityMaps stretch = new IntensityMaps(List.of(new LinearMap(0, 40)));

    @Test
    void allFiguresOfTheTruthArePerfect() {
        Judge.Verdict verdict = new Judge(truth, observed, stretch).of(truth, null);
        for (Measure measure : Measure.values()) {
            double value = verdict.get(measure);
            switch (measure) {
                case PSNR, PSNR_STRETCHED -> assertEquals(Double.POSITIVE_INFINITY, value);
                case CHI_SQUARE, STRUCTURE -> assertTrue(Double.isNaN(value), "needs the PSF");
                default -> assertTrue(Math.abs(measure.badness(value) - measure.badness(ideal(measure))) < 1e-4, measure + " is " + value);
            }
        }
    }

    private static double ideal(Measure measure) {
        return switch (measure) {
            case MAE, RMSE, MAE_STRETCHED, RMSE_STRETCHED, CENTROID, ELLIPTICITY, INVENTED, MISSING -> 0;
            default -> 1;
        };
    }

    @Test
    void theObservedImageIsWorse() {
        Judge judge = new Judge(truth, observed, stretch);
        Judge.Verdict verdict = judge.of(observed, observed);
        assertEquals(0.5, judge.noise(), 0.03);
        assertTrue(verdict.get(Measure.SIZE) > 1.3, "blur: " + verdict.get(Measure.SIZE));
        assertTrue(verdict.get(Measure.POWER_HIGH) > 10, "noise: " + verdict.get(Measure.POWER_HIGH));
        assertEquals(1, verdict.get(Measure.COMPLETENESS));
        assertEquals(1, verdict.get(Measure.PURITY));
        assertEquals(1, verdict.get(Measure.FLUX_ABOVE_SKY), 0.1);
        assertEquals(0, verdict.get(Measure.CHI_SQUARE), "an image equal to the observed one leaves no residual");
        assertEquals(verdict.get(Measure.PSNR), verdict.get(Measure.PSNR_STRETCHED), 1e-3, "a linear stretch changes no PSNR");
        assertEquals(verdict.get(Measure.MAE) / 20, verdict.get(Measure.MAE_STRETCHED), 1e-5);
    }

    /** The same pixels for every image, whoever has a hole in them. */
    @Test
    void pixelsThatThePairLacksCountForNobody() {
        for (int i = 0; i < 96; i++) observed.plane(0)[i] = Float.NaN;
        truth.plane(0)[96] = Float.POSITIVE_INFINITY;
        float[] spoiled = truth.plane(0).clone();
        for (int i = 0; i <= 96; i++) spoiled[i] = 1e6f;
        Judge.Verdict verdict = new Judge(truth, observed, stretch).of(new Raster(96, 96, PixelType.FLOAT32, spoiled), null);
        assertEquals(0, verdict.get(Measure.MAE));
        assertEquals(0, verdict.get(Measure.MISSING));
        assertEquals(0, verdict.get(Measure.INVENTED));
    }

    @Test
    void whatAnImageLacksIsSaid() {
        float[] holes = truth.plane(0).clone();
        for (int i = 0; i < holes.length; i += 4) holes[i] = Float.NaN;
        Judge judge = new Judge(truth, observed, stretch);
        assertEquals(0.25, judge.of(new Raster(96, 96, PixelType.FLOAT32, holes), null).get(Measure.MISSING));
        assertEquals(1, judge.of(flat(96, Float.NaN), null).get(Measure.MISSING));
    }

    @Test
    void furtherChannelsOfTheObservedImageAreNoImage() {
        Raster conditions = new Raster(96, 96, PixelType.FLOAT32, observed.plane(0), flat(96, 4).plane(0), flat(96, 0.3f).plane(0));
        assertEquals(new Judge(truth, observed, null).noise(), new Judge(truth, conditions, null).noise());
    }

    @Test
    void imagesWithoutNoiseOrRange() {
        Raster flat = flat(16, 3);
        Judge.Verdict verdict = new Judge(flat, flat, stretch).of(flat, flat);
        assertEquals(0, verdict.get(Measure.MAE));
        assertTrue(Double.isNaN(verdict.get(Measure.PSNR)));
        assertTrue(Double.isNaN(verdict.get(Measure.COMPLETENESS)));
        assertFalse(verdict.figures().containsKey(Measure.CHI_SQUARE));
    }

    @Test
    void pairsThatCannotBeJudged() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Judge(flat(8, 1), flat(9, 1), null)).getMessage();
        assertTrue(message.contains("9 x 9") && message.contains("8 x 8"), message);
        message = assertThrows(IllegalArgumentException.class, () -> new Judge(flat(8, 1), flat(8, Float.NaN), null)).getMessage();
        assertTrue(message.contains("no pixel"), message);
    }
}
