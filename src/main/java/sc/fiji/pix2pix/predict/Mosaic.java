package sc.fiji.pix2pix.predict;

import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMap;
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

    /** Receives {@code n} tiles from {@code first} on, one after the other. */
    RowSink tiles(int first, int n) {
        Part[] parts = IntStream.range(first, first + n).mapToObj(Part::new).toArray(Part[]::new);
        int width = plan.x().tile();
        int area = width * plan.y().tile();
        return (pixel, count, values) -> parts[pixel / area].put(pixel % width, pixel % area / width, count, values);
    }

    /** What one tile gives. */
    private final class Part {
        private final AxisPlan x = plan.x();
        private final AxisPlan y = plan.y();
        private final int i;
        private final int j;
        /** Of its columns from the first that it gives values to. */
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
        void put(int column, int row, int count, float[] values) {
            int v = y.origin(j) + row;
            if (v < y.first(j) || v >= y.end(j)) return;
            int first = x.origin(i) + column;
            int from = Math.max(first, x.first(i));
            int end = Math.min(first + count, x.end(i));
            boolean shared = v < y.aloneFirst(j) || v >= y.aloneEnd(j);
            int alone = shared ? end : Math.max(from, Math.min(end, x.aloneFirst(i)));
            int aloneEnd = Math.max(alone, Math.min(end, x.aloneEnd(i)));
            int line = (v - y.before()) * image.width() - x.before();
            for (int c = 0; c < image.channels(); c++) {
                blend(values, first, c, line, y.weight(j, v), from, alone);
                put(values, first, c, line, alone, aloneEnd);
                blend(values, first, c, line, y.weight(j, v), aloneEnd, end);
            }
        }

        /** Pixels {@code from} to {@code end} - 1, which other tiles have a share in. */
        private void blend(float[] values, int first, int c, int line, float weight, int from, int end) {
            IntensityMap map = maps.get(c);
            float[] plane = image.plane(c);
            for (int u = from; u < end; u++) plane[line + u] += weight * weights[u - x.first(i)] * map.inverse(values[(u - first) * image.channels() + c]);
        }

        private void put(float[] values, int first, int c, int line, int from, int end) {
            IntensityMap map = maps.get(c);
            float[] plane = image.plane(c);
            int channels = image.channels();
            for (int u = from; u < end; u++) plane[line + u] = map.inverse(values[(u - first) * channels + c]);
        }
    }
}
