package sc.fiji.pix2pix.predict;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.Interleaved;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.image.Reflection;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.nn.Engine;
import sc.fiji.pix2pix.nn.Region;
import sc.fiji.pix2pix.nn.Survey;
import sc.fiji.pix2pix.nn.Tile;
import sc.fiji.pix2pix.progress.Progress;

/** Takes an image through a function tile by tile. */
final class Tiler {
    /** That a thread takes at a time. */
    private static final int ROWS = 16;

    private final TileFunction f;
    private final TilePlan plan;
    private final Raster input;
    private final IntensityMaps maps;
    private final Progress progress;
    private final Mosaic result;
    private int done;

    /**
     * @param input finite everywhere
     * @param maps from its pixel values to the function's values
     * @param result of the same plan; filled by this
     */
    Tiler(TileFunction f, TilePlan plan, Raster input, IntensityMaps maps, Mosaic result, Progress progress) {
        this.f = f;
        this.plan = plan;
        this.input = input;
        this.maps = maps;
        this.result = result;
        this.progress = progress;
    }

    /** @throws sc.fiji.pix2pix.progress.CancelledException if the user wants no more, within the time of a layer */
    void run() {
        f.begin(plan.cut(), plan.y().padded(), plan.x().padded());
        try {
            List<Survey> surveys = plan.tiles() > 1 ? f.surveys() : List.of();
            int passes = surveys.size() + 1;
            for (Survey survey : surveys) {
                batches(passes, (first, n) -> survey.add(tiles(first, n)));
                survey.end();
            }
            batches(passes, (first, n) -> f.run(tiles(first, n), result.tiles(first, n)));
        } finally {
            f.release();
        }
    }

    private interface Batch {
        void process(int firstTile, int tiles);
    }

    private void batches(int passes, Batch batch) {
        int tiles = plan.tiles();
        for (int first = 0; first < tiles; first += plan.batch()) {
            progress.check();
            String place = tiles == 1 ? "" : ", tile " + (first + 1) + " of " + tiles;
            progress.report((double) done / passes / tiles, "Applying the model" + place);
            int n = Math.min(plan.batch(), tiles - first);
            FloatBuffer buffer = f.input(n, plan.y().tile(), plan.x().tile());
            for (int i = 0; i < n; i++) fill(buffer, i, first + i);
            progress.check();
            batch.process(first, n);
            done += n;
        }
        progress.check();
    }

    private List<Tile> tiles(int first, int n) {
        return IntStream.range(first, first + n).mapToObj(this::tile).toList();
    }

    private Tile tile(int tile) {
        int i = plan.column(tile);
        int j = plan.row(tile);
        AxisPlan x = plan.x();
        AxisPlan y = plan.y();
        return new Tile(x.origin(i), y.origin(j), new Region(x.interiorFirst(i) - x.origin(i), y.interiorFirst(j) - y.origin(j),
            x.interiorEnd(i) - x.interiorFirst(i), y.interiorEnd(j) - y.interiorFirst(j)));
    }

    /** The tile as image {@code at} of the batch, padded by reflection, in the function's values. */
    private void fill(FloatBuffer buffer, int at, int tile) {
        int w = plan.x().tile();
        int h = plan.y().tile();
        int channels = input.channels();
        int[] columns = new int[w];
        for (int u = 0; u < w; u++) columns[u] = Reflection.index(plan.x().origin(plan.column(tile)) - plan.x().before() + u, input.width());
        int top = plan.y().origin(plan.row(tile)) - plan.y().before();
        bands(h, (first, end) -> {
            float[] values = new float[w * channels];
            float[][] lines = new float[channels][w];
            for (int v = first; v < end; v++) {
                int start = Reflection.index(top + v, input.height()) * input.width();
                for (int c = 0; c < channels; c++) {
                    read(input.plane(c), start, columns, lines[c]);
                    maps.get(c).forward(lines[c], w);
                }
                Interleaved.put(values, w, lines);
                buffer.put((at * h + v) * w * channels, values);
            }
        });
    }

    @FunctionalInterface
    private interface Band {
        void run(int first, int end);
    }

    /** Work on so many rows, in parallel. */
    private static void bands(int rows, Band task) {
        Engine.inParallel((rows + ROWS - 1) / ROWS, i -> task.run(i * ROWS, Math.min(rows, (i + 1) * ROWS)));
    }

    /** A row of the plane, reflected where columns lie beyond it. */
    private static void read(float[] plane, int start, int[] columns, float[] line) {
        int width = columns.length;
        if (columns[width - 1] - columns[0] == width - 1) {
            System.arraycopy(plane, start + columns[0], line, 0, width);
        } else {
            for (int u = 0; u < width; u++) line[u] = plane[start + columns[u]];
        }
    }
}
