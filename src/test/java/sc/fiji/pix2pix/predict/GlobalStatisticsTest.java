package sc.fiji.pix2pix.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.nn.Cut;
import sc.fiji.pix2pix.nn.Region;
import sc.fiji.pix2pix.nn.Survey;
import sc.fiji.pix2pix.nn.Tile;
import sc.fiji.pix2pix.progress.Progress;

/** Normalisation over the whole image must not become normalisation over each tile. */
class GlobalStatisticsTest {

    /** Blur, normalise over the image, square, blur, normalise over the image. */
    private static final class TwiceNormalised extends FakeNetwork {
        private final double[] sum = new double[2];
        private final double[] squares = new double[2];
        private final long[] count = new long[2];
        private int fixed;
        int collections;

        TwiceNormalised() {
            super(1, 1, 4, 2);
        }

        @Override
        public List<Cut> cuts() {
            return List.of(new Cut(0, 4, 4, 1, 1, 0));
        }

        @Override
        public List<Survey> surveys() {
            return List.of(survey(0), survey(1));
        }

        private Survey survey(int k) {
            return new Survey() {
                @Override
                public void add(List<Tile> tiles) {
                    assertEquals(n, tiles.size());
                    collect(k, tiles.stream().map(Tile::interior).toList());
                }

                @Override
                public void end() {
                    fixed++;
                }
            };
        }

        private void collect(int k, List<Region> interiors) {
            assertEquals(k, fixed, "one after the other");
            collections++;
            float[] values = layer(k);
            for (int i = 0; i < n; i++) {
                Region window = interiors.get(i);
                for (int y = window.y(); y < window.y() + window.height(); y++) {
                    for (int x = window.x(); x < window.x() + window.width(); x++) {
                        double v = values[(i * h + y) * w + x];
                        sum[k] += v;
                        squares[k] += v * v;
                        count[k]++;
                    }
                }
            }
        }

        @Override
        public void release() {
            fixed = 0;
            java.util.Arrays.fill(sum, 0);
            java.util.Arrays.fill(squares, 0);
            java.util.Arrays.fill(count, 0);
        }

        @Override
        FloatBuffer run() {
            boolean whole = fixed == 0;
            if (whole) {
                for (int k = 0; k < 2; k++) {
                    collect(k, List.of(new Region(0, 0, w, h)));
                    fixed++;
                }
            }
            output.put(0, normalised(1));
            if (whole) release();
            return output;
        }

        /** What normalisation k is given. */
        private float[] layer(int k) {
            float[] original = input.array().clone();
            if (k == 1) {
                float[] first = normalised(0);
                for (int i = 0; i < first.length; i++) input.put(i, first[i] * first[i]);
            }
            float[] values = super.run().array().clone();
            input.put(0, original);
            return values;
        }

        private float[] normalised(int k) {
            float[] values = layer(k);
            double mean = sum[k] / count[k];
            double scale = 1 / Math.sqrt(squares[k] / count[k] - mean * mean);
            for (int i = 0; i < values.length; i++) values[i] = (float) ((values[i] - mean) * scale);
            return values;
        }
    }

    @Test
    void tiledEqualsWhole() {
        // half of the image is dark: the statistics of a tile would be far from the image's
        Raster image = PredictorTest.noise(90, 61, 1, 4);
        for (int i = 0; i < image.plane(0).length; i++) image.plane(0)[i] += i % 90 < 45 ? 0 : 300;
        TwiceNormalised network = new TwiceNormalised();
        Predictor predictor = PredictorTest.predictor(network, PixelType.FLOAT32);
        Raster whole = predictor.apply(image, new TileSettings(1024, -1), Progress.NONE);
        network.collections = 0;
        Raster tiled = predictor.apply(image, new TileSettings(32, -1), Progress.NONE);
        assertEquals(2, network.collections, "one batch a pass");
        PredictorTest.assertClose(whole, tiled, 1e-2);
        assertEquals(0, network.fixed, "forgotten afterwards");
        assertFalse(Float.isNaN(tiled.get(0, 0, 0)));
    }
}
