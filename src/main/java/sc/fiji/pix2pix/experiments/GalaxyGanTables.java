package sc.fiji.pix2pix.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import sc.fiji.pix2pix.evaluation.Summary;
import sc.fiji.pix2pix.experiments.GalaxyGanScores.Contender;
import sc.fiji.pix2pix.metrics.Measure;

/** The scores of {@link GalaxyGan} as tables in Markdown: mean and standard error, the best in bold. */
final class GalaxyGanTables {
    private final List<GalaxyGanScores> scores;

    GalaxyGanTables(List<GalaxyGanScores> scores) {
        this.scores = scores;
    }

    /**
     * A figure that is shown.
     *
     * @param label what it is, with unit
     * @param figure from the measure to what is averaged
     * @param badness of the average: the lowest is the best
     */
    record Shown(String label, Measure measure, DoubleUnaryOperator figure, DoubleUnaryOperator badness, int digits) {
        static final Shown PSNR = high("PSNR in dB", Measure.PSNR, 2);
        static final Shown STRETCHED = high("PSNR after the asinh stretch in dB", Measure.PSNR_STRETCHED, 2);
        static final Shown SSIM = high("SSIM", Measure.SSIM, 4);
        static final Shown FLUX = new Shown("error of the total flux in %", Measure.FLUX_ABOVE_SKY, v -> 100 * Math.abs(v - 1), v -> v, 2);
        static final Shown FLUX_BIAS = ratio("total flux, result over truth", Measure.FLUX_ABOVE_SKY);
        static final Shown APERTURE = ratio("flux of sources above 20 sigma in apertures, result over truth", Measure.APERTURE_FLUX);
        static final Shown SIZE = ratio("size of sources above 20 sigma, result over truth", Measure.SIZE);
        static final Shown ELLIPTICITY = new Shown("error of the ellipticity of sources above 20 sigma", Measure.ELLIPTICITY, v -> v, v -> v, 4);
        static final Shown COMPLETENESS = high("share of the truth's sources found", Measure.COMPLETENESS, 3);
        static final Shown PURITY = high("share of the result's sources that are real", Measure.PURITY, 3);
        static final Shown INVENTED = new Shown("invented sources in a field", Measure.INVENTED, v -> v, v -> v, 2);
        static final Shown POWER_MIDDLE = ratio("power at 0.1 to 0.25 cycles per pixel, result over truth", Measure.POWER_MIDDLE);
        static final Shown POWER_HIGH = ratio("power at 0.25 to 0.5 cycles per pixel, result over truth", Measure.POWER_HIGH);

        static final List<Shown> ALL = List.of(PSNR, STRETCHED, SSIM, FLUX, FLUX_BIAS, APERTURE, SIZE, ELLIPTICITY, COMPLETENESS, PURITY, INVENTED, POWER_MIDDLE,
            POWER_HIGH);

        private static Shown high(String label, Measure measure, int digits) {
            return new Shown(label, measure, v -> v, v -> -v, digits);
        }

        private static Shown ratio(String label, Measure measure) {
            return new Shown(label, measure, v -> v, measure::badness, 3);
        }

        Summary of(List<GalaxyGanScores> scores, Contender contender) {
            return GalaxyGanScores.summary(scores, contender, measure, figure);
        }

        String number(double value) {
            return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
        }
    }

    /** One figure, a row for each place of the grid. */
    String grid(Shown shown) {
        StringBuilder text = new StringBuilder(head("| FWHM | noise |"));
        for (GalaxyGanScores one : scores)
            text.append(String.format(Locale.ROOT, "| %.1f\" | %.0f |", one.setting().seeing(), one.setting().noise())).append(cells(List.of(one), shown));
        return text.toString();
    }

    /** All figures over the whole grid, a row for each. */
    String overall() {
        StringBuilder text = new StringBuilder(head("| |"));
        for (Shown shown : Shown.ALL) text.append("| ").append(shown.label).append(" |").append(cells(scores, shown));
        return text.toString();
    }

    private static String head(String first) {
        StringBuilder text = new StringBuilder(first);
        for (Contender contender : Contender.values()) text.append(' ').append(contender.label).append(" |");
        int columns = first.length() - first.replace("|", "").length() - 1 + Contender.values().length;
        return text.append("\n|").append("---|".repeat(columns)).append('\n').toString();
    }

    private static String cells(List<GalaxyGanScores> scores, Shown shown) {
        List<Summary> summaries = new ArrayList<>();
        for (Contender contender : Contender.values()) summaries.add(shown.of(scores, contender));
        double least = summaries.stream().mapToDouble(s -> shown.badness.applyAsDouble(s.mean())).filter(v -> !Double.isNaN(v)).min().orElse(Double.NaN);
        StringBuilder text = new StringBuilder();
        for (Summary summary : summaries) {
            String mean = shown.number(summary.mean());
            if (shown.badness.applyAsDouble(summary.mean()) == least) mean = "**" + mean + "**";
            text.append(' ').append(mean).append(Double.isNaN(summary.standardError()) ? "" : " ± " + shown.number(summary.standardError())).append(" |");
        }
        return text.append('\n').toString();
    }
}
