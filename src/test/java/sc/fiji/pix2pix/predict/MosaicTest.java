package sc.fiji.pix2pix.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.AsinhMap;
import sc.fiji.pix2pix.intensity.IntensityMap;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.nn.RowSink;

/** Tiles put together: one after the other, in runs of any length. */
class MosaicTest {
    private static final int WIDTH = 61;
    private static final int HEIGHT = 45;

    /** Tiles of 32 x 32 with 16 shared, of an image that is not a multiple of anything. */
    private static TilePlan plan() {
        return TilePlan.of(WIDTH, HEIGHT, new FakeNetwork(1, 1, 4, 2), new TileSettings(32, 16), Long.MAX_VALUE);
    }

    private static IntensityMaps maps(int channels) {
        IntensityMap[] maps = {new LinearMap(60_000, 60_100), new AsinhMap(10, 2, 0, 500), new LinearMap(-3, 7), new LinearMap(0, 1)};
        return new IntensityMaps(List.of(maps).subList(0, channels));
    }

    private interface Function {
        float at(int tile, int x, int y, int channel);
    }

    /** @param f in network values, of positions in the padded image */
    private static Raster put(TilePlan plan, IntensityMaps maps, Function f, long seed) {
        Raster image = new Raster(plan.x().length(), plan.y().length(), maps.channels(), PixelType.FLOAT32);
        Mosaic mosaic = new Mosaic(plan, maps, image);
        Random random = new Random(seed);
        int w = plan.x().tile();
        int h = plan.y().tile();
        int channels = maps.channels();
        for (int first = 0; first < plan.tiles(); first += 2) {
            int n = Math.min(2, plan.tiles() - first);
            RowSink sink = mosaic.tiles(first, n);
            for (int row = 0; row < n * h; row++) {
                int tile = first + row / h;
                for (int x = 0, count; x < w; x += count) {
                    count = Math.min(w - x, 1 + random.nextInt(w));
                    for (int c = 0; c < channels; c++) {
                        float[] values = new float[count + 3];
                        for (int k = 0; k < count; k++) values[k] = f.at(tile, plan.x().origin(plan.column(tile)) + x + k, plan.y().origin(plan.row(tile)) + row % h, c);
                        sink.put(row * w + x, count, c, values);
                    }
                }
            }
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void tilesThatAgreeGiveTheirPixelValuesToTheLastDigit(int channels) {
        TilePlan plan = plan();
        assertTrue(plan.tiles() > 4, plan.tiles() + " tiles");
        Function f = (tile, x, y, c) -> (float) Math.sin(x * 0.3 + y * 0.7 + c);
        Raster image = put(plan, maps(channels), f, 1);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                float expected = maps(channels).get(c).inverse(f.at(0, i % WIDTH + plan.x().before(), i / WIDTH + plan.y().before(), c));
                assertEquals(expected, image.plane(c)[i], "channel " + c + ", pixel " + i % WIDTH + ", " + i / WIDTH);
            }
        }
    }

    /** At a corner four tiles have a share. */
    @Test
    void tilesThatDifferAreBlendedByTheirWeights() {
        TilePlan plan = plan();
        IntensityMaps maps = maps(2);
        Function f = (tile, x, y, c) -> (tile * 7 % 5) / 5f - 0.4f;
        Raster image = put(plan, maps, f, 2);
        int most = 0;
        for (int c = 0; c < 2; c++) {
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                double sum = 0;
                double weights = 0;
                int shares = 0;
                for (int tile = 0; tile < plan.tiles(); tile++) {
                    double weight = weight(plan.x(), plan.column(tile), i % WIDTH) * weight(plan.y(), plan.row(tile), i / WIDTH);
                    if (weight == 0) continue;
                    sum += weight * maps.get(c).inverse(f.at(tile, 0, 0, c));
                    weights += weight;
                    shares++;
                }
                most = Math.max(most, shares);
                assertEquals(1, weights, 1e-6);
                assertEquals(sum, image.plane(c)[i], 3 * Math.ulp((float) sum) + 1e-6, "channel " + c + ", pixel " + i % WIDTH + ", " + i / WIDTH);
            }
        }
        assertEquals(4, most);
    }

    private static double weight(AxisPlan axis, int tile, int pixel) {
        int position = pixel + axis.before();
        return position >= axis.first(tile) && position < axis.end(tile) ? axis.weight(tile, position) : 0;
    }

    @Test
    void runsMakeNoDifference() {
        Function f = (tile, x, y, c) -> (float) Math.sin(tile + x * 0.3 + y * 0.7 + c);
        assertArrayEquals(put(plan(), maps(2), f, 3).plane(1), put(plan(), maps(2), f, 4).plane(1));
    }

    /** Where a band is thousands of pixels wide, the weight of a tile at its end is 0 in float. */
    @Test
    void wideBandsHaveNoHoles() {
        TilePlan plan = TilePlan.of(33_000, 4, new FakeNetwork(1, 1, 4, 2), new TileSettings(16_384, 8_000), Long.MAX_VALUE);
        assertEquals(3, plan.tiles());
        float[] expected = new float[33_000 * 4];
        Arrays.fill(expected, 60_050);
        assertArrayEquals(expected, put(plan, maps(1), (tile, x, y, c) -> 0, 6).plane(0));
    }

    @Test
    void aTileAloneHasAllPixels() {
        TilePlan whole = TilePlan.of(WIDTH, HEIGHT, new FakeNetwork(1, 1, 4, 2), TileSettings.AUTOMATIC, Long.MAX_VALUE);
        assertEquals(1, whole.tiles());
        float[] expected = new float[WIDTH * HEIGHT];
        Arrays.fill(expected, 60_050);
        assertArrayEquals(expected, put(whole, maps(1), (tile, x, y, c) -> 0, 5).plane(0));
    }
}
