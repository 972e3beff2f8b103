package sc.fiji.pix2pix.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import sc.fiji.pix2pix.astro.DegradationSettings;
import sc.fiji.pix2pix.astro.DegradedPairs;
import sc.fiji.pix2pix.astro.Range;
import sc.fiji.pix2pix.host.ImageFacts;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.ImageSource;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairWrapper;

/** Pairs made from sharp images, each with settings of its own: a PSF of one width in arcseconds has other pixels in each. */
final class SharpPairs extends PairWrapper {
    private final List<DegradedPairs> ofImage;
    private final Range fwhm;
    private final Range stars;

    /** Sharp images of which each is fit to be blurred as its settings say; they are checked when they are loaded. */
    private record Checked(ImageSource images, List<DegradationSettings> settings) implements ImageSource {
        @Override
        public Raster load(int i) throws IOException {
            Raster image = images.load(i);
            check(image, images.name(i), settings.get(i));
            return image;
        }

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public String name(int i) {
            return images.name(i);
        }

        @Override
        public List<String> notes() {
            return images.notes();
        }
    }

    private static void check(Raster image, String name, DegradationSettings settings) throws IOException {
        if (MissingValues.all(image)) throw new IOException("The sharp image " + name + " has no valid pixel, all are NaN or infinite: remove it.");
        int side = Math.min(image.width(), image.height());
        String size = name + " of " + image.width() + " x " + image.height() + " pixels";
        boolean measured = settings.shape() == DegradationSettings.Shape.MEASURED;
        int psf = measured ? (int) Math.round(settings.measured().size() * Math.max(1, settings.fwhm().high() / settings.measured().fwhm())) : 0;
        if (psf > side) throw new IOException("The PSF image of " + psf + " x " + psf + " pixels is larger than the sharp image " + size + ": crop it around its centre, "
            + "or remove the image.");
        double widest = Math.max(measured ? 0 : settings.fwhm().high(), settings.targetFwhm());
        if (2 * widest > side) throw new IOException(String.format(Locale.ROOT, "A PSF of FWHM %.4g pixels is too wide for the sharp image %s: give a smaller FWHM, "
            + "or remove the image.", widest, size));
    }

    /** Finds what is known of image {@code i}. */
    @FunctionalInterface
    interface Facts {
        ImageFacts of(int i) throws IOException;
    }

    private SharpPairs(List<DegradedPairs> ofImage, Range fwhm, Range stars) {
        super(ofImage.get(0));
        this.ofImage = ofImage;
        this.fwhm = fwhm;
        this.stars = stars;
    }

    /** @param settings of each image, as {@link #settings} makes them */
    static SharpPairs of(ImageSource images, List<DegradationSettings> settings, boolean conditions, long seed) {
        Map<DegradationSettings, DegradedPairs> bySettings = new HashMap<>();
        List<DegradedPairs> ofImage = new ArrayList<>();
        ImageSource checked = new Checked(images, settings);
        for (DegradationSettings own : settings) ofImage.add(bySettings.computeIfAbsent(own, s -> new DegradedPairs(checked, s, conditions, seed)));
        return new SharpPairs(ofImage, range(settings, s -> s.fwhm().low(), s -> s.fwhm().high()), range(settings, DegradationSettings::starFwhm, DegradationSettings::starFwhm));
    }

    private static Range range(List<DegradationSettings> settings, ToDoubleFunction<DegradationSettings> low, ToDoubleFunction<DegradationSettings> high) {
        return new Range(settings.stream().mapToDouble(low).min().getAsDouble(), settings.stream().mapToDouble(high).max().getAsDouble());
    }

    /**
     * What the keys mean for each of so many images.
     *
     * @param facts asked for only if widths are in arcseconds by the images' own scale, or those of stars as the images say
     * @throws IllegalArgumentException if a value is impossible, or an image does not say what is asked for
     */
    static List<DegradationSettings> settings(DegradationKeys keys, int images, Facts facts) throws IOException {
        List<DegradationSettings> settings = new ArrayList<>();
        Map<List<Double>, DegradationSettings> known = new HashMap<>();
        boolean needsScale = keys.needsScale();
        boolean starsByHeader = keys.starsByHeader();
        for (int i = 0; i < images; i++) {
            ImageFacts own = needsScale || starsByHeader ? facts.of(i) : null;
            double scale = needsScale ? own.arcsecPerPixel() : 0;
            double stars = starsByHeader ? own.starFwhm() : 0;
            List<Double> said = List.of(scale, stars);
            if (!known.containsKey(said)) known.put(said, keys.settings(scale, stars));
            settings.add(known.get(said));
        }
        return settings;
    }

    /** From the narrowest to the widest PSF, in pixels. */
    Range fwhm() {
        return fwhm;
    }

    /** FWHM of the sharpest and the widest stars of sharp images, in pixels; 0 if nobody said it. */
    Range stars() {
        return stars;
    }

    /** Image {@code i} degraded as {@link #load} does it, with what was done. */
    DegradedPairs.Made make(int i) throws IOException {
        return ofImage.get(i).make(i);
    }

    @Override
    public Pair load(int i) throws IOException {
        return ofImage.get(i).load(i);
    }

    @Override
    public Pair crop(int i, int crop, boolean augment, SplittableRandom random) throws IOException {
        return ofImage.get(i).crop(i, crop, augment, random);
    }

    @Override
    public boolean fresh() {
        return true;
    }
}
