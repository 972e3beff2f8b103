package sc.fiji.pix2pix.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import sc.fiji.pix2pix.metrics.Detections;
import sc.fiji.pix2pix.metrics.Measure;
import sc.fiji.pix2pix.metrics.SourceScore;

/** An evaluation as tables: one row per image, sources by brightness, detections by signal to noise. */
public final class EvaluationTables {
    /** Bounds of the classes of signal to noise. */
    private static final double[] SIGNAL_TO_NOISE = {5, 10, 20, 50, 100, Double.POSITIVE_INFINITY};

    private EvaluationTables() {}

    /**
     * A row per image and below them mean, standard error and worst: each measure of the result, with the suffix {@code _input} of the
     * unprocessed input, {@code _RL} and {@code _Wiener} of the classical methods. Measures that no image has are left out.
     */
    public static Table images(Evaluation evaluation) {
        List<String> columns = new ArrayList<>();
        List<ToDoubleFunction<EvaluatedImage>> figures = new ArrayList<>();
        List<Summary> summaries = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            for (Method method : Method.values()) {
                Summary summary = evaluation.summary(measure, method);
                if (summary.count() == 0) continue;
                columns.add(measure.column() + method.suffix());
                figures.add(image -> image.get(measure, method));
                summaries.add(summary);
            }
        }
        addPlain(evaluation, "Noise_input", EvaluatedImage::noise, columns, figures, summaries);
        addPlain(evaluation, "Iterations_RL", image -> image.settings().getOrDefault(Method.RICHARDSON_LUCY, Double.NaN), columns, figures, summaries);
        addPlain(evaluation, "Ratio_Wiener", image -> image.settings().getOrDefault(Method.WIENER, Double.NaN), columns, figures, summaries);
        List<Table.Row> rows = new ArrayList<>();
        for (EvaluatedImage image : evaluation.images())
            rows.add(new Table.Row(image.name(), figures.stream().mapToDouble(figure -> figure.applyAsDouble(image)).toArray()));
        rows.add(new Table.Row("mean", summaries.stream().mapToDouble(Summary::mean).toArray()));
        rows.add(new Table.Row("standard error", summaries.stream().mapToDouble(Summary::standardError).toArray()));
        rows.add(new Table.Row("worst", summaries.stream().mapToDouble(Summary::worst).toArray()));
        return new Table("Evaluation", "Image", columns, rows);
    }

    /** A figure that is neither good nor bad, and so has no worst value. */
    private static void addPlain(Evaluation evaluation, String column, ToDoubleFunction<EvaluatedImage> figure, List<String> columns,
        List<ToDoubleFunction<EvaluatedImage>> figures, List<Summary> summaries) {
        Summary summary = Summary.of(evaluation.images().stream().mapToDouble(figure).toArray(), v -> 0);
        if (summary.count() == 0) return;
        columns.add(column);
        figures.add(figure);
        summaries.add(new Summary(summary.mean(), summary.standardError(), Double.NaN, summary.count()));
    }

    /**
     * Aperture fluxes of all images' sources by magnitude (-2.5 log10 of the flux in the truth, zero point 0), a row per whole magnitude: number
     * of sources, and for each method the median ratio to the truth and its robust scatter.
     */
    public static Table fluxes(Evaluation evaluation) {
        List<Method> methods = methods(evaluation);
        List<String> columns = new ArrayList<>(List.of("From", "To", "Sources"));
        for (Method method : methods) columns.addAll(List.of("Flux" + method.suffix(), "Scatter" + method.suffix()));
        List<SourceScore> all = evaluation.sources(Method.MODEL);
        int from = (int) Math.floor(all.stream().mapToDouble(SourceScore::magnitude).min().orElse(0));
        int to = (int) Math.floor(all.stream().mapToDouble(SourceScore::magnitude).max().orElse(-1));
        List<Table.Row> rows = new ArrayList<>();
        for (int magnitude = from; magnitude <= to; magnitude++) {
            List<Double> values = new ArrayList<>(List.of((double) magnitude, magnitude + 1.0, (double) SourceScore.byMagnitude(all, magnitude, magnitude + 1).size()));
            for (Method method : methods) {
                List<SourceScore> sources = SourceScore.byMagnitude(evaluation.sources(method), magnitude, magnitude + 1);
                values.add(SourceScore.median(sources, SourceScore::fluxRatio));
                values.add(SourceScore.scatter(sources, SourceScore::fluxRatio));
            }
            rows.add(new Table.Row(magnitude + " to " + (magnitude + 1), array(values)));
        }
        return new Table("Aperture flux by magnitude", "Magnitude", columns, rows);
    }

    /**
     * Completeness and purity of all images' sources by signal to noise, a row per class: number of the truth's sources, and for each method
     * completeness, number of sources that it shows, and purity.
     */
    public static Table detections(Evaluation evaluation) {
        List<Method> methods = methods(evaluation);
        List<String> columns = new ArrayList<>(List.of("From", "To", "Sources"));
        for (Method method : methods)
            columns.addAll(List.of("Completeness" + method.suffix(), "Shown" + method.suffix(), "Purity" + method.suffix()));
        List<Table.Row> rows = new ArrayList<>();
        for (int i = 0; i + 1 < SIGNAL_TO_NOISE.length; i++) {
            double low = SIGNAL_TO_NOISE[i];
            double high = SIGNAL_TO_NOISE[i + 1];
            List<Double> values = new ArrayList<>(List.of(low, high, (double) Detections.count(evaluation.detections(Method.MODEL).truth(), low, high)));
            for (Method method : methods) {
                Detections detections = evaluation.detections(method);
                values.add(detections.completeness(low, high));
                values.add((double) Detections.count(detections.image(), low, high));
                values.add(detections.purity(low, high));
            }
            String name = Double.isInfinite(high) ? String.format(Locale.ROOT, "above %.0f", low) : String.format(Locale.ROOT, "%.0f to %.0f", low, high);
            rows.add(new Table.Row(name, array(values)));
        }
        return new Table("Completeness and purity by signal to noise", "S/N", columns, rows);
    }

    private static List<Method> methods(Evaluation evaluation) {
        return List.of(Method.values()).stream().filter(evaluation::has).toList();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(v -> v).toArray();
    }
}
