package sc.fiji.pix2pix.photometry;

import java.util.Arrays;
import sc.fiji.pix2pix.image.Raster;

/**
 * The sky as it varies slowly over an image: the clipped median of each cell of a mesh, the median of it and its neighbours so that a large source in
 * one cell does not count as sky, and between the cells' centres bilinear interpolation (the way of SExtractor: Bertin & Arnouts 1996, A&AS 117, 393).
 */
public final class LocalSky {
    private final int columns;
    private final int rows;
    private final double cellWidth;
    private final double cellHeight;
    private final double[] levels;

    private LocalSky(int columns, int rows, double cellWidth, double cellHeight, double[] levels) {
        this.columns = columns;
        this.rows = rows;
        this.cellWidth = cellWidth;
        this.cellHeight = cellHeight;
        this.levels = levels;
    }

    /**
     * @param image its first channel is measured
     * @param cell side of the cells in pixels; an image below twice that has a constant sky in this direction
     * @throws IllegalArgumentException if no pixel is finite
     */
    public static LocalSky of(Raster image, int cell) {
        double overall = SkyEstimate.of(image, 0).median();
        int columns = Math.max(1, image.width() / cell);
        int rows = Math.max(1, image.height() / cell);
        double[] levels = new double[columns * rows];
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) levels[j * columns + i] = level(image, i, j, columns, rows, overall);
        }
        return new LocalSky(columns, rows, (double) image.width() / columns, (double) image.height() / rows, smoothed(levels, columns, rows));
    }

    /** Clipped median of a cell, the whole image's where less than a quarter of the cell is valid. */
    private static double level(Raster image, int i, int j, int columns, int rows, double overall) {
        int x0 = (int) ((long) i * image.width() / columns);
        int x1 = (int) ((i + 1L) * image.width() / columns);
        int y0 = (int) ((long) j * image.height() / rows);
        int y1 = (int) ((j + 1L) * image.height() / rows);
        float[] values = image.crop(x0, y0, x1 - x0, y1 - y0).plane(0);
        int valid = 0;
        for (float v : values) if (Float.isFinite(v)) valid++;
        return 4L * valid < values.length ? overall : SkyEstimate.of(values).median();
    }

    private static double[] smoothed(double[] levels, int columns, int rows) {
        double[] result = new double[levels.length];
        double[] near = new double[9];
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                int count = 0;
                for (int v = Math.max(0, j - 1); v <= Math.min(rows - 1, j + 1); v++) {
                    for (int u = Math.max(0, i - 1); u <= Math.min(columns - 1, i + 1); u++) near[count++] = levels[v * columns + u];
                }
                Arrays.sort(near, 0, count);
                result[j * columns + i] = (near[(count - 1) / 2] + near[count / 2]) / 2;
            }
        }
        return result;
    }

    /** The sky at a pixel, in pixel units. */
    public double at(double x, double y) {
        double u = Math.max(0, Math.min(columns - 1, (x + 0.5) / cellWidth - 0.5));
        double v = Math.max(0, Math.min(rows - 1, (y + 0.5) / cellHeight - 0.5));
        int i = Math.min((int) u, Math.max(0, columns - 2));
        int j = Math.min((int) v, Math.max(0, rows - 2));
        int right = Math.min(i + 1, columns - 1);
        int below = Math.min(j + 1, rows - 1);
        double a = levels[j * columns + i] * (1 - (u - i)) + levels[j * columns + right] * (u - i);
        double b = levels[below * columns + i] * (1 - (u - i)) + levels[below * columns + right] * (u - i);
        return a * (1 - (v - j)) + b * (v - j);
    }
}
