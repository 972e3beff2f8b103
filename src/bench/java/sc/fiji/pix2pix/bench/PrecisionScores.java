package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.metrics.Psnr;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.pairs.FolderPairs;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;
import sc.fiji.pix2pix.train.TrainSettings;
import sc.fiji.pix2pix.train.Trial;

/**
 * Whether bf16 costs quality: the preset {@code small} trained on the sample galaxies with three seeds in both precisions, and both models applied to
 * galaxies that they have not seen. System properties: {@code bench.epochs}; {@code bench.emulate=true} for processors without bf16, which oneDNN
 * can emulate on AVX-512: the scores are those of bf16, the times are not.
 */
final class PrecisionScores {
    private static final int SEEDS = 3;
    private static final int EPOCHS = 20;
    private static final Path GALAXIES = Path.of("sample-images", "galaxies");
    private static final List<String> COLUMNS = List.of("validation L1, trained in float32", "in bf16", "validation PSNR, trained in float32", "in bf16",
        "test PSNR, trained and applied in float32", "trained in float32, applied in bf16", "trained and applied in bf16");

    private final int epochs;
    private final List<String> lines = new ArrayList<>();

    PrecisionScores(Effort effort) {
        epochs = Integer.getInteger("bench.epochs", effort.times(EPOCHS));
    }

    /** A table in Markdown, or why there is none. */
    List<String> measure() throws IOException {
        lines.addAll(List.of("", "## Scores of bf16 beside float32", ""));
        String lacks = Machine.lacksBf16();
        boolean emulate = Boolean.getBoolean("bench.emulate");
        if (lacks != null && !emulate) {
            lines.add("Not run: " + lacks + ".");
            return lines;
        }
        lines.add("Preset small, " + epochs + " epochs on the sample galaxies; L1 and PSNR (dB) in linear flux, the latter of the images held out and of those"
            + " in `sample-images/galaxies/test`" + (lacks == null ? "." : "; bf16 emulated by oneDNN, since " + lacks + "."));
        lines.add("");
        lines.add("| seed | " + String.join(" | ", COLUMNS) + " |");
        lines.add("|" + "---|".repeat(COLUMNS.size() + 1));
        double[][] scores = new double[SEEDS][];
        for (int i = 0; i < SEEDS; i++) {
            scores[i] = scores(i + 1);
            line(Integer.toString(i + 1), scores[i]);
        }
        double[] means = new double[COLUMNS.size()];
        double[] deviations = new double[COLUMNS.size()];
        for (int c = 0; c < COLUMNS.size(); c++) {
            int column = c;
            double mean = Arrays.stream(scores).mapToDouble(s -> s[column]).average().orElseThrow();
            means[c] = mean;
            deviations[c] = Math.sqrt(Arrays.stream(scores).mapToDouble(s -> (s[column] - mean) * (s[column] - mean)).sum() / (SEEDS - 1));
        }
        line("mean", means);
        line("standard deviation among seeds", deviations);
        return lines;
    }

    private double[] scores(int seed) throws IOException {
        Path exact = Workers.file("scores-float32.zip");
        Path rounded = Workers.file("scores-bf16.zip");
        double[] a = train(Precision.FLOAT32, seed, exact);
        double[] b = train(Precision.BF16, seed, rounded);
        return new double[] {a[0], b[0], a[1], b[1], psnr(exact, Precision.FLOAT32), psnr(exact, Precision.BF16), psnr(rounded, Precision.BF16)};
    }

    private double[] train(Precision precision, int seed, Path model) throws IOException {
        TrainSettings settings = TrainSettings.preset("small").with(Map.of("epochs", epochs, "seed", seed, "precision", precision));
        return Trial.train(settings, pairs("train"), model);
    }

    /** Mean over the test images; data range: highest minus lowest value of each truth. */
    private static double psnr(Path model, Precision precision) throws IOException {
        PairSource test = pairs("test");
        double sum = 0;
        try (Predictor predictor = Predictor.open(model, precision)) {
            for (int i = 0; i < test.size(); i++) {
                Pair pair = test.load(i);
                sum += Psnr.of(predictor.apply(pair.input(), TileSettings.AUTOMATIC, Progress.NONE), pair.target(), Psnr.range(pair.target()));
            }
        }
        return sum / test.size();
    }

    private static PairSource pairs(String part) throws IOException {
        return FolderPairs.open(GALAXIES.resolve(part + "/input"), GALAXIES.resolve(part + "/target"), ImageFiles::read);
    }

    private void line(String name, double[] values) {
        lines.add("| " + name + " | " + Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, "%.3f", v)).collect(Collectors.joining(" | ")) + " |");
        System.out.println(lines.get(lines.size() - 1));
    }
}
