package sc.fiji.pix2pix.commands;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sc.fiji.pix2pix.evaluation.Evaluation;
import sc.fiji.pix2pix.evaluation.Method;
import sc.fiji.pix2pix.evaluation.Summary;
import sc.fiji.pix2pix.metrics.Measure;

/** The main figures of an evaluation in a few lines: mean and standard error of each method. */
final class EvaluationText {
    private static final List<Measure> MAIN = List.of(Measure.PSNR, Measure.SSIM, Measure.FLUX_ABOVE_SKY, Measure.APERTURE_FLUX, Measure.CENTROID,
        Measure.ELLIPTICITY, Measure.COMPLETENESS, Measure.PURITY, Measure.CHI_SQUARE);

    /** Room for the longest figure, -1.234e-05 +- 1.2e-05, and two spaces. */
    private static final String COLUMN = "%24s";

    private EvaluationText() {}

    static String of(Evaluation evaluation) {
        List<Method> methods = Stream.of(Method.values()).filter(evaluation::has).toList();
        int images = evaluation.images().size();
        StringBuilder text = new StringBuilder(images == 1 ? "Figures of 1 image\n" : "Mean and standard error of " + images + " images\n");
        text.append(String.format("%-15s", ""));
        for (Method method : methods) text.append(String.format(COLUMN, method.label()));
        text.append('\n');
        for (Measure measure : MAIN) {
            if (methods.stream().allMatch(m -> evaluation.summary(measure, m).count() == 0)) continue;
            text.append(String.format("%-15s", measure.column()));
            for (Method method : methods) text.append(String.format(COLUMN, figure(evaluation.summary(measure, method))));
            text.append('\n');
        }
        evaluation.notes().forEach(note -> text.append(note).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String figure(Summary summary) {
        if (summary.count() == 0) return "-";
        if (Double.isNaN(summary.standardError())) return String.format(Locale.ROOT, "%.4g", summary.mean());
        return String.format(Locale.ROOT, "%.4g +- %.2g", summary.mean(), summary.standardError());
    }
}
