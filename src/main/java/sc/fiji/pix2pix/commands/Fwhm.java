package sc.fiji.pix2pix.commands;

import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.pix2pix.astro.Range;

/**
 * Full width at half maximum as keys of commands say it, one or a range: 4 or 2-6 in pixels, 1.2arcsec or 0.8-1.4arcsec by the scale that the image states, 3px
 * in pixels whatever else is given. Where a command is given "pixelscale", that scale counts, and plain numbers are arcseconds.
 *
 * @param text as it was given
 * @param range in the unit that it was given in
 * @param scale arcseconds per pixel; 0: the range is in pixels; NaN: in arcseconds by the scale of the image
 */
record Fwhm(String text, Range range, double scale) {
    private static final Pattern FORM = Pattern.compile("(.*?)\\s*(arcsec|\"|px|)");

    /**
     * @param key what the message calls it
     * @param least the least that it may be
     * @param pixelScale arcseconds per pixel as the user gave it, 0 for none
     */
    static Fwhm parse(String key, String text, double least, double pixelScale) {
        return parse(key, text, least, pixelScale, "a FWHM of " + least + " or more, or a range, in pixels (as 4 or 2-6) or in arcseconds (as 1.2arcsec or 0.8-1.4arcsec)", false);
    }

    /** One width, not a range. */
    static Fwhm parseOne(String key, String text, double least, double pixelScale) {
        return parse(key, text, least, pixelScale, "a single FWHM of " + least + " or more, in pixels (as 4) or in arcseconds (as 1.2arcsec)", true);
    }

    private static Fwhm parse(String key, String text, double least, double pixelScale, String wanted, boolean single) {
        String refusal = key + "=" + text + " is not possible: it is " + wanted + ".";
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) throw new IllegalArgumentException(refusal);
        boolean arcsec = form.group(2).isEmpty() ? pixelScale > 0 : !form.group(2).equals("px");
        Range range;
        try {
            range = Range.parse(key, form.group(1), least);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(refusal, e);
        }
        if (single && range.low() != range.high()) throw new IllegalArgumentException(refusal);
        return new Fwhm(text.trim(), range, !arcsec ? 0 : pixelScale > 0 ? pixelScale : Double.NaN);
    }

    /** Whether only the image can say how many pixels this is. */
    boolean needsScale() {
        return Double.isNaN(scale) && range.high() > 0;
    }

    /** @param stated arcseconds per pixel of the image; asked for only if that is needed */
    Range pixels(DoubleSupplier stated) {
        if (scale == 0 || range.high() == 0) return range;
        double arcsecPerPixel = needsScale() ? stated.getAsDouble() : scale;
        return new Range(range.low() / arcsecPerPixel, range.high() / arcsecPerPixel);
    }
}
