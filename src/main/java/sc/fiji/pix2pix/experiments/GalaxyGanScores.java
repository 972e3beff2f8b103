package sc.fiji.pix2pix.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
    record Row(int image, Contender contender, Map<Measure, Double> figures) {}

    private final GalaxyGanPlan.Setting setting;
    private final List<Row> rows;

    private GalaxyGanScores(GalaxyGanPlan.Setting setting, List<Row> rows) {
        this.setting = setting;
        this.rows = rows;
    }

    GalaxyGanPlan.Setting setting() {
        return setting;
    }

    /**
     * A figure of each test image, averaged over the settings that have it; NaN where none has. An image is the same field in all settings, so
     * that these values are independent of each other and those of one image in several settings are not.
     *
     * @param figure for example {@code v -> Math.abs(v - 1)} of a flux ratio
     */
    static double[] byImage(List<GalaxyGanScores> all, Contender contender, Measure measure, DoubleUnaryOperator figure) {
        int images = 1 + all.stream().flatMap(s -> s.rows.stream()).mapToInt(Row::image).max().orElse(-1);
        return IntStream.range(0, images).mapToDouble(i -> all.stream().flatMap(s -> s.rows.stream())
            .filter(row -> row.image == i && row.contender == contender).mapToDouble(row -> figure.applyAsDouble(row.figures.get(measure)))
            .filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN)).toArray();
    }

    /** Mean and standard error of {@link #byImage}. */
    static Summary summary(List<GalaxyGanScores> all, Contender contender, Measure measure, DoubleUnaryOperator figure) {
        return Summary.of(byImage(all, contender, measure, figure), v -> v);
    }

    /** How much higher a figure is by one method than by another on the same images. */
    static Summary difference(List<GalaxyGanScores> all, Contender one, Contender other, Measure measure) {
        double[] a = byImage(all, one, measure, v -> v);
        double[] b = byImage(all, other, measure, v -> v);
        return Summary.of(IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray(), v -> v);
    }

    /**
     * @param gan model that was trained with a discriminator
     * @param l1 model that was trained without
     * @param folder where scores are kept
     */
    static GalaxyGanScores of(GalaxyGanPlan plan, GalaxyGanPlan.Setting setting, Path gan, Path l1, Path folder) throws IOException {
        List<Row> rows = new ArrayList<>(kept(plan, setting, Contender.GAN, gan, folder));
        rows.addAll(kept(plan, setting, Contender.L1, l1, folder));
        return new GalaxyGanScores(setting, rows);
    }

    /** The scores of a network, with those of the GAN also those of the methods that need none; from their file, or judged now. */
    static List<Row> kept(GalaxyGanPlan plan, GalaxyGanPlan.Setting setting, Contender network, Path model, Path folder) throws IOException {
        String made = "# " + plan + ", network " + checksum(model);
        Path file = folder.resolve(String.format(Locale.ROOT, "scores-%.1f-%.0f-%s.csv", setting.seeing(), setting.noise(),
            network.name().toLowerCase(Locale.ROOT)));
        if (Files.exists(file)) {
            List<String> lines = Files.readAllLines(file);
            if (lines.get(0).equals(made)) return read(setting, lines.subList(2, lines.size())).rows;
        }
        List<Row> rows = judge(plan, setting, network, model);
        String head = "image,method," + Arrays.stream(Measure.values()).map(Measure::column).collect(Collectors.joining(","));
        List<String> lines = new ArrayList<>(List.of(made, head));
        rows.forEach(row -> lines.add(line(row)));
        Files.write(file, lines);
        return rows;
    }

    /** @param lines number of the image, name of the {@link Contender}, and all measures in their order, separated by commas */
    static GalaxyGanScores read(GalaxyGanPlan.Setting setting, List<String> lines) {
        return new GalaxyGanScores(setting, lines.stream().map(GalaxyGanScores::row).toList());
    }

    private static List<Row> judge(GalaxyGanPlan plan, GalaxyGanPlan.Setting setting, Contender network, Path model) throws IOException {
        boolean classical = network == Contender.GAN;
        GalaxySimulator simulator = plan.simulator(setting.degradation());
        PairSource pairs = MemoryPairs.of(IntStream.range(0, plan.tests()).mapToObj(i -> pair(simulator, i)).toList());
        Evaluation evaluation = evaluate(pairs, model, classical ? setting.psf() : null);
        List<Row> rows = new ArrayList<>();
        if (classical) for (Contender contender : List.of(Contender.INPUT, Contender.RICHARDSON_LUCY, Contender.WIENER)) add(rows, contender, evaluation);
        add(rows, network, evaluation);
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
