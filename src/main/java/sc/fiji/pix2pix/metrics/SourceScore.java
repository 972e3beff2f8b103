package sc.fiji.pix2pix.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;
import sc.fiji.pix2pix.photometry.Moments;

/**
 * One source of the truth as an image shows it: aperture photometry, and windowed second moments as {@link Moments} measures them (Bernstein and Jarvis 2002,
 * AJ 123, 583). Example: a source of flux 1000 at (10, 10), sigma 2 and round, that an image shows with 900 at (10.3, 10.4), sigma 2.2 and axes of 3 to 1.5 along
 * the rows, has the magnitude -7.5, a flux ratio of 0.9, a shift of 0.5 pixels, a size ratio of 1.1 and an ellipticity error of (9 - 2.25) / (9 + 2.25) = 0.6.
 *
 * @param signalToNoise of the source in the truth, against the noise of the observed image
 * @param magnitude -2.5 log10 of its aperture flux in the truth: brightness in the image's unit, zero point 0
 * @param fluxRatio {@code (sum' - sky area') / (sum - sky area)}, aperture flux in the image over that in the truth, in the same circle and above the same sky (that of the truth); no
 *        unit, 1 is right
 * @param centroidShift {@code hypot(x' - x, y' - y)}, distance of the centres of light, in pixels
 * @param sizeRatio {@code sigma' / sigma}, size in the image over that in the truth, from windowed second moments ({@link Moments#sigma()}); no unit, 1 is right,
 *        above 1 is blur
 * @param ellipticityError {@code hypot(e1 - e1', e2 - e2')} of the ellipticities (a^2 - b^2) / (a^2 + b^2), no unit (Bernstein and Jarvis
 *        2002, AJ 123, 583); a turned source has an error too. Example: e of 0.3 along the rows against 0.3 along the columns is 0.6
 */
public record SourceScore(double signalToNoise, double magnitude, double fluxRatio, double centroidShift, double sizeRatio,
        double ellipticityError) {

    /** Whether the image has a measurable shape where the truth has one. */
    public boolean shapeMeasured() {
        return !Double.isNaN(sizeRatio);
    }

    static SourceScore of(double signalToNoise, double truthFlux, double imageFlux, Moments truth, Moments image) {
        double magnitude = -2.5 * Math.log10(truthFlux);
        double ratio = imageFlux / truthFlux;
        if (image == null) return new SourceScore(signalToNoise, magnitude, ratio, Double.NaN, Double.NaN, Double.NaN);
        return new SourceScore(signalToNoise, magnitude, ratio, Math.hypot(image.x() - truth.x(), image.y() - truth.y()),
            image.sigma() / truth.sigma(), Math.hypot(image.e1() - truth.e1(), image.e2() - truth.e2()));
    }

    /** Median of a figure over those sources that have it; NaN if none has. */
    public static double median(List<SourceScore> sources, ToDoubleFunction<SourceScore> figure) {
        double[] values = sources.stream().mapToDouble(figure).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return values.length == 0 ? Double.NaN : (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /** Robust scatter of a figure, 1.4826 x median absolute deviation; NaN if fewer than two sources have it. */
    public static double scatter(List<SourceScore> sources, ToDoubleFunction<SourceScore> figure) {
        double median = median(sources, figure);
        double[] deviations = sources.stream().mapToDouble(figure).filter(v -> !Double.isNaN(v)).map(v -> Math.abs(v - median)).sorted()
            .toArray();
        int n = deviations.length;
        return n < 2 ? Double.NaN : 1.482602218505602 * (deviations[(n - 1) / 2] + deviations[n / 2]) / 2;
    }

    /** Those with a magnitude in [brightest, faintest). */
    public static List<SourceScore> byMagnitude(List<SourceScore> sources, double brightest, double faintest) {
        return sources.stream().filter(s -> s.magnitude >= brightest && s.magnitude < faintest).toList();
    }

    /** Those at or above a signal to noise. */
    public static List<SourceScore> above(List<SourceScore> sources, double signalToNoise) {
        return sources.stream().filter(s -> s.signalToNoise >= signalToNoise).toList();
    }
}
