package sc.fiji.pix2pix.astro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.CancelledException;
import sc.fiji.pix2pix.progress.Progress;

class PositiveInversesTest {
    private static final int SIZE = 96;
    private static final Kernel PSF = Kernel.moffat(3.5, 3);

    /** A star of FWHM 2 and 20,000 times the noise in all, seen through the PSF. */
    private static Raster sharp() {
        Raster image = new Raster(SIZE, SIZE, 1, PixelType.FLOAT32);
        image.plane(0)[SIZE / 2 * SIZE + SIZE / 2] = 20000;
        return Convolution.apply(image, Kernel.gaussian(2), Convolution.Edge.NEAREST);
    }

    private static Raster seen(Raster sharp) {
        Raster seen = Convolution.apply(sharp, PSF, Convolution.Edge.NEAREST);
        Noise.addWhite(seen, 1, new Random(2));
        return seen;
    }

    @Test
    void eachVersionIsNearerToTheStarThanTheLast() {
        Raster sharp = sharp();
        Raster seen = seen(sharp);
        Raster versions = PositiveInverses.apply(seen, PSF, 16, Progress.NONE).versions();
        float peak = sharp.get(SIZE / 2, SIZE / 2, 0);
        double off = Math.abs(seen.get(SIZE / 2, SIZE / 2, 0) - peak);
        for (int k = 0; k < versions.channels(); k++) {
            double now = Math.abs(versions.get(SIZE / 2, SIZE / 2, k) - peak);
            assertTrue(now < off, "version " + k + " is off by " + now);
            off = now;
        }
        assertEquals(peak, versions.get(SIZE / 2, SIZE / 2, 2), 0.08 * peak); // more steps would go on sharpening it
    }

    @Test
    void fluxAndSkyStay() {
        Raster sharp = sharp();
        Raster versions = PositiveInverses.apply(seen(sharp), PSF, 16, Progress.NONE).versions();
        for (int k = 0; k < versions.channels(); k++) {
            double sum = 0;
            for (float v : versions.plane(k)) sum += v;
            assertEquals(20000, sum, 400); // of 9,216 pixels, each with noise of 1
            double corner = 0;
            for (int y = 0; y < 30; y++) {
                for (int x = 0; x < SIZE; x++) corner += versions.get(x, y, k);
            }
            assertEquals(0, corner / (30 * SIZE), 0.1);
        }
    }

    @Test
    void aPartIsTreatedAsTheWholeIs() {
        Raster seen = new Raster(500, 60, 1, PixelType.FLOAT32); // wider than a block
        for (int x = 20; x < 500; x += 60) seen.plane(0)[30 * 500 + x] = 3000;
        Raster blurred = Convolution.apply(seen, PSF, Convolution.Edge.NEAREST);
        Noise.addWhite(blurred, 1, new Random(2));
        Raster whole = PositiveInverses.apply(blurred, PSF, 48, Progress.NONE).versions();
        Raster part = PositiveInverses.apply(blurred.crop(300, 0, 200, 60), PSF, 48, Progress.NONE).versions();
        for (int k = 0; k < 3; k++) {
            for (int x = 370; x < 500; x++) assertEquals(whole.get(x, 30, k), part.get(x - 300, 30, k), 0.02 * (20 + Math.abs(whole.get(x, 30, k))));
        }
    }

    /** The field cut so that the star lies on the left edge: half of its light was never seen. */
    private static Raster cut(Raster image) {
        return image.crop(SIZE / 2, 0, SIZE / 2, SIZE);
    }

    @Test
    void aSourceAtTheEdgeIsRestoredFromTheHalfOfItThatWasSeen() {
        Raster sharp = cut(sharp());
        PositiveInverses.Estimates estimates = PositiveInverses.apply(cut(seen(sharp())), PSF, 48, Progress.NONE);
        float peak = sharp.get(0, SIZE / 2, 0);
        assertEquals(peak, estimates.versions().get(0, SIZE / 2, 2), 0.2 * peak);
        double sum = 0;
        double truth = 0;
        for (float v : estimates.versions().plane(2)) sum += v;
        for (float v : sharp.plane(0)) truth += v;
        assertEquals(truth, sum, 0.1 * truth);
        Raster continued = estimates.continued();
        assertEquals(SIZE / 2 + 96, continued.width());
        Raster all = seen(sharp());
        assertEquals(all.get(SIZE / 2, 20, 0), continued.get(48, 48 + 20, 0), "what was seen stays");
        assertEquals(all.get(SIZE / 2 - 2, SIZE / 2, 0), continued.get(48 - 2, 48 + SIZE / 2, 0), 0.15 * peak, "what was not is like it");
        assertEquals(0.5, estimates.shares().get(0, SIZE / 2, 0), 0.15);
        assertEquals(1, estimates.shares().get(20, SIZE / 2, 0), 1e-2);
    }

    @Test
    void whatIsMissingIsTakenAsNotSeen() {
        Raster sharp = sharp();
        Raster seen = seen(sharp);
        for (int y = 0; y < SIZE; y++) seen.plane(0)[y * SIZE + SIZE / 2 + 1] = Float.NaN; // a dead column through the star's core
        PositiveInverses.Estimates estimates = PositiveInverses.apply(seen, PSF, 16, Progress.NONE);
        float peak = sharp.get(SIZE / 2, SIZE / 2, 0);
        for (int k = 0; k < 3; k++) for (float v : estimates.versions().plane(k)) assertTrue(Float.isFinite(v));
        assertEquals(peak, estimates.versions().get(SIZE / 2, SIZE / 2, 2), 0.15 * peak);
        assertEquals(sharp.get(SIZE / 2 + 1, SIZE / 2, 0), estimates.versions().get(SIZE / 2 + 1, SIZE / 2, 2), 0.15 * peak);
        assertTrue(estimates.shares().get(SIZE / 2 + 1, 10, 0) < 0.8);
    }

    @Test
    void anImageOfNothingGivesNothing() {
        Raster nothing = new Raster(20, 30, 1, PixelType.FLOAT32);
        Arrays.fill(nothing.plane(0), Float.NaN);
        PositiveInverses.Estimates estimates = PositiveInverses.apply(nothing, PSF, 16, Progress.NONE);
        for (int k = 0; k < 3; k++) for (float v : estimates.versions().plane(k)) assertEquals(0, v, 0.1);
    }

    @Test
    void aLopsidedPsfIsUndoneToo() {
        Raster shape = new Raster(9, 9, 1, PixelType.FLOAT32);
        shape.plane(0)[40] = 3;
        shape.plane(0)[41] = 2;
        shape.plane(0)[51] = 1;
        Kernel psf = Kernel.fromRaster(shape);
        Raster sharp = sharp();
        Raster seen = Convolution.apply(sharp, psf, Convolution.Edge.NEAREST);
        Raster sharpest = PositiveInverses.apply(seen, psf, 16, Progress.NONE).versions();
        for (int i = 0; i < sharp.plane(0).length; i++) assertEquals(sharp.plane(0)[i], sharpest.plane(2)[i], 0.03 * sharp.get(SIZE / 2, SIZE / 2, 0));
    }

    @Test
    void escapeEndsIt() {
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancelledException.class, () -> PositiveInverses.apply(sharp(), PSF, 16, cancelled));
    }

    @Test
    void productsOfLinesConvolveAsTheKernelDoes() {
        Raster image = seen(sharp());
        Raster expected = Convolution.apply(image, PSF, Convolution.Edge.NEAREST);
        float[][] rows = new float[SIZE][];
        for (int y = 0; y < SIZE; y++) rows[y] = Arrays.copyOfRange(image.plane(0), y * SIZE, (y + 1) * SIZE);
        float[][] result = new float[SIZE][SIZE];
        new LowRankConvolution(PSF, SIZE, SIZE).apply(rows, result);
        for (int y = 20; y < SIZE - 20; y++) {
            for (int x = 20; x < SIZE - 20; x++) assertEquals(expected.get(x, y, 0), result[y][x], 0.003 * 4000);
        }
    }

    @Test
    void aFlatPlaneStaysFlatUpToItsEdges() {
        float[][] flat = new float[20][30];
        for (float[] row : flat) Arrays.fill(row, 7);
        float[][] result = new float[20][30];
        new LowRankConvolution(PSF, 30, 20).apply(flat, result);
        for (float[] row : result) {
            for (float v : row) assertEquals(7, v, 1e-4);
        }
    }
}
