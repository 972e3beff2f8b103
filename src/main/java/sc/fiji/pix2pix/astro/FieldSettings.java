package sc.fiji.pix2pix.astro;

import java.util.Random;

/**
 * What simulated fields are like. Numbers are drawn for each field from their ranges.
 *
 * @param size width and height in pixels
 * @param pixelScale arcseconds per pixel: how large the galaxies are; ratios are equally likely
 * @param fwhm of stars in pixels, at least 1
 * @param gain photons per count, on a sky of about 100 counts
 * @param galaxies how many; the largest stands near the middle
 * @param stars how many
 * @param brightness factor on the fluxes of all sources; ratios are equally likely
 * @param texture strength of the {@link Texture} of discs, 0 for smooth ones
 * @param blank share of the fields that have no source at all, 0 to 1
 * @param quick whether galaxies are sampled once a pixel, except near their centres, instead of nine times: some ten times as fast, and the
 *        same to a percent
 */
public record FieldSettings(int size, Range pixelScale, Range fwhm, double gain, Range galaxies, Range stars, Range brightness, Range texture,
        double blank, boolean quick) {

    /** Four galaxies and three to eight stars at 0.05 arcseconds per pixel, as in the sample images. */
    public static final FieldSettings SAMPLE = new FieldSettings(128, new Range(0.05, 0.05), new Range(2, 2), 25, new Range(4, 4), new Range(3, 8),
        new Range(1, 1), new Range(0, 0), 0, false);

    public FieldSettings {
        if (size < 1 || size > 8192) throw new IllegalArgumentException("A field of " + size + " pixels is not possible: give 1 to 8192.");
        if (!(pixelScale.low() > 0)) throw new IllegalArgumentException("A pixel scale of " + pixelScale + " arcseconds is not positive.");
        if (!(fwhm.low() >= 1)) throw new IllegalArgumentException("Stars with a FWHM of " + fwhm + " pixels are too narrow: 1 is the least.");
        if (!(gain > 0)) throw new IllegalArgumentException("An exposure of " + gain + " photons per count is not possible: it is above 0.");
        if (!(galaxies.low() >= 0 && stars.low() >= 0 && galaxies.high() <= 1e4 && stars.high() <= 1e5))
            throw new IllegalArgumentException("A field of " + galaxies + " galaxies and " + stars + " stars is not possible.");
        if (!(brightness.low() > 0)) throw new IllegalArgumentException("A brightness of " + brightness + " is not positive.");
        if (!(texture.low() >= 0 && texture.high() <= Texture.STRONGEST))
            throw new IllegalArgumentException("A texture of strength " + texture + " is not possible: give 0 to " + Texture.STRONGEST + ".");
        if (!(blank >= 0 && blank <= 1)) throw new IllegalArgumentException("A share of blank fields of " + blank + " is outside 0 to 1.");
    }

    FieldSettings with(int newSize, double scale, double width, double photons) {
        return new FieldSettings(newSize, new Range(scale, scale), new Range(width, width), photons, galaxies, stars, brightness, texture, blank, quick);
    }

    /** A whole number of the range. */
    static int whole(Range range, Random random) {
        int low = (int) Math.ceil(range.low());
        int high = (int) Math.floor(range.high());
        return low >= high ? low : low + random.nextInt(high - low + 1);
    }

    /** As {@link Range#drawRatio}; a range of one number draws none, so that the sample images stay what they are. */
    static double ratio(Range range, Random random) {
        return range.low() == range.high() ? range.low() : range.drawRatio(random);
    }
}
