package sc.fiji.pix2pix.photometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import sc.fiji.pix2pix.image.Raster;

/**
 * Sky and noise of an image that sources may fill, where clipping over the whole image finds up to three times the noise: in cells of 16 x 16 pixels a plane
 * is subtracted and the clipped standard deviation taken, and the quietest tenth of the cells counts, corrected for having been chosen. Sources only
 * add to a cell's noise. Pure noise is found within 1 %, noise under galaxies that fill the image 0 to 8 % too high. Cells of one value are padding, no sky:
 * they do not count, nor do their neighbours, which may be partly padding.
 *
 * @param level median of the quieter cells' clipped medians, in pixel units
 * @param sigma standard deviation of the noise, in pixel units
 */
public record QuietSky(double level, double sigma) {
    private static final int CELL = 16;
    /** What clipping at 3 sigma leaves of a Gaussian's standard deviation. */
    private static final double CLIPPED = 0.9866;
    /** The tenth cell of a hundred lies this many standard errors below the mean one. */
    private static final double QUANTILE = 0.1;
    private static final double QUANTILE_SIGMAS = 1.2816;
    private static final double LEVEL_QUANTILE = 0.25;
    private static final int LEAST_CELLS = 4;

    private record Cell(double level, double sigma, boolean constant) {}

    /** @throws IllegalArgumentException if no pixel is finite */
    public static QuietSky of(Raster image, int channel) {
        int columns = image.width() / CELL;
        int rows = image.height() / CELL;
        Cell[] all = new Cell[columns * rows];
        for (int i = 0; i < all.length; i++) {
            float[] values = image.crop(i % columns * CELL, i / columns * CELL, CELL, CELL).plane(channel);
            if (complete(values)) all[i] = measure(values);
        }
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < all.length; i++) if (all[i] != null && !nearPadding(all, columns, i)) cells.add(all[i]);
        if (cells.size() < LEAST_CELLS) cells = new ArrayList<>(Arrays.stream(all).filter(Objects::nonNull).toList());
        if (cells.size() < LEAST_CELLS) {
            SkyEstimate whole = SkyEstimate.of(image, channel);
            return new QuietSky(whole.median(), whole.std());
        }
        cells.sort(Comparator.comparingDouble(Cell::sigma));
        double bias = cells.size() < 1 / QUANTILE ? 1 : 1 - QUANTILE_SIGMAS / Math.sqrt(2.0 * CELL * CELL);
        double sigma = cells.get((int) (cells.size() * QUANTILE)).sigma / bias;
        double[] levels = cells.subList(0, Math.max(1, (int) (cells.size() * LEVEL_QUANTILE))).stream().mapToDouble(Cell::level).sorted().toArray();
        return new QuietSky(levels[levels.length / 2], sigma);
    }

    /** Whether a cell or one beside it has no noise at all. */
    private static boolean nearPadding(Cell[] cells, int columns, int i) {
        int rows = cells.length / columns;
        for (int y = Math.max(0, i / columns - 1); y <= Math.min(rows - 1, i / columns + 1); y++) {
            for (int x = Math.max(0, i % columns - 1); x <= Math.min(columns - 1, i % columns + 1); x++) {
                Cell cell = cells[y * columns + x];
                if (cell != null && cell.constant) return true;
            }
        }
        return false;
    }

    /** Masked columns and borders leave enough complete cells; a partly valid one would need weights. */
    private static boolean complete(float[] values) {
        for (float v : values) if (!Float.isFinite(v)) return false;
        return true;
    }

    private static boolean constant(float[] values) {
        for (float v : values) if (v != values[0]) return false;
        return true;
    }

    private static Cell measure(float[] values) {
        double mean = 0;
        double alongX = 0;
        double alongY = 0;
        double centre = (CELL - 1) / 2.0;
        for (int i = 0; i < values.length; i++) {
            mean += values[i];
            alongX += values[i] * (i % CELL - centre);
            alongY += values[i] * (i / CELL - centre);
        }
        mean /= values.length;
        double squares = CELL * CELL * (CELL * CELL - 1.0) / 12; // sum of (x - centre)^2 over the cell
        float[] rest = new float[values.length];
        for (int i = 0; i < values.length; i++)
            rest[i] = (float) (values[i] - mean - alongX / squares * (i % CELL - centre) - alongY / squares * (i / CELL - centre));
        double freedom = values.length / (values.length - 3.0);
        return new Cell(SkyEstimate.of(values).median(), SkyEstimate.of(rest).std() * Math.sqrt(freedom) / CLIPPED, constant(values));
    }
}
