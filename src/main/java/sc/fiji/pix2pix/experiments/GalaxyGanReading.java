package sc.fiji.pix2pix.experiments;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.pix2pix.evaluation.Summary;
import sc.fiji.pix2pix.experiments.GalaxyGanScores.Contender;
import sc.fiji.pix2pix.experiments.GalaxyGanTables.Shown;
import sc.fiji.pix2pix.metrics.Measure;

/** The scores of {@link GalaxyGan} in sentences, which say what the figures say and no more. */
final class GalaxyGanReading {
    /** A mean difference of fewer standard errors is no difference. */
    private static final double SIGNIFICANT = 2;

    private final List<GalaxyGanScores> scores;

    GalaxyGanReading(List<GalaxyGanScores> scores) {
        this.scores = scores;
    }

    String text() {
        return Stream.of(
            "**PSNR.** " + compared(Contender.GAN, Contender.RICHARDSON_LUCY) + " " + compared(Contender.L1, Contender.RICHARDSON_LUCY) + " "
                + compared(Contender.GAN, Contender.L1) + " Highest mean: " + wins() + ". After the asinh stretch, in which faint light counts for more, the "
                + "networks were trained and the classical methods were not tuned, the best first: " + ranked(Shown.STRETCHED, "%.2f dB") + ".",
            "**Flux.** Error of the total flux, the best first: " + ranked(Shown.FLUX, "%.2f %%") + ". Result over truth in the apertures of bright sources: "
                + ranked(Shown.APERTURE, "%.3f") + ". Convolution keeps the sum of an image, so the input and the classical methods err by the noise and by what "
                + "crosses the edges; a network is free to make or lose light, and a sky that is off by a little weighs much in the sum of a whole field.",
            "**Shapes.** Error of the ellipticity of bright sources: " + ranked(Shown.ELLIPTICITY, "%.4f") + ".",
            "**Invention.** Sources in a field that the truth has not: " + ranked(Shown.INVENTED, "%.2f") + ". Share of the truth's sources found: "
                + ranked(Shown.COMPLETENESS, "%.3f") + ".",
            "**Texture.** Power at the finest scales, 0.25 to 0.5 cycles per pixel, over the truth's: " + ranked(Shown.POWER_HIGH, "%.3f")
                + ". At these scales the truth holds little but its own noise, which nothing can know: what a result shows there is noise that was left or "
                + "made up, and 1 is no merit.")
            .map(line -> "- " + line + "\n").collect(Collectors.joining());
    }

    private String compared(Contender one, Contender other) {
        Summary gain = GalaxyGanScores.difference(scores, one, other, Measure.PSNR);
        String amount = String.format(Locale.ROOT, "%.2f ± %.2f dB", Math.abs(gain.mean()), gain.standardError());
        if (!(Math.abs(gain.mean()) >= SIGNIFICANT * gain.standardError())) return sentence(one) + " and " + name(other) + " do not differ (" + amount + ").";
        return sentence(one) + " is " + amount + (gain.mean() > 0 ? " better than " : " worse than ") + name(other) + ".";
    }

    private static String sentence(Contender contender) {
        String name = name(contender);
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static String name(Contender contender) {
        return switch (contender) {
            case INPUT -> "the input";
            case RICHARDSON_LUCY -> "tuned Richardson-Lucy";
            case WIENER -> "tuned Wiener";
            case L1 -> "the L1 network";
            case GAN -> "the GAN";
        };
    }

    /** In how many places of the grid each method has the highest mean. */
    private String wins() {
        return Stream.of(Contender.values()).map(c -> c.label + " " + scores.stream().filter(one -> best(one) == c).count()).collect(Collectors.joining(", "))
            + " of " + scores.size() + " settings";
    }

    private static Contender best(GalaxyGanScores one) {
        return Stream.of(Contender.values()).max(Comparator.comparingDouble(c -> Shown.PSNR.of(List.of(one), c).mean())).orElseThrow();
    }

    /** All methods with their means, the best first. */
    private String ranked(Shown shown, String format) {
        return Stream.of(Contender.values()).filter(c -> !Double.isNaN(shown.of(scores, c).mean()))
            .sorted(Comparator.comparingDouble(c -> shown.badness().applyAsDouble(shown.of(scores, c).mean())))
            .map(c -> c.label + " " + String.format(Locale.ROOT, format, shown.of(scores, c).mean())).collect(Collectors.joining(", "));
    }
}
