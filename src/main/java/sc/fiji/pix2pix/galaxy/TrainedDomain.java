package sc.fiji.pix2pix.galaxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.astro.Range;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMap;
import sc.fiji.pix2pix.model.ModelDescription;

/**
 * What a model was trained for; outside it is guesswork.
 *
 * @param fwhm of the PSF, in pixels
 * @param contrast of the brightest source to the sky noise, as {@link NetworkInput} measures it, from the least to the greatest in training
 * @param pixelScale arcseconds per pixel of the simulated fields; null if that is not known
 * @param starFwhm of stars in the sharp images, in pixels; null if the model was not told
 */
public record TrainedDomain(Range fwhm, Range contrast, Range pixelScale, Range starFwhm) {
    /** Ranges are not cliffs: a quarter of a dex beyond the brightest training image makes no difference. */
    private static final double CONTRAST_MARGIN = 1.8;
    /** A source that reaches this is one; below it is nothing but noise. */
    private static final double LEAST_CONTRAST = 3;
    /** So many equal pixels, so far above the noise, are no chance. */
    private static final int SATURATED_PIXELS = 4;
    private static final double SATURATED_CONTRAST = 20;
    /** Beyond so many times the widest PSF of the training a network has nothing to go by, and the classical methods that it is given take hours. */
    private static final double WIDEST = 10;
    /** What a model's record says of the stars of its sharp images. */
    private static final String STARS = "starfwhm_px";

    static TrainedDomain of(ModelDescription description, Range pixelScale) {
        Map<?, ?> data = (Map<?, ?>) description.training().get("data");
        Object inPixels = data.get("fwhm_px"); // models of the first builds have only what the user gave
        IntensityMap contrast = description.input().maps().get(NetworkInput.VERSIONS + 1);
        Range contrasts = new Range(Math.pow(10, -contrast.inverse(1)), Math.pow(10, -contrast.inverse(-1)));
        Object stars = data.get(STARS);
        return new TrainedDomain(Range.parse("fwhm", String.valueOf(inPixels == null ? data.get("fwhm") : inPixels), 0), contrasts, pixelScale,
            stars == null ? null : Range.parse("starfwhm", String.valueOf(stars), 0));
    }

    /** The same with another range of contrasts. */
    TrainedDomain withContrast(Range other) {
        return new TrainedDomain(fwhm, other, pixelScale, starFwhm);
    }

    /** Whether a model with conditions was told how sharp the stars of the result are to be. */
    public static boolean asksForStars(ModelDescription description) {
        return description.training().get("data") instanceof Map<?, ?> data && data.get(STARS) != null;
    }

    /**
     * Before anything of the PSF's size is made.
     *
     * @param seen FWHM of the PSF in pixels
     * @throws IllegalArgumentException if it is wider than the image, or many times wider than those of the training
     */
    public void requirePossible(double seen, Raster image) {
        if (seen > Math.max(image.width(), image.height()) || seen > WIDEST * fwhm.high())
            throw new IllegalArgumentException(text("A PSF with a FWHM of %.4g pixels cannot be undone in an image of %d x %d pixels by a model that was trained for "
                + "%.4g to %.4g: correct the FWHM, or bin the image before.", seen, image.width(), image.height(), fwhm.low(), fwhm.high()));
    }

    /**
     * What the user should know before trusting the result, in sentences; empty if all is as in training.
     *
     * @param pixelScale of the image in arcseconds, if known
     * @param saturation value at which the detector was saturated, in pixel units, if known
     */
    public List<String> warnings(Raster image, Observation seen, OptionalDouble pixelScale, OptionalDouble saturation) {
        List<String> warnings = new ArrayList<>();
        if (!fwhm.contains(seen.fwhm())) warnings.add(text("The PSF to be undone has a FWHM of %.2f pixels, but the model was trained for %.4g to %.4g: "
            + (seen.fwhm() > fwhm.high() ? "bin the image before, or expect too little sharpening." : "expect noise to be removed rather than sharpness gained."),
            seen.fwhm(), fwhm.low(), fwhm.high()));
        if (starFwhm != null && seen.starFwhm() > 0 && !starFwhm.contains(seen.starFwhm())) warnings.add(text("Stars of the result are to have a FWHM of %.2f pixels, but those "
            + "that the model was trained with have %.4g to %.4g: %s.", seen.starFwhm(), starFwhm.low(), starFwhm.high(),
            seen.starFwhm() > starFwhm.high() ? "bin the image before" : "expect them to be wider"));
        double brightest = NetworkInput.brightest(MissingValues.fill(image), seen.level(), seen.noise());
        if (brightest > CONTRAST_MARGIN * contrast.high()) warnings.add(text("The brightest source stands %.0f times the noise above the sky, more than the %.0f "
            + "that the model was trained for: distrust its core and what surrounds it, and check the noise.", brightest, contrast.high()));
        int saturated = saturation.isPresent() ? notBelow(saturation.getAsDouble(), image) : 0;
        int plateau = plateau(image);
        if (saturated > 0) warnings.add(text("Pixels that reach the detector's saturation at %.6g: %d. Light is missing there, and what surrounds them cannot be restored.",
            saturation.getAsDouble(), saturated));
        else if (brightest > SATURATED_CONTRAST && plateau >= SATURATED_PIXELS) warnings.add(text("%d pixels share the highest value of the image, as where a detector is "
            + "saturated: light is missing there, and what surrounds them cannot be restored.", plateau));
        if (brightest < LEAST_CONTRAST) warnings.add(text("Nothing in the image stands out of its noise (at most %.1f times): little more than the sky can be "
            + "restored; check the noise of %.4g.", brightest, seen.noise()));
        if (pixelScale.isPresent() && this.pixelScale != null && !this.pixelScale.contains(pixelScale.getAsDouble())) warnings.add(text("Its pixels are %.3g "
            + "arcseconds wide, those of the model's training %.3g to %.3g: its galaxies may have other sizes in pixels than those that the model knows.",
            pixelScale.getAsDouble(), this.pixelScale.low(), this.pixelScale.high()));
        return warnings;
    }

    private static int notBelow(double level, Raster image) {
        int count = 0;
        for (float value : image.plane(0)) if (value >= level) count++;
        return count;
    }

    /** How many pixels have exactly the highest value. */
    private static int plateau(Raster image) {
        float highest = Float.NEGATIVE_INFINITY;
        int count = 0;
        for (float value : image.plane(0)) {
            if (!Float.isFinite(value) || value < highest) continue;
            count = value > highest ? 1 : count + 1;
            highest = value;
        }
        return count;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
