package sc.fiji.pix2pix.astro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.astro.DegradationSettings.Shape;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.ImageSource;
import sc.fiji.pix2pix.pairs.Pair;

class DegradedPairsTest {
    private static final int SIZE = 200;

    /** Noise of sigma 2 on a sky of 100, and a star in the middle. */
    private static ImageSource field(double sigma) {
        Raster image = new Raster(SIZE, SIZE, 1, PixelType.FLOAT32);
        Arrays.fill(image.plane(0), 100);
        Noise.addWhite(image, sigma, new Random(3));
        image.plane(0)[SIZE / 2 * SIZE + SIZE / 2] += 50000;
        return new ImageSource() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public String name(int i) {
                return "field " + i;
            }

            @Override
            public Raster load(int i) {
                return image;
            }
        };
    }

    private static DegradationSettings settings(Shape shape, Range noise, double target) {
        return new DegradationSettings(shape, new Range(2, 6), new Range(2.5, 4.5), null, noise, new Range(0, 0), target, 0, 0, 0, 0);
    }

    @Test
    void theNoiseThatIsThereAlreadyCounts() throws IOException {
        for (double times : new double[] {0.5, 3}) {
            DegradedPairs.Made made = new DegradedPairs(field(2), settings(Shape.GAUSSIAN, new Range(times, times), 0), false, 1).make(0);
            assertEquals(times, made.drawn().degradation().noise(), 1e-9);
            assertEquals(2 * times, Sky.measure(made.pair().input()).sigma(), 0.05 * times);
            assertEquals(2, made.sharpSigma(), 0.03);
            assertEquals(2 * times, made.sigma(), 0.03 * times);
        }
    }

    @Test
    void wholeImagesAreDegradedAlwaysAlikeAndCropsAfresh() throws IOException {
        DegradedPairs pairs = new DegradedPairs(field(2), settings(Shape.MIXED, new Range(1, 10), 0), false, 1);
        assertArrayEquals(pairs.load(0).input().plane(0), pairs.load(0).input().plane(0));
        assertFalse(Arrays.equals(pairs.load(0).input().plane(0), pairs.load(1).input().plane(0)));
        Pair one = pairs.crop(0, 32, true, new SplittableRandom(7));
        Pair again = pairs.crop(0, 32, true, new SplittableRandom(7));
        Pair other = pairs.crop(0, 32, true, new SplittableRandom(8));
        assertArrayEquals(one.input().plane(0), again.input().plane(0));
        assertArrayEquals(one.target().plane(0), again.target().plane(0));
        assertFalse(Arrays.equals(one.input().plane(0), other.input().plane(0)));
        assertEquals(32, one.input().width());
        assertTrue(pairs.fresh());
    }

    @Test
    void fluxStaysAndTheStarGetsTheWidthThatWasDrawn() throws IOException {
        DegradedPairs.Made made = new DegradedPairs(field(0.01), settings(Shape.MIXED, new Range(1, 1), 2), false, 5).make(1);
        float[] sharp = field(0.01).load(0).plane(0);
        assertEquals(sum(sharp), sum(made.pair().input().plane(0)), 20);
        assertEquals(sum(sharp), sum(made.pair().target().plane(0)), 20);
        int centre = SIZE / 2 * SIZE + SIZE / 2;
        assertEquals(100 + 50000 * made.drawn().degradation().psf().get(made.drawn().degradation().psf().size() / 2, made.drawn().degradation().psf().size() / 2),
            made.pair().input().plane(0)[centre], 0.1);
        assertEquals(100 + 50000 * Kernel.gaussian(2).get(4, 4), made.pair().target().plane(0)[centre], 0.1);
    }

    private static double sum(float[] plane) {
        double sum = 0;
        for (float v : plane) sum += v - 100;
        return sum;
    }

    @Test
    void conditionsGiveUnitsOfTheNoiseAndTwoPlanes() throws IOException {
        DegradedPairs pairs = new DegradedPairs(field(2), settings(Shape.GAUSSIAN, new Range(1, 10), 0), true, 1);
        DegradedPairs.Made made = pairs.make(0);
        Raster input = made.pair().input();
        assertEquals(7, input.channels());
        assertEquals(2, pairs.conditions());
        assertEquals(1, made.pair().target().channels());
        assertEquals(0, Sky.measure(input).level(), 0.05);
        assertEquals(made.drawn().fwhm(), input.plane(5)[17], 1e-5);
        assertTrue(input.get(SIZE / 2, SIZE / 2, 6) < -1, "the star stands out more than tenfold");
        assertTrue(input.get(5, 5, 6) > -0.3, "nothing does far from it");
        float star = made.pair().target().get(SIZE / 2, SIZE / 2, 0);
        assertEquals((field(2).load(0).get(SIZE / 2, SIZE / 2, 0) - made.skyLevel()) / made.sigma(), star, 1e-3 * star);
        double flux = 0;
        for (float v : input.plane(4)) flux += v;
        double sharp = 0;
        for (float v : made.pair().target().plane(0)) sharp += v;
        assertEquals(sharp, flux, 0.05 * sharp + 200);
    }

    @Test
    void theFwhmThatIsSaidMayBeWrongButIsMostlyNearlyRight() throws IOException {
        DegradationSettings off = new DegradationSettings(Shape.MIXED, new Range(2, 6), new Range(2.5, 4.5), null, new Range(1, 1), new Range(0, 0), 0, 0, 0.1, 0, 0);
        SplittableRandom random = new SplittableRandom(2);
        double[] errors = new double[1000];
        for (int i = 0; i < errors.length; i++) {
            DegradationSettings.Drawn drawn = off.draw(random);
            errors[i] = Math.abs(drawn.saidFwhm() / drawn.fwhm() - 1);
        }
        Arrays.sort(errors);
        assertEquals(0.1, errors[999], 0.002);
        assertEquals(0.0125, errors[500], 0.003); // the cube of a half
        Pair right = new DegradedPairs(field(2), settings(Shape.MIXED, new Range(1, 1), 0), true, 1).load(0);
        DegradedPairs.Made wrong = new DegradedPairs(field(2), off, true, 1).make(0);
        assertEquals(wrong.drawn().saidFwhm(), wrong.pair().input().plane(5)[17], 1e-5);
        assertEquals(wrong.drawn().fwhm(), right.input().plane(5)[17], 1e-5);
        assertFalse(Arrays.equals(right.input().plane(4), wrong.pair().input().plane(4)), "deconvolved with the PSF that is said");
    }

    @Test
    void sidesOfCropsBecomeEdgesOfTheImage() throws IOException {
        DegradationSettings plain = settings(Shape.GAUSSIAN, new Range(1, 10), 0);
        DegradationSettings all = new DegradationSettings(plain.shape(), plain.fwhm(), plain.beta(), null, plain.noise(), plain.gain(), 0, 0, 0, 0, 1);
        DegradedPairs pairs = new DegradedPairs(field(2), all, true, 1);
        assertEquals(4, pairs.conditions());
        Pair inside = new DegradedPairs(field(2), plain, true, 1).crop(0, 48, false, new SplittableRandom(7));
        Pair cut = pairs.crop(0, 48, false, new SplittableRandom(7));
        assertEquals(9, cut.input().channels());
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 48; x++) {
                assertEquals(0, cut.input().get(x, y, 7), "nothing is said of stars");
                if (Math.min(Math.min(x, y), Math.min(47 - x, 47 - y)) < 16) assertTrue(Float.isNaN(cut.target().get(x, y, 0)));
                else assertEquals(inside.target().get(x, y, 0), cut.target().get(x, y, 0));
                assertTrue(Float.isFinite(cut.input().get(x, y, 4)));
            }
        }
        assertEquals(0.5, cut.input().get(16, 24, 8), 0.25);
        assertTrue(cut.input().get(24, 44, 8) < 0.1);
        Pair whole = pairs.load(0);
        assertEquals(SIZE + 32, whole.input().width());
        assertEquals(1, whole.input().get(16 + SIZE / 2, 16 + SIZE / 2, 8), 0.02);
        assertEquals(0.5, whole.input().get(16, 16 + SIZE / 2, 8), 0.2);
        assertTrue(Float.isNaN(whole.target().get(15, 16 + SIZE / 2, 0)) && Float.isFinite(whole.target().get(16, 16 + SIZE / 2, 0)));
        assertFalse(Arrays.equals(inside.input().plane(4), cut.input().plane(4)));
        assertThrows(IllegalArgumentException.class, () -> new DegradationSettings(plain.shape(), plain.fwhm(), plain.beta(), null, plain.noise(), plain.gain(), 0, 0, 0, 0, 1.5));
    }

    @Test
    void photonsAddNoiseToSourcesAlone() throws IOException {
        Raster image = new Raster(64, 64, 1, PixelType.FLOAT32);
        Arrays.fill(image.plane(0), 500);
        Noise.addPhoton(image, 100, 4, new SplittableRandom(1));
        double squares = 0;
        for (float v : image.plane(0)) squares += (v - 500) * (v - 500);
        assertEquals(10, Math.sqrt(squares / 4096), 0.4); // (500 - 100) / 4 = 10^2
        Arrays.fill(image.plane(0), 90);
        Noise.addPhoton(image, 100, 4, new SplittableRandom(1));
        assertEquals(90, image.plane(0)[7]);
    }

    @Test
    void missingPixelsDoNotQuietenTheSky() throws IOException {
        Raster holes = field(2).load(0);
        Random random = new Random(8);
        for (int i = 0; i < holes.plane(0).length; i++) if (random.nextInt(3) == 0) holes.plane(0)[i] = Float.NaN;
        ImageSource damaged = new ImageSource() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public String name(int i) {
                return "damaged";
            }

            @Override
            public Raster load(int i) {
                return holes;
            }
        };
        assertEquals(2, new DegradedPairs(damaged, settings(Shape.GAUSSIAN, new Range(3, 3), 0), false, 1).make(0).sharpSigma(), 0.05);
    }

    @Test
    void anImageWithoutNoiseNeedsItsSigma() {
        ImageSource flat = field(0);
        IOException e = assertThrows(IOException.class, () -> new DegradedPairs(flat, settings(Shape.GAUSSIAN, new Range(1, 1), 0), false, 1).load(0));
        assertTrue(e.getMessage().contains("\"sky\""), e.getMessage());
    }
}
