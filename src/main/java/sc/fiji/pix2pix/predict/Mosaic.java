package sc.fiji.pix2pix.predict;

import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.nn.RowSink;

/** The image put together of what a function makes of its tiles, in pixel values. Where tiles share pixels these are means of theirs, by the weights of the plan. */
final class Mosaic {
    private final TilePlan plan;
    private final IntensityMaps maps;
    private final Raster image;

    /**
     * @param maps whose inverse makes pixel values of the function's values
     * @param image to be filled, of zeros
     */
    Mosaic(TilePlan plan, IntensityMaps maps, Raster image) {
        this.plan = plan;
        this.maps = maps;
        this.image = image;
    }

    /** Receives {@code n} tiles from {@code first} on, one after the other, of all tiles row by row. */
    RowSink tiles(int first, int n) {
        Part[] parts = IntStream.range(first, first + n).mapToObj(Part::new).toArray(Part[]::new);
        int width = plan.x().tile();
        int area = width * plan.y().tile();
        return (pixel, count, channel, values) -> parts[pixel / area].put(pixel % width, pixel % area / width, count, channel, values);
    }

    /** What one tile gives. */
    private final class Part {
        private final AxisPlan x = plan.x();
        private final AxisPlan y = plan.y();
        private final int i;
        private final int j;
        /** Of the columns from the first that it gives values to. */
        private final float[] weights;

        Part(int tile) {
            i = plan.column(tile);
            j = plan.row(tile);
            weights = new float[Math.max(0, x.end(i) - x.first(i))];
            for (int k = 0; k < weights.length; k++) weights[k] = x.weight(i, x.first(i) + k);
        }

        /**
         * @param column of the tile
         * @param row of the tile
         * @param values of so many pixels from there on
         */
        void put(int column, int row, int count, int channel, float[] values) {
            int v = y.origin(j) + row;
            if (v < y.first(j) || v >= y.end(j)) return;
            int left = x.origin(i) + column;
            int first = Math.max(left, x.first(i));
            int n = Math.min(left + count, x.end(i)) - first;
            if (n <= 0) return;
            if (first > left) System.arraycopy(values, first - left, values, 0, n);
            maps.get(channel).inverse(values, n);
            float[] share = share(v, first, n);
            float[] plane = image.plane(channel);
            int at = (v - y.before()) * image.width() + first - x.before();
            if (share == null) System.arraycopy(values, 0, plane, at, n);
            else mix(values, share, plane, at);
        }

        /**
         * The tile's weight among those so far at positions {@code first} to {@code first + n} - 1 of a row, which makes each step a mean of what is there and
         * what comes: sums of weighted pixel values would lose digits where these have much in common. Null if no tile before has a share.
         */
        private float[] share(int v, int first, int n) {
            boolean above = v < y.aloneFirst(j);
            if (!above && first >= x.aloneFirst(i)) return null;
            float own = y.weight(j, v);
            float[] share = new float[n];
            for (int k = 0; k < n; k++) {
                float weight = weights[first - x.first(i) + k];
                float before = (above ? 1 - own : 0) + (first + k < x.aloneFirst(i) ? own * (1 - weight) : 0);
                // At the end of a wide band the tile's own weight may be 0, too.
                share[k] = before == 0 ? 1 : own * weight / (own * weight + before);
            }
            return share;
        }

        private static void mix(float[] made, float[] share, float[] plane, int at) {
            for (int k = 0; k < share.length; k++) plane[at + k] += share[k] * (made[k] - plane[at + k]);
        }
    }
}
