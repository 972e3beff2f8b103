package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The training step against libtorch. */
final class TrainingRows {
    private static final int LEVELS = 8;
    private static final int SIZE = 256;

    private final Effort effort;
    private final List<Row> rows = new ArrayList<>();

    TrainingRows(Effort effort) {
        this.effort = effort;
    }

    List<Row> measure() throws IOException {
        paper();
        for (int width : new int[] {32, 16}) {
            step("training step, 256 x 256 x 1, width " + width + ", batch 1, float32", 1, width, 1, "float32", 0.65);
        }
        step("training step, 256 x 256 x 3, width 64, batch 4, float32", 3, 64, 4, "float32", 0.70);
        bf16();
        return rows;
    }

    /** The row that memory is measured with too: both processes have done nothing else. */
    private void paper() throws IOException {
        try (Worker own = Workers.own("1g"); Worker peer = Workers.libtorch()) {
            rows.add(row("training step, 256 x 256 x 3, width 64, batch 1, float32", own, peer, 3, 64, 1, "float32", 0.65));
            double ours = own.peakMegabytes();
            double theirs = peer.peakMegabytes();
            String work = "peak resident memory of the first row";
            if (ours < 0) rows.add(Row.notRun(work, 0.80, "this system does not tell"));
            else rows.add(new Row(work, megabytes(ours), "libtorch: " + megabytes(theirs), ours / theirs, 0.80, Double.NaN));
            double[] perStep = Worker.numbers(own.ask("steady", effort.times(5)));
            rows.add(Row.alone("arrays allocated per training step once warm", String.format(Locale.ROOT, "%.1f, and %.1f MB of Java heap", perStep[0],
                perStep[1] / (1 << 20)), perStep[0], 0));
        }
    }

    private static String megabytes(double value) {
        return Math.round(value) + " MB";
    }

    private void bf16() throws IOException {
        String work = "training step, 256 x 256 x 3, width 64, batch 1, bf16 (libtorch all in bf16)";
        String lacks = Machine.lacksBf16();
        if (lacks != null) rows.add(Row.notRun(work, 0.60, lacks));
        else step(work, 3, 64, 1, "bf16", 0.60);
    }

    private void step(String work, int channels, int width, int batch, String precision, double target) throws IOException {
        try (Worker own = Workers.own("1g"); Worker peer = Workers.libtorch()) {
            rows.add(row(work, own, peer, channels, width, batch, precision, target));
        } catch (Worker.Refusal e) {
            rows.add(Row.notRun(work, target, e.getMessage()));
        }
    }

    private Row row(String work, Worker own, Worker peer, int channels, int width, int batch, String precision, double target) throws IOException {
        Object[] task = {"prepare", "train", channels, width, LEVELS, SIZE, batch, precision};
        own.ask(task);
        peer.ask(task);
        int runs = batch == 1 ? effort.times(4) : effort.times(2);
        Contest contest = Contest.of(own, peer, effort.times(4), effort.times(5), Math.max(2, runs));
        double gflop = Work.step(OwnSide.generator(channels, width, LEVELS), OwnSide.discriminator(channels, width), batch, SIZE);
        System.out.println(work + ": " + contest);
        return Row.of(work, "libtorch", contest, target, gflop);
    }
}
