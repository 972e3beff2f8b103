package sc.fiji.pix2pix.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.pix2pix.astro.Degradation;
import sc.fiji.pix2pix.astro.FieldSettings;
import sc.fiji.pix2pix.astro.GalaxySimulator;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.fits.FitsCard;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsImage;

/**
 * Galaxies as 32-bit FITS in {@code input} (blurred and noisy) and {@code target} (sharp), with equal names. The setting is a camera of 0.05 arcseconds
 * per pixel, as the Hubble Space Telescope's: the target has stars of 0.1" and 25 photons per count, and the input is the same field through a PSF of
 * 0.225" and with 5 times the sky noise, which is what a 25 times shorter exposure has.
 */
final class GalaxySamples {
    static final int SIZE = FieldSettings.SAMPLE.size();
    static final double PIXEL_SCALE = FieldSettings.SAMPLE.pixelScale().low();
    static final double SHARP_FWHM = FieldSettings.SAMPLE.fwhm().low();
    static final double PSF_FWHM = 4.5;
    static final double NOISE = 5;

    /** Where the field is said to lie: the centre of COSMOS. */
    private static final double RIGHT_ASCENSION = 150.1167;
    private static final double DECLINATION = 2.2058;

    private static final GalaxySimulator SIMULATOR = new GalaxySimulator(FieldSettings.SAMPLE, new Degradation(Kernel.gaussian(PSF_FWHM), NOISE));

    private GalaxySamples() {}

    /** Writes FOLDER/input/NAME and FOLDER/target/NAME. */
    static void write(Path folder, String name, long seed) throws IOException {
        GalaxySimulator.Observation field = SIMULATOR.observe(seed);
        Path input = Files.createDirectories(folder.resolve("input"));
        Path target = Files.createDirectories(folder.resolve("target"));
        List<FitsCard> sharpCards = cards(field, SHARP_FWHM, field.skySigma(), seed);
        FitsFiles.write(target.resolve(name), FitsImage.of(field.sharp(), sharpCards));
        List<FitsCard> blurredCards = cards(field, Math.hypot(SHARP_FWHM, PSF_FWHM), NOISE * field.skySigma(), seed);
        blurredCards.add(FitsCard.of("PSFTYPE", "GAUSSIAN", "PSF that the target was convolved with"));
        blurredCards.add(FitsCard.of("PSFFWHM", rounded(PSF_FWHM * PIXEL_SCALE), "[arcsec] its full width at half maximum"));
        blurredCards.add(FitsCard.of("NOISEFAC", NOISE, "sky noise divided by the target's"));
        FitsFiles.write(input.resolve(name), FitsImage.of(field.degraded(), blurredCards));
    }

    private static List<FitsCard> cards(GalaxySimulator.Observation field, double fwhm, double noise, long seed) {
        return new ArrayList<>(List.of(
            FitsCard.of("OBJECT", "simulated galaxies", "no real sky"),
            FitsCard.of("BUNIT", "adu", "unit of the pixels"),
            FitsCard.of("PIXSCALE", PIXEL_SCALE, "[arcsec] width of a pixel"),
            FitsCard.of("FWHM", rounded(fwhm * PIXEL_SCALE), "[arcsec] of stars in this image"),
            FitsCard.of("SKY", rounded(field.sky()), "[adu] brightness of the empty sky"),
            FitsCard.of("NOISE", rounded(noise), "[adu] standard deviation of the empty sky"),
            FitsCard.of("SEED", seed, "of the simulation"),
            FitsCard.of("RADESYS", "ICRS", "of the coordinates"),
            FitsCard.of("CTYPE1", "RA---TAN", "right ascension, tangent plane"),
            FitsCard.of("CTYPE2", "DEC--TAN", "declination"),
            FitsCard.of("CUNIT1", "deg", ""),
            FitsCard.of("CUNIT2", "deg", ""),
            FitsCard.of("CRVAL1", RIGHT_ASCENSION, "at the reference pixel"),
            FitsCard.of("CRVAL2", DECLINATION, "at the reference pixel"),
            FitsCard.of("CRPIX1", (SIZE + 1) / 2.0, "middle of the image"),
            FitsCard.of("CRPIX2", (SIZE + 1) / 2.0, "middle of the image"),
            FitsCard.of("CDELT1", -PIXEL_SCALE / 3600, "east is left"),
            FitsCard.of("CDELT2", PIXEL_SCALE / 3600, "north is up")));
    }

    /** Enough digits for a reader, few enough for a header. */
    private static double rounded(double value) {
        return Math.rint(value * 1e4) / 1e4;
    }
}
