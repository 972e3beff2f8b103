package sc.fiji.pix2pix.galaxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.Noise;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class StarWidthTest {
    private static final int SIDE = 240;

    /** Stars on a grid, none at the centre of its pixel, blurred. */
    private static Raster stars(double fwhm, Kernel psf, int count, double noise) {
        Raster image = new Raster(SIDE, SIDE, 1, PixelType.FLOAT32);
        double sigma = fwhm / Kernel.FWHM_PER_SIGMA;
        for (int star = 0; star < count; star++) {
            double x = 30 + 60 * (star % 4) + 0.3 * (star % 3);
            double y = 30 + 60 * (star / 4) + 0.2 * (star % 5);
            for (int i = 0; i < SIDE * SIDE; i++) image.plane(0)[i] += (float) (2000 * Math.exp(-(Math.pow(i % SIDE - x, 2) + Math.pow(i / SIDE - y, 2)) / (2 * sigma * sigma)));
        }
        Raster seen = Convolution.fast(image, psf, Convolution.Edge.NEAREST);
        Noise.addWhite(seen, noise, new Random(4));
        return seen;
    }

    @ParameterizedTest
    @CsvSource({"1.7, 3, 0", "2, 4.5, 0", "3, 2, 0", "2, 3, 3.5", "2.5, 4, 2.5"})
    void whatThePsfLeftIsFound(double fwhm, double width, double beta) {
        Kernel psf = Observation.psf(width, beta);
        assertEquals(fwhm, StarWidth.before(stars(fwhm, psf, 16, 1), psf).orElseThrow(), 0.04 * fwhm);
    }

    @Test
    void ofTooFewStarsOrOfStarsSharperThanThePsfNothingIsSaid() {
        Kernel psf = Kernel.gaussian(3);
        assertEquals(OptionalDouble.empty(), StarWidth.before(stars(2, psf, 1, 1), psf));
        assertEquals(OptionalDouble.empty(), StarWidth.before(stars(2, psf, 16, 1), Kernel.gaussian(5)));
        assertEquals(0, new Observation(3, 0, 1).withStarsOf(stars(2, psf, 1, 1)).starFwhm());
    }
}
