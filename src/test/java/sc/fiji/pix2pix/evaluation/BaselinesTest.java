package sc.fiji.pix2pix.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sc.fiji.pix2pix.evaluation.EvaluationTest.PSF;
import static sc.fiji.pix2pix.evaluation.EvaluationTest.pair;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.deconvolution.RichardsonLucy;
import sc.fiji.pix2pix.deconvolution.RichardsonLucySettings;
import sc.fiji.pix2pix.deconvolution.Wiener;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.metrics.PixelError;
import sc.fiji.pix2pix.pairs.MemoryPairs;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.progress.Progress;

class BaselinesTest {
    private final Pair pair = pair("a", 1, 1);

    private static double error(Raster image, Pair pair) {
        return PixelError.of(image, pair.target()).rmse();
    }

    @Test
    void richardsonLucyStopsWhereItIsBest() {
        Baselines.Tuned best = TunedRichardsonLucy.best(pair.input(), pair.target(), PSF, 1, Progress.NONE);
        int n = (int) best.setting();
        assertTrue(n > 3 && n < 500, "iterations: " + n);
        for (int other : new int[] {n - 2, n, n + 2, 3 * n}) {
            Raster image = RichardsonLucy.apply(pair.input(), PSF, new RichardsonLucySettings(other, false, OptionalDouble.of(1), 0,
                RichardsonLucySettings.Model.SKY), Progress.NONE);
            assertTrue(error(image, pair) >= error(best.image(), pair), other + " iterations are better than " + n);
        }
        assertTrue(error(best.image(), pair) < 0.7 * error(pair.input(), pair));
    }

    @Test
    void wienerHasTheRatioThatIsBest() {
        Baselines.Tuned best = TunedWiener.best(pair.input(), pair.target(), PSF, Progress.NONE);
        for (double factor : new double[] {0.5, 0.8, 1, 1.25, 2, 100}) {
            Raster image = Wiener.apply(pair.input(), PSF, OptionalDouble.of(factor * best.setting()), Progress.NONE);
            assertTrue(error(image, pair) >= error(best.image(), pair) * 0.999, factor + " times the ratio is better");
        }
        assertTrue(error(best.image(), pair) < 0.9 * error(pair.input(), pair));
    }

    /** Channels take the same number of iterations, that which is best for all together. */
    @Test
    void severalChannels() {
        Raster input = new Raster(64, 64, PixelType.FLOAT32, pair.input().plane(0), pair.input().plane(0));
        Raster truth = new Raster(64, 64, PixelType.FLOAT32, pair.target().plane(0), pair.target().plane(0));
        assertEquals(TunedRichardsonLucy.best(pair.input(), pair.target(), PSF, 1, Progress.NONE).setting(),
            TunedRichardsonLucy.best(input, truth, PSF, 1, Progress.NONE).setting());
    }

    @Test
    void blurringAgainIsTheConvolution() {
        Raster blurred = new Baselines(pair.input(), pair.target(), PSF, 1).reblur(pair.target());
        Raster expected = Convolution.apply(pair.target(), PSF, Convolution.Edge.NEAREST);
        int r = PSF.size() / 2;
        int inner = 64 - 2 * r;
        assertEquals(0, PixelError.of(blurred.crop(r, r, inner, inner), expected.crop(r, r, inner, inner)).rmse(), 1e-5);
    }

    @Test
    void aPsfLargerThanTheImageIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Baselines(pair.input(), pair.target(), Kernel.gaussian(40), 1))
            .getMessage();
        assertTrue(message.contains("larger than the image of 64 x 64"), message);
    }

    @Test
    void theEvaluationHasThemWhereThePsfIsKnown() throws IOException {
        Evaluation evaluation = Evaluation.run(MemoryPairs.of(List.of(pair)), (image, p) -> pair.target(),
            IntensityMaps.same(new LinearMap(0, 100), 1), PSF, Progress.NONE);
        Table table = EvaluationTables.images(evaluation);
        assertTrue(table.columns().containsAll(List.of("PSNR_RL", "Chi_square", "PSNR_Wiener", "Chi_square_RL", "Iterations_RL", "Ratio_Wiener")), table.columns().toString());
        double chiSquare = table.rows().get(0).values()[table.columns().indexOf("Chi_square")];
        assertEquals(1, chiSquare, 0.15, "the truth explains the input up to its noise");
    }
}
