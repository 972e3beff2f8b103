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
 * Whether bf16 costs quality: the preset {@code small} trained on the sample galaxies with three seeds in both precisions, and the models applied to
 * galaxies that they have not seen. How much scores differ by chance shows a second training in float32 whose weight of L1 differs by a millionth.
 * System properties: {@code bench.epochs}; {@code bench.emulate=true} for processors without bf16, which oneDNN can emulate on AVX-512: the scores are
 * those of bf16, the times are not. Models of width 64, trained in float32, show what the transforms of wide layers cost.
 */
final class PrecisionScores {
    private static final int SEEDS = 3;
    private static final int EPOCHS = 20;
    /** Where layers are so wide that bf16 transforms their tiles. */
    private static final int WIDE = 64;
    private static final double NEARLY_100 = 100.0001;
    private static final Path GALAXIES = Path.of("sample-images", "galaxies");
    private static final List<String> PARTS = List.of("validation L1", "validation PSNR", "test PSNR, applied in float32", "test PSNR, applied in bf16");

    private final int epochs;
    private final List<String> lines = new ArrayList<>();

    /** A way of training, with the settings that make it. */
    private record Way(String name, Map<String, Object> settings) {}

    PrecisionScores(Effort effort) {
        epochs = Integer.getInteger("bench.epochs", effort.times(EPOCHS));
    }

    /** A table in Markdown, or why there is none. */
    List<String> measure() throws IOException {
        lines.addAll(List.of("", "## Scores of bf16 beside float32", ""));
        String lacks = Machine.lacksBf16();
        if (lacks != null && !Boolean.getBoolean("bench.emulate")) {
            lines.add("Not run: " + lacks + ".");
            return lines;
        }
        lines.add("Preset small, " + epochs + " epochs on the sample galaxies; L1 and PSNR (dB) in linear flux, of the pairs held out and of those in"
            + " `sample-images/galaxies/test`" + (lacks == null ? "." : "; bf16 emulated by oneDNN, since " + lacks + "."));
        lines.add("");
        lines.add("| score | trained in | seed 1 | seed 2 | seed 3 | mean | mean difference to float32 (its standard error) |");
        lines.add("|---|---|---|---|---|---|---|");
        double[][] exact = scores(new Way("float32", Map.of()));
        compare(new Way("float32, lambda=" + NEARLY_100, Map.of("lambda", NEARLY_100)), exact);
        compare(new Way("bf16", Map.of("precision", Precision.BF16)), exact);
        int fewer = Math.max(1, epochs / 4);
        scores(new Way("float32, width " + WIDE + ", " + fewer + " epochs", Map.of("width", WIDE, "epochs", fewer)));
        return lines;
    }

    private void compare(Way way, double[][] exact) throws IOException {
        double[][] scores = scores(way);
        for (int part = 0; part < PARTS.size(); part++) {
            double[] differences = new double[SEEDS];
            for (int i = 0; i < SEEDS; i++) differences[i] = scores[part][i] - exact[part][i];
            int row = lines.size() - PARTS.size() + part;
            lines.set(row, lines.get(row) + String.format(Locale.ROOT, " %.3f (%.3f) |", mean(differences), standardError(differences)));
        }
    }

    /** Adds the lines of one way; returns each part of the scores by seed. */
    private double[][] scores(Way way) throws IOException {
        double[][] scores = new double[PARTS.size()][SEEDS];
        for (int i = 0; i < SEEDS; i++) {
            double[] ofSeed = scores(way, i + 1);
            System.out.println(way.name + ", seed " + (i + 1) + ": " + Arrays.toString(ofSeed));
            for (int part = 0; part < PARTS.size(); part++) scores[part][i] = ofSeed[part];
        }
        for (int part = 0; part < PARTS.size(); part++)
            lines.add("| " + PARTS.get(part) + " | " + way.name + " | " + Arrays.stream(scores[part]).mapToObj(v -> String.format(Locale.ROOT, "%.3f", v))
                .collect(Collectors.joining(" | ")) + String.format(Locale.ROOT, " | %.3f |", mean(scores[part])));
        return scores;
    }

    private double[] scores(Way way, int seed) throws IOException {
        Path model = Workers.file("scores.zip");
        TrainSettings settings = TrainSettings.preset("small").with(Map.of("epochs", epochs, "seed", seed)).with(way.settings);
        double[] validation = Trial.train(settings, pairs("train"), model);
        return new double[] {validation[0], validation[1], psnr(model, Precision.FLOAT32), psnr(model, Precision.BF16)};
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1) / values.length);
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
}
