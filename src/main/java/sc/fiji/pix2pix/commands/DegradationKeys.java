package sc.fiji.pix2pix.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import sc.fiji.pix2pix.astro.DegradationSettings;
import sc.fiji.pix2pix.astro.DegradationSettings.Shape;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.Range;
import sc.fiji.pix2pix.host.ImageFiles;

/**
 * The keys by which commands say how sharp images are made worse, as text; what is left out is as in {@link #DEFAULTS}.
 */
final class DegradationKeys {
    /** Key and default of each. */
    static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("psf", "gaussian");
        DEFAULTS.put("fwhm", "2-6");
        DEFAULTS.put("beta", "2.5-4.5");
        DEFAULTS.put("noise", "1-10");
        DEFAULTS.put("gain", "0");
        DEFAULTS.put("targetfwhm", "0");
        DEFAULTS.put("sky", "0");
        DEFAULTS.put("pixelscale", "0");
        DEFAULTS.put("fwhmerror", "0");
        DEFAULTS.put("starfwhm", "0");
        DEFAULTS.put("edges", "0");
    }

    /** For the FWHM of stars: as each image's header says it. */
    static final String HEADER = "header";

    private final Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
    /** Whether the FWHM is that of the image that is the PSF, and no other one was given. */
    private final boolean ownWidth;

    /** @param given values by key; others than those of {@link #DEFAULTS} are ignored, and so are empty ones */
    DegradationKeys(Map<String, ?> given) {
        given.forEach((key, value) -> {
            if (value != null && !value.toString().isBlank() && DEFAULTS.containsKey(key)) values.put(key, value.toString().trim());
        });
        Object fwhm = given.get("fwhm");
        ownWidth = shape(values.get("psf")) == Shape.MEASURED && (fwhm == null || fwhm.toString().isBlank());
        if (ownWidth) values.put("fwhm", "");
    }

    /**
     * For pairs that are there already.
     *
     * @param given values by key
     * @throws IllegalArgumentException if one of them says something that only pairs made from sharp images can follow
     */
    static void refuse(Map<String, ?> given) {
        given.forEach((key, value) -> {
            String text = value == null ? "" : value.toString().trim();
            boolean said = !text.isEmpty() && !text.equals(DEFAULTS.getOrDefault(key, "false")) && !(value instanceof Number n && n.doubleValue() == 0);
            if (said) throw new IllegalArgumentException(key + "=" + text + " is for pairs that are made from \"sharp\" images: leave it out, or give \"sharp\" in place of \"input\" and \"target\".");
        });
    }

    /** Whether FWHMs are in arcseconds by the scale that each image states. */
    boolean needsScale() throws IOException {
        return !ownWidth && fwhm("fwhm").needsScale() || fwhm("targetfwhm").needsScale() || !starsByHeader() && fwhm("starfwhm").needsScale();
    }

    /** Whether each image's header says how sharp its stars are. */
    boolean starsByHeader() {
        return values.get("starfwhm").equalsIgnoreCase(HEADER);
    }

    /** Whether anything is said about how sharp stars are. */
    boolean saysStars() {
        return starsByHeader() || fwhm("starfwhm").range().high() > 0;
    }

    /** Whether sides of crops become edges of the image. */
    boolean hasEdges() {
        return number("edges") > 0;
    }

    /** All keys with their values, for a model's record; that of "fwhm" is empty where a measured PSF has its own width. */
    Map<String, String> toMap() {
        return Map.copyOf(values);
    }

    /** For images whose own scale is not needed. */
    DegradationSettings settings() throws IOException {
        return settings(Double.NaN, 0);
    }

    /**
     * @param scale arcseconds per pixel that the image states; used if {@link #needsScale}
     * @param stars their FWHM in pixels that the image states; used if {@link #starsByHeader}
     * @throws IllegalArgumentException if a value is impossible
     * @throws IOException if the PSF image cannot be read
     */
    DegradationSettings settings(double scale, double stars) throws IOException {
        double target = fwhm("targetfwhm").pixels(() -> scale).low();
        Kernel measured = null;
        Shape shape = shape(values.get("psf"));
        if (shape == Shape.MEASURED) measured = measured(values.get("psf"));
        Range fwhm = ownWidth ? new Range(measured.fwhm(), measured.fwhm()) : fwhm("fwhm").pixels(() -> scale);
        return new DegradationSettings(shape, fwhm, range("beta", 1.01), measured, range("noise", 0), range("gain", 0), target, number("sky"), number("fwhmerror"),
            starsByHeader() ? stars : fwhm("starfwhm").pixels(() -> scale).low(), number("edges"));
    }

    private static Shape shape(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "gaussian" -> Shape.GAUSSIAN;
            case "moffat" -> Shape.MOFFAT;
            case "mixed" -> Shape.MIXED;
            default -> Shape.MEASURED;
        };
    }

    private static Kernel measured(String text) throws IOException {
        try {
            Path file = Path.of(text);
            if (Files.isRegularFile(file)) return Kernel.fromRaster(ImageFiles.read(file));
        } catch (InvalidPathException e) {
            // Said below.
        } catch (IllegalArgumentException e) {
            throw new IOException(text + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("psf=" + text + " is not possible: it is gaussian, moffat, mixed or the file of a PSF image.");
    }

    private Fwhm fwhm(String key) {
        return Fwhm.parse(key, values.get(key), key.equals("fwhm") ? 0.01 : 0, number("pixelscale"));
    }

    private Range range(String key, double least) {
        return Range.parse(key, values.get(key), least);
    }

    private double number(String key) {
        return Range.parse(key, values.get(key), 0).low();
    }
}
