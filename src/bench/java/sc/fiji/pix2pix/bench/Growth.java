package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How cost grows with size, width, batch and image, on this plugin alone, as tables in Markdown. */
final class Growth {
    /** One level less than the paper's network, which would take no image of 128 pixels. */
    private static final int LEVELS = 7;

    private final Effort effort;
    private final double peak;
    private final List<String> lines = new ArrayList<>();

    /** @param peak GFLOP/s of the machine */
    Growth(Effort effort, double peak) {
        this.effort = effort;
        this.peak = peak;
    }

    List<String> measure() throws IOException {
        steps();
        images();
        return lines;
    }

    private void steps() throws IOException {
        table("Training step, 3 channels, float32, U-Net of 7 levels", "size | width | batch | ms | ms per image | GFLOP/s (of the machine's)");
        for (int size : new int[] {128, 256, 384, 512}) step(size, 64, 1);
        for (int width : new int[] {16, 32, 64}) step(256, width, 1);
        for (int batch : new int[] {1, 2, 4, 8}) step(256, 64, batch);
    }

    private void step(int size, int width, int batch) throws IOException {
        try (Worker own = Workers.own("1g")) {
            own.ask("prepare", "train", Models.CHANNELS, width, LEVELS, size, batch, "float32");
            own.run(effort.times(3));
            Timing timing = Timing.of(own.run(effort.times(5)));
            double speed = Work.step(OwnSide.generator(Models.CHANNELS, width, LEVELS), OwnSide.discriminator(Models.CHANNELS, width), batch, size)
                / timing.median() * 1000;
            line(size + " x " + size, width, batch, timing, Timing.number(timing.median() / batch),
                Timing.number(speed) + " (" + Math.round(100 * speed / peak) + " %)");
        }
    }

    private void images() throws IOException {
        table("Applying a model to a whole image once another of its size was, 3 channels, float32, U-Net of 8 levels",
            "image | width | tiles | s | s per megapixel | peak memory, MB | of it the two images, MB");
        for (int width : new int[] {64, 16}) {
            for (int size = 512; size <= effort.largestImage(); size *= 2) image(size, width);
        }
    }

    private void image(int size, int width) throws IOException {
        try (Worker own = Workers.own("4g")) {
            own.ask("prepare", "image", Models.zip(width), size, "float32");
            boolean large = size > 2048;
            own.run(1); // the first image takes longer, most of all where the system is slow to give memory
            double seconds = Timing.of(own.run(large ? 1 : effort.times(3))).median() / 1000;
            double memory = own.peakMegabytes();
            String[] tiling = own.ask("tiles", Models.zip(width), size).split(" ");
            double megapixels = (double) size * size / 1e6;
            line(size + " x " + size, width, tiling[2] + " of " + tiling[1] + " x " + tiling[0], Timing.number(seconds),
                Timing.number(seconds / megapixels), Math.round(memory), Math.round(8.0 * Models.CHANNELS * size * size / (1 << 20)));
        }
    }

    private void table(String title, String columns) {
        lines.add("");
        lines.add("## " + title);
        lines.add("");
        lines.add("| " + columns + " |");
        lines.add("|" + "---|".repeat(columns.split("\\|").length));
    }

    private void line(Object... cells) {
        lines.add("| " + String.join(" | ", Arrays.stream(cells).map(Object::toString).toList()) + " |");
        System.out.println(lines.get(lines.size() - 1));
    }
}
