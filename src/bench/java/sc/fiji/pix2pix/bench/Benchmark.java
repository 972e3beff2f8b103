package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures this plugin and its peers in turns and writes docs/benchmarks.md. System properties: {@code bench.quick=true} repeats little and writes
 * target/bench/benchmarks.md; {@code bench.only} is a comma-separated choice of {@code training}, {@code inference}, {@code deconvolution},
 * {@code precision} ({@link PrecisionScores}) and {@code growth}, which also goes to target; {@code bench.python} is a Python that has scikit-image; {@code bench.peers} names the peers' versions.
 */
public final class Benchmark {
    private static final Set<String> ALL = Set.of("training", "inference", "deconvolution", "precision", "growth");

    private Benchmark() {}

    public static void main(String[] args) throws IOException {
        Effort effort = new Effort(Boolean.getBoolean("bench.quick"));
        String only = System.getProperty("bench.only", "");
        Set<String> parts = only.isBlank() ? ALL : Set.of(only.split(","));
        if (!ALL.containsAll(parts)) throw new IllegalArgumentException("bench.only can name " + ALL + ", not " + only + ".");

        String machine = Machine.describe() + (Machine.busy() ? " (**busy: repeat this on an idle machine**)" : "");
        System.out.println(machine);
        double peak = peak();
        if (parts.contains("inference") || parts.contains("growth")) Models.write(64, 16);
        List<Row> rows = new ArrayList<>();
        if (parts.contains("training")) rows.addAll(new TrainingRows(effort).measure());
        if (parts.contains("inference")) rows.addAll(new InferenceRows(effort).measure());
        if (parts.contains("deconvolution")) rows.addAll(new DeconvolutionRows(effort).measure());
        peak = Math.max(peak, peak());
        List<String> tables = new ArrayList<>();
        if (parts.contains("precision")) tables.addAll(new PrecisionScores(effort).measure());
        if (parts.contains("growth")) tables.addAll(new Growth(effort, peak).measure());

        boolean complete = parts.equals(ALL) && !effort.quick();
        String page = page(machine, peak, rows, tables, complete);
        System.out.println(page);
        Path file = complete ? Path.of("docs", "benchmarks.md") : Workers.file("benchmarks.md");
        Files.writeString(file, page);
        System.out.println("Written to " + file + ".");
    }

    private static double peak() throws IOException {
        try (Worker own = Workers.own("1g")) {
            return Double.parseDouble(own.ask("peak"));
        }
    }

    private static String page(String machine, double peak, List<Row> rows, List<String> tables, boolean complete) {
        List<String> lines = new ArrayList<>();
        lines.add("# Benchmarks");
        lines.add("");
        lines.add("`mvn -Pbench verify` measured this on " + LocalDate.now() + " and wrote this page" + (complete ? "." : " with `-Dbench.only=" + System.getProperty("bench.only", "")
            + " -Dbench.quick=" + System.getProperty("bench.quick", "false") + "`: not the whole of it."));
        lines.add("");
        lines.add("- Machine: " + machine + ".");
        lines.add(String.format(Locale.ROOT, "- Its float32 limit, the best of several large matrix products by OpenBLAS and oneDNN in the same run: %.0f GFLOP/s.",
            peak));
        lines.add("- Peers: " + System.getProperty("bench.peers", "unknown versions") + ", in processes of their own, on all cores. They and this plugin take"
            + " turns; while one computes the others sleep.");
        lines.add("- Times are medians (quartiles). A figure is the ratio of medians, this plugin to its peer; lower is better. Before that each side works for "
            + Contest.WARM_UP_S + " seconds, while Java compiles: \"first use\" is what a cold start costs. A turn lasts a second or more: after a pause this plugin's first steps are slower, its peers' are not, which counts for small networks.");
        lines.add("- GFLOP/s counts the multiplications and additions of plain convolutions that pix2pix cannot do without, nothing else. Where this plugin gets the same with fewer (Winograd), it counts those that it saved, too.");
        if (!rows.isEmpty()) {
            lines.add("");
            lines.add("## Targets");
            lines.add("");
            lines.add(Row.head());
            for (Row row : rows) lines.add(row.markdown(peak));
        }
        lines.addAll(tables);
        return String.join("\n", lines) + "\n";
    }
}
