package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Applying a model against ONNX Runtime with the same weights. */
final class InferenceRows {
    private static final int TILE = 256;
    private static final int IMAGE = 2048;
    private static final int[] BATCHES = {1, 2, 4, 8, 16};
    /** Larger batches of large tiles would only need more memory. */
    private static final int MOST_PIXELS = 1 << 22;
    private static final double FIRST_USE_SECONDS = 3;

    private final Effort effort;
    private final List<Row> rows = new ArrayList<>();

    InferenceRows(Effort effort) {
        this.effort = effort;
    }

    /** {@link Models} of width 64 and 16 must be there. */
    List<Row> measure() throws IOException {
        tile();
        for (int width : new int[] {64, 16}) image(width, "float32", 0.85);
        String lacks = Machine.lacksBf16();
        for (int width : new int[] {64, 16}) {
            if (lacks == null) image(width, "bf16", 0.30);
            else rows.add(Row.notRun(imageWork(width, "bf16"), 0.30, lacks));
        }
        firstUse();
        return rows;
    }

    private void tile() throws IOException {
        try (Worker own = Workers.own("1g"); Worker peer = Workers.onnxRuntime()) {
            own.ask("prepare", "tile", Models.zip(64), TILE, "float32");
            peer.ask("prepare", Models.onnx(64), Models.CHANNELS, TILE, TILE, 1, 1);
            Contest contest = Contest.of(own, peer, 5, effort.times(8), effort.times(5) * 2);
            String work = "inference of one 256 x 256 x 3 tile, width 64, float32";
            System.out.println(work + ": " + contest);
            rows.add(Row.of(work, "ONNX Runtime", contest, 0.95, Work.inference(OwnSide.generator(Models.CHANNELS, 64, 8), 1, TILE)));
        }
    }

    private static String imageWork(int width, String precision) {
        return "whole image of 2048 x 2048 x 3, width " + width + ", " + precision;
    }

    /** The peer's work is the tiles alone: nothing is cut out or joined. */
    private void image(int width, String precision, double target) throws IOException {
        String work = imageWork(width, precision);
        try (Worker own = Workers.own("2g"); Worker peer = Workers.onnxRuntime()) {
            own.ask("prepare", "image", Models.zip(width), IMAGE, precision);
            int[] tiling = Arrays.stream(own.ask("peertiles", Models.zip(width), IMAGE).split(" ")).mapToInt(Integer::parseInt).toArray();
            int batch = bestBatch(peer, width, tiling);
            Contest contest = Contest.of(own, peer, 1, effort.times(3), effort.times(2));
            System.out.println(work + ": " + contest);
            double gflop = Work.inference(OwnSide.generator(Models.CHANNELS, width, 8), 1, 1 << 12) / (1 << 24) * tiling[0] * tiling[1] * tiling[2];
            String tiles = tiling[2] + " tiles of " + tiling[1] + " x " + tiling[0] + ", batch " + batch;
            rows.add(Row.of(work, "ONNX Runtime, " + tiles, contest, target, gflop));
        } catch (Worker.Refusal e) {
            rows.add(Row.notRun(work, target, e.getMessage()));
        }
    }

    /** Prepares the peer with the batch that is fastest. */
    private int bestBatch(Worker peer, int width, int[] tiling) throws IOException {
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int batch : BATCHES) {
            if (batch > 1 && (batch > tiling[2] || (long) batch * tiling[0] * tiling[1] > MOST_PIXELS)) break;
            prepare(peer, width, tiling, batch);
            peer.run(effort.times(1));
            double ms = Timing.of(peer.run(effort.times(2))).median();
            if (ms < least) best = batch;
            least = Math.min(ms, least);
        }
        prepare(peer, width, tiling, best);
        return best;
    }

    private static void prepare(Worker peer, int width, int[] tiling, int batch) throws IOException {
        peer.ask("prepare", Models.onnx(width), Models.CHANNELS, tiling[0], tiling[1], batch, tiling[2]);
    }

    private void firstUse() throws IOException {
        FirstUse.measure(Models.zip(64)); // unpacks the natives if need be
        double[] ms = new double[effort.times(5)];
        for (int i = 0; i < ms.length; i++) ms[i] = FirstUse.measure(Models.zip(64));
        Timing timing = Timing.of(ms);
        rows.add(Row.alone("first use: from the start of a Java program on the installed jars, natives unpacked, to the first tile of width 64, in s",
            timing + " ms", timing.median() / 1000, FIRST_USE_SECONDS));
    }
}
