package sc.fiji.pix2pix.predict;

import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.Interleaved;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.image.Reflection;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.nn.Region;
import sc.fiji.pix2pix.nn.Survey;
import sc.fiji.pix2pix.nn.Tile;
import sc.fiji.pix2pix.progress.Progress;

/** Takes an image through a function tile by tile. */
final class Tiler {
    private final TileFunction f;
    private final TilePlan plan;
    /** Filled once a pixel is found to be missing. */
    private Raster input;
    private volatile boolean found;
    private boolean filled;
    private final IntensityMaps maps;
    private final Progress progress;
    private final Mosaic result;
    /** Of each thread: a row of a tile, channel by channel. */
    private final ThreadLocal<float[][]> lines;
    private int done;

    /**
     * @param input may have missing values, which are filled for the function
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
        lines = ThreadLocal.withInitial(() -> new float[input.channels()][plan.x().tile()]);
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

    /** Whether the input has missing values. */
    boolean filled() {
        return filled;
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
            input(first, n);
            if (found && !filled) {
                input = MissingValues.fill(input);
                filled = true;
                input(first, n);
            }
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

    /** Gives the function {@code n} tiles from {@code first} on, padded by reflection, in its values. */
    private void input(int first, int n) {
        int w = plan.x().tile();
        int h = plan.y().tile();
        int[][] columns = new int[n][w];
        for (int i = 0; i < n; i++) {
            int left = plan.x().origin(plan.column(first + i)) - plan.x().before();
            for (int u = 0; u < w; u++) columns[i][u] = Reflection.index(left + u, input.width());
        }
        f.input(n, h, w, (row, values) -> {
            int top = plan.y().origin(plan.row(first + row / h)) - plan.y().before();
            row(Reflection.index(top + row % h, input.height()), columns[row / h], values);
        });
    }

    /** A row of the image in the function's values. */
    private void row(int y, int[] columns, float[] values) {
        float[][] all = lines.get();
        for (int c = 0; c < all.length; c++) {
            read(input.plane(c), y * input.width(), columns, all[c]);
            if (!filled && !MissingValues.complete(all[c], 0, columns.length)) found = true;
            maps.get(c).forward(all[c], columns.length);
        }
        Interleaved.put(values, columns.length, all);
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
