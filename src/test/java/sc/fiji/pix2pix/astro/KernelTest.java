package sc.fiji.pix2pix.astro;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.Golden;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class KernelTest {

    @Test
    void agreesWithAstropy() throws IOException {
        Golden golden = new Golden("image_science");
        assertKernel(golden.get("psf_gaussian_sigma2_17"), Kernel.gaussian(2 * Kernel.FWHM_PER_SIGMA, 17));
        assertKernel(golden.get("psf_moffat_beta3_fwhm4_17"), Kernel.moffat(4, 3, 17));
    }

    private static void assertKernel(double[] expected, Kernel kernel) {
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], kernel.get(i % 17, i / 17), 1e-6);
    }

    @Test
    void convolutionAgreesWithAstropys() throws IOException {
        Golden golden = new Golden("image_science");
        Raster truth = raster(golden.get("truth"));
        Raster blurred = Convolution.apply(truth, Kernel.gaussian(2 * Kernel.FWHM_PER_SIGMA, 17), Convolution.Edge.WRAP);
        double[] expected = golden.get("blurred_wrap");
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], blurred.plane(0)[i], 1e-6);
    }

    private static Raster raster(double[] values) {
        float[] plane = new float[values.length];
        for (int i = 0; i < plane.length; i++) plane[i] = (float) values[i];
        return new Raster(64, 64, PixelType.FLOAT32, plane);
    }

    @Test
    void halfOfTheMaximumLiesHalfTheWidthFromTheCentre() {
        Kernel gaussian = Kernel.gaussian(6);
        Kernel moffat = Kernel.moffat(6, 2.5, 41);
        for (Kernel kernel : new Kernel[] {gaussian, moffat}) {
            int centre = kernel.size() / 2;
            assertEquals(0.5, kernel.get(centre + 3, centre) / kernel.get(centre, centre), 1e-9);
            assertEquals(kernel.get(centre + 3, centre), kernel.get(centre, centre - 3), 1e-12);
        }
    }

    /** GalaxyGAN's rule: noise 5 times a sky of 2 is a sigma of 10, of which blurring has left some already. */
    @Test
    void degradedSkyHasTheStatedNoise() {
        Raster sky = new Raster(400, 400, 1, PixelType.FLOAT32);
        Noise.addWhite(sky, 2, new Random(1));
        assertEquals(2, sigma(sky), 0.02);
        Degradation degradation = new Degradation(Kernel.gaussian(4), 5);
        assertEquals(Math.sqrt(100 - 2.25), degradation.addedSigma(2, 1.5), 1e-9);
        assertEquals(0, new Degradation(Kernel.gaussian(4), 0.5).addedSigma(2, 1.5));
        assertEquals(10, sigma(degradation.apply(sky, 2, new Random(2))), 0.1);
    }

    private static double sigma(Raster image) {
        double sum = 0;
        double squares = 0;
        for (float v : image.plane(0)) {
            sum += v;
            squares += (double) v * v;
        }
        double mean = sum / image.plane(0).length;
        return Math.sqrt(squares / image.plane(0).length - mean * mean);
    }

    @Test
    void refusesWhatIsNoPsf() {
        assertThrows(IllegalArgumentException.class, () -> Kernel.gaussian(0));
        assertThrows(IllegalArgumentException.class, () -> Kernel.gaussian(2, 4));
        assertThrows(IllegalArgumentException.class, () -> Kernel.moffat(3, 1, 9));
    }

    /** Of even size and off the middle: the centre is the brightest pixel's, and what the square lacks is zero. */
    @Test
    void aMeasuredPsfIsCentredOnItsLight() {
        Raster psf = new Raster(6, 4, 1, PixelType.FLOAT32);
        float[] plane = psf.plane(0);
        plane[2 * 6 + 3] = 4;
        plane[2 * 6 + 2] = 2;
        plane[2 * 6 + 4] = 2;
        plane[0] = -0.5f;
        Kernel kernel = Kernel.fromRaster(psf);
        assertEquals(5, kernel.size());
        assertEquals(0.5, kernel.get(2, 2), 1e-12);
        assertEquals(0.25, kernel.get(1, 2), 1e-12);
        assertEquals(0.25, kernel.get(3, 2), 1e-12);
        assertEquals(0, kernel.get(0, 0), 1e-12);
    }

    /** Also of a star between pixels, and whatever the wings are: a Gaussian as high would be 15 % wider than Moffat's profile. */
    @Test
    void theFwhmIsWhereHalfOfTheMaximumIs() {
        for (double fwhm : new double[] {1.5, 2, 4.3, 6}) {
            double tolerance = (fwhm < 2 ? 0.05 : 0.02) * fwhm;
            assertEquals(fwhm, Kernel.gaussian(fwhm).fwhm(), tolerance);
            assertEquals(fwhm, Kernel.moffat(fwhm, 2.5).fwhm(), tolerance);
        }
        Raster star = new Raster(25, 25, 1, PixelType.FLOAT32);
        for (int i = 0; i < 625; i++) star.plane(0)[i] = (float) Math.exp(-(Math.pow(i % 25 - 12.4, 2) + Math.pow(i / 25 - 11.7, 2)) * 4 * Math.log(2) / 9);
        assertEquals(3, Kernel.fromRaster(star).fwhm(), 0.03);
    }

    @Test
    void aMeasuredPsfIsWidenedAndNarrowed() {
        Kernel star = Kernel.moffat(4, 3, 41);
        for (double fwhm : new double[] {2.5, 6.2}) {
            Kernel scaled = star.scaled(fwhm / 4);
            assertEquals(1, IntStream.range(0, scaled.size() * scaled.size()).mapToDouble(i -> scaled.get(i % scaled.size(), i / scaled.size())).sum(), 1e-9);
            assertEquals(fwhm, scaled.fwhm(), 0.01 * fwhm);
            Kernel profile = Kernel.moffat(fwhm, 3, scaled.size());
            assertEquals(profile.get(scaled.size() / 2, scaled.size() / 2 + 4), scaled.get(scaled.size() / 2, scaled.size() / 2 + 4), 1e-3);
        }
    }

    @Test
    void refusesImagesThatAreNoPsf() {
        Raster psf = new Raster(3, 3, 1, PixelType.FLOAT32);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Kernel.fromRaster(psf)).getMessage().contains("sum of the PSF image is 0"));
        psf.plane(0)[4] = 1;
        Arrays.fill(psf.plane(0), 0, 4, -0.25f);
        psf.plane(0)[8] = 1e-8f;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Kernel.fromRaster(psf)).getMessage().contains("not positive"), "zero but for rounding");
        psf.plane(0)[0] = -3;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Kernel.fromRaster(psf)).getMessage().contains("not positive"));
        psf.plane(0)[0] = Float.NaN;
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Kernel.fromRaster(psf)).getMessage().contains("NaN"));
    }

    @Test
    void theFastWaysConvolveAsTheDirectOneDoes() {
        Random random = new Random(4);
        Raster image = new Raster(37, 24, 1, PixelType.FLOAT32);
        for (int i = 0; i < image.plane(0).length; i++) image.plane(0)[i] = random.nextFloat();
        for (Kernel kernel : List.of(Kernel.gaussian(4), Kernel.moffat(3, 2.5, 19))) {
            for (Convolution.Edge edge : Convolution.Edge.values())
                assertArrayEquals(Convolution.apply(image, kernel, edge).plane(0), Convolution.fast(image, kernel, edge).plane(0), 2e-6f);
        }
    }
}
