package sc.fiji.pix2pix.photometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class ProfileFitTest {

    @Test
    void recoversANoiselessProfile() {
        ProfileFit truth = ProfileFit.of(4, 2.7, 0.15, 0.1);
        Raster image = new Raster(60, 60, 1, PixelType.FLOAT32);
        StarField.add(image, truth, 30.4, 28.8, 100);
        for (int i = 0; i < 3600; i++) image.plane(0)[i] += 20;
        image.plane(0)[28 * 60 + 31] = Float.NaN;
        ProfileFit fit = ProfileFit.moffat(image, new Moments(30, 29, 1.5, 0, 0), 18, 16).orElseThrow();
        assertEquals(4, fit.fwhm(), 1e-3);
        assertEquals(2.7, fit.beta(), 1e-2);
        assertEquals(30.4, fit.x(), 1e-4);
        assertEquals(28.8, fit.y(), 1e-4);
        assertEquals(20, fit.sky(), 1e-2);
        assertEquals(100, fit.peak(), 0.1);
        assertEquals(truth.ellipticity(), fit.ellipticity(), 1e-4);
        assertEquals(truth.angle(), fit.angle(), 0.05);
    }

    /** e = (a^2 - b^2) / (a^2 + b^2) = 0.6 means b / a = 0.5, along the rows; half of the maximum lies on the axes a and b with a b = 1. */
    @Test
    void theEllipseIsThatOfTheHalfMaximum() {
        ProfileFit profile = ProfileFit.of(2, 3, 0.6, 0);
        assertEquals(0.5, profile.ellipticity(), 1e-12);
        assertEquals(0, profile.angle(), 1e-12);
        assertEquals(0.5, profile.at(Math.sqrt(2), 0), 1e-12);
        assertEquals(0.5, profile.at(0, Math.sqrt(0.5)), 1e-12);
        assertEquals(45, ProfileFit.of(2, 3, 0, 0.6).angle(), 1e-12);
        // A round Gaussian of FWHM 2: pi FWHM^2 / (4 ln 2).
        assertEquals(Math.PI / Math.log(2), ProfileFit.of(2, Double.POSITIVE_INFINITY, 0, 0).flux(), 1e-12);
        // Moffat: pi gamma^2 / (beta - 1), gamma = FWHM / (2 sqrt(2^(1/beta) - 1)).
        assertEquals(Math.PI / (Math.pow(2, 0.5) - 1), ProfileFit.of(2, 2, 0, 0).flux(), 1e-12);
    }

    @Test
    void givesUpWithoutPixelsOrStar() {
        Raster image = new Raster(30, 30, 1, PixelType.FLOAT32);
        assertTrue(ProfileFit.moffat(image, new Moments(-50, 2, 1, 0, 0), 0, 5).isEmpty());
        for (int i = 0; i < 900; i++) image.plane(0)[i] = -Math.abs(i % 30 - 15);
        assertTrue(ProfileFit.gaussian(image, new Moments(15, 15, 1, 0, 0), 5, 8).isEmpty());
    }
}
