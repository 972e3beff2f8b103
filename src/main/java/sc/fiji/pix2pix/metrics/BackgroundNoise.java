package sc.fiji.pix2pix.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.SkyEstimate;

/**
 * Noise of an image that sources may fill: the clipped standard deviation is measured in cells, and the lower quartile of the cells counts, since
 * sources only add to it. Over a whole image of galaxies clipping finds up to twice the noise; the quartile of cells of pure noise is 2 to 5 %
 * too low.
 */
final class BackgroundNoise {
    private static final int CELL = 32;
    /** Cells are smaller where the image has fewer than 4 x 4. */
    private static final int SMALL_CELL = 16;

    private BackgroundNoise() {}

    /**
     * @param image its first channel is measured
     * @return standard deviation in the image's unit, no more than the clipped one of the whole image
     * @throws IllegalArgumentException if no pixel is finite
     */
    static double of(Raster image) {
        SkyEstimate sky = SkyEstimate.of(image, 0);
        double whole = Math.min(sky.std(), sky.madStd());
        int cell = Math.min(image.width(), image.height()) < 4 * CELL ? SMALL_CELL : CELL;
        List<Double> cells = new ArrayList<>();
        for (int y = 0; y + cell <= image.height(); y += cell) {
            for (int x = 0; x + cell <= image.width(); x += cell) {
                float[] values = image.crop(x, y, cell, cell).plane(0);
                if (valid(values) * 2 >= values.length) cells.add(SkyEstimate.of(values).std());
            }
        }
        if (cells.isEmpty()) return whole;
        Collections.sort(cells);
        return Math.min(whole, cells.get(cells.size() / 4));
    }

    private static int valid(float[] values) {
        int count = 0;
        for (float v : values) if (Float.isFinite(v)) count++;
        return count;
    }
}
