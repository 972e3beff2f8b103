package sc.fiji.pix2pix.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import sc.fiji.pix2pix.astro.GalaxySimulator;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.evaluation.EvaluatedImage;
import sc.fiji.pix2pix.evaluation.Evaluation;
import sc.fiji.pix2pix.evaluation.Method;
import sc.fiji.pix2pix.evaluation.Summary;
import sc.fiji.pix2pix.metrics.Measure;
import sc.fiji.pix2pix.pairs.MemoryPairs;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;

/**
 * What {@link Evaluation} finds about each method in one setting of {@link GalaxyGan}'s grid, image by image. Kept in a file, so that an
 * experiment that was stopped need not judge again; a file of another plan or of other networks does not count.
 */
final class GalaxyGanScores {

    /** A method, and where an evaluation has it. */
    enum Contender {
        INPUT("input", Method.INPUT), RICHARDSON_LUCY("Richardson-Lucy", Method.RICHARDSON_LUCY), WIENER("Wiener", Method.WIENER), L1("L1 only", Method.MODEL),
        GAN("GAN", Method.MODEL);

        final String label;
        private final Method method;

        Contender(String label, Method method) {
            this.label = label;
            this.method = method;
        }
    }

    /** One image as one method restored it. */
    private record Row(int image, Contender contender, Map<Measure, Double> figures) {}

    private final GalaxyGanPlan.Setting setting;
    private final List<Row> rows;

    private GalaxyGanScores(GalaxyGanPlan.Setting setting, List<Row> rows) {
        this.setting = setting;
        this.rows = rows;
    }

    GalaxyGanPlan.Setting setting() {
        return setting;
    }

    /** A figure over all images, for example {@code v -> Math.abs(v - 1)} of a flux ratio. */
    Summary summary(Contender contender, Measure measure, DoubleUnaryOperator figure) {
        return summary(List.of(this), contender, measure, figure);
    }

    /** The same over all images of several settings. */
    static Summary summary(List<GalaxyGanScores> all, Contender contender, Measure measure, DoubleUnaryOperator figure) {
        double[] values = all.stream().flatMap(s -> s.rows.stream()).filter(row -> row.contender == contender)
            .mapToDouble(row -> figure.applyAsDouble(row.figures.getOrDefault(measure, Double.NaN))).toArray();
        return Summary.of(values, v -> v);
    }

    /**
     * @param gan model that was trained with a discriminator
     * @param l1 model that was trained without
     * @param folder where scores are kept
     */
    static GalaxyGanScores of(GalaxyGanPlan plan, GalaxyGanPlan.Setting setting, Path gan, Path l1, Path folder) throws IOException {
        String made = "# " + plan + ", networks " + checksum(gan) + " and " + checksum(l1);
        Path file = folder.resolve(String.format(Locale.ROOT, "scores-%.1f-%.0f.csv", setting.seeing(), setting.noise()));
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            if (lines.get(0).equals(made)) return new GalaxyGanScores(setting, lines.stream().skip(2).map(GalaxyGanScores::row).toList());
        }
        List<Row> rows = judge(plan, setting, gan, l1);
        List<String> lines = new ArrayList<>(List.of(made, "image,method," + java.util.Arrays.stream(Measure.values()).map(Measure::column).collect(Collectors.joining(","))));
        rows.forEach(row -> lines.add(line(row)));
        Files.write(file, lines);
        return new GalaxyGanScores(setting, rows);
    }

    private static List<Row> judge(GalaxyGanPlan plan, GalaxyGanPlan.Setting setting, Path gan, Path l1) throws IOException {
        GalaxySimulator simulator = plan.simulator(setting.degradation());
        PairSource pairs = MemoryPairs.of(IntStream.range(0, plan.tests()).mapToObj(i -> pair(simulator, i)).toList());
        List<Row> rows = new ArrayList<>();
        Evaluation adversarial = evaluate(pairs, gan, setting.psf());
        for (Contender contender : List.of(Contender.INPUT, Contender.RICHARDSON_LUCY, Contender.WIENER, Contender.GAN)) add(rows, contender, adversarial);
        add(rows, Contender.L1, evaluate(pairs, l1, null));
        return rows;
    }

    private static Pair pair(GalaxySimulator simulator, int i) {
        long seed = GalaxyGanPlan.FIRST_TEST_SEED + i;
        GalaxySimulator.Observation field = simulator.observe(seed);
        return new Pair("field " + seed, field.degraded(), field.sharp());
    }

    /** @param psf null where the classical methods are not wanted again */
    private static Evaluation evaluate(PairSource pairs, Path model, Kernel psf) throws IOException {
        try (Predictor predictor = Predictor.open(model)) {
            Evaluation evaluation = Evaluation.run(pairs, (image, p) -> predictor.apply(image, TileSettings.AUTOMATIC, p),
                predictor.description().target().maps(), psf, Progress.NONE);
            if (!evaluation.failures().isEmpty()) throw new IOException("Not all fields could be judged: " + evaluation.failures().get(0) + ".");
            return evaluation;
        }
    }

    private static void add(List<Row> rows, Contender contender, Evaluation evaluation) {
        for (EvaluatedImage image : evaluation.images()) {
            Map<Measure, Double> figures = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.values()) figures.put(measure, image.get(measure, contender.method));
            rows.add(new Row(image.index(), contender, figures));
        }
    }

    private static String line(Row row) {
        return row.image + "," + row.contender + "," + row.figures.values().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static Row row(String line) {
        String[] cells = line.split(",");
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) figures.put(measure, Double.valueOf(cells[2 + measure.ordinal()]));
        return new Row(Integer.parseInt(cells[0]), Contender.valueOf(cells[1]), figures);
    }

    private static String checksum(Path file) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        return Long.toHexString(crc.getValue());
    }
}
