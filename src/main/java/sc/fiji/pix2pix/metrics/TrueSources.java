package sc.fiji.pix2pix.metrics;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.Aperture;
import sc.fiji.pix2pix.photometry.Detection;
import sc.fiji.pix2pix.photometry.LocalSky;
import sc.fiji.pix2pix.photometry.Moments;
import sc.fiji.pix2pix.photometry.QuietSky;
import sc.fiji.pix2pix.photometry.Source;

/**
 * The sources of a truth, found once, then looked for and measured in any number of images of the same field. All are detected with one
 * absolute threshold, given by the noise of the observed image: what a restored image shows above it would be taken for a source, whatever
 * the restored image's own noise. Signal to noise is everywhere that of a star against this noise.
 */
public final class TrueSources {
    /** Width of the matched filter in pixels: that of sharp stars. */
    public static final double FWHM = 2.5;
    /** A source is what exceeds this many sigma. */
    public static final double THRESHOLD = 5;
    /** Sources of truth and image belong together within this distance, in pixels. */
    public static final double MATCH_RADIUS = 3;
    /** An image's source is real if the truth has one of half the threshold, but above 3 sigma of the truth's own noise. */
    private static final double FAINT = THRESHOLD / 2;
    private static final double TRUTH_SIGMAS = 3;
    private static final double LEAST_APERTURE = 3;
    private static final double APERTURE_SIGMAS = 2.5;
    private static final int SKY_CELL = 64;

    private final double sigma;
    private final List<Source> sources;
    private final List<Source> faint;
    private final List<Measured> measured = new ArrayList<>();

    private record Measured(Source source, Moments moments, double radius, double sky, double flux) {}

    /**
     * @param truth its first channel is searched; may be free of noise
     * @param noise standard deviation of the observed image's noise, in the truth's unit; where the truth's own is higher, that counts
     * @throws IllegalArgumentException if the truth has no valid pixel, or neither image has noise
     */
    public TrueSources(Raster truth, double noise) {
        double own = QuietSky.of(truth, 0).sigma();
        sigma = Math.max(noise, own);
        sources = Detection.detect(truth, FWHM, THRESHOLD, sigma);
        faint = Detection.detect(truth, FWHM, Math.max(FAINT, TRUTH_SIGMAS * own / sigma), sigma);
        LocalSky sky = LocalSky.of(truth, SKY_CELL);
        for (Source source : sources) measure(truth, source, sky.at(source.x(), source.y()));
    }

    private void measure(Raster truth, Source source, double sky) {
        double guess = Math.max(FWHM / 2.355, Math.sqrt(source.area() / Math.PI) / 2);
        Moments moments = Moments.measure(truth, source.x(), source.y(), sky, guess).orElse(null);
        if (moments == null) return;
        double radius = Math.max(LEAST_APERTURE, APERTURE_SIGMAS * moments.sigma());
        double flux = Aperture.flux(truth, moments.x(), moments.y(), radius, sky);
        if (flux > 0) measured.add(new Measured(source, moments, radius, sky, flux));
    }

    /** Number of sources of the truth. */
    public int count() {
        return sources.size();
    }

    /** The noise that signal to noise refers to, in the truth's unit. */
    public double sigma() {
        return sigma;
    }

    /**
     * Fluxes in circles of 2.5 sigma of each source, at least 3 pixels, and shapes by windowed moments, of those sources whose moments can be
     * measured in the truth.
     *
     * @param image of the truth's size and unit; its first channel is measured
     */
    public List<SourceScore> measureIn(Raster image) {
        List<SourceScore> scores = new ArrayList<>();
        for (Measured m : measured) {
            double flux = Aperture.flux(image, m.moments.x(), m.moments.y(), m.radius, m.sky);
            Moments moments = Moments.measure(image, m.moments.x(), m.moments.y(), m.sky, m.moments.sigma()).orElse(null);
            scores.add(SourceScore.of(m.source.signalToNoise(), m.flux, flux, m.moments, moments));
        }
        return scores;
    }

    /** Sources of the truth and of the image, and which belong together. */
    public Detections detectIn(Raster image) {
        return Detections.match(sources, faint, Detection.detect(image, FWHM, THRESHOLD, sigma), MATCH_RADIUS);
    }
}
