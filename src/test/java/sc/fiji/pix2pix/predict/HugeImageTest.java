package sc.fiji.pix2pix.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/** 16,384 x 16,384 float pixels, 1 GB in and 1 GB out: positions beyond what a product of ints holds in bytes. */
class HugeImageTest {
    private static final int SIDE = 16384;

    /** Between 100 and 300, without a period that could hide a displacement. */
    private static float value(int x, int y) {
        int hash = x * 0x9E3779B1 ^ y * 0x85EBCA77;
        hash ^= hash >>> 15;
        return 100 + (hash & 0xff) * 200f / 255;
    }

    @Test
    void everyPixelOfAHugeImageComesFromItsOwnNeighbours() {
        Raster image = new Raster(SIDE, SIDE, 1, PixelType.FLOAT32);
        float[] plane = image.plane(0);
        IntStream.range(0, SIDE).parallel().forEach(y -> {
            for (int x = 0; x < SIDE; x++) plane[y * SIDE + x] = value(x, y);
        });
        FakeNetwork network = new FakeNetwork(1, 1, 64, 1);
        Raster result = PredictorTest.predictor(network, PixelType.FLOAT32).apply(image, new TileSettings(1024, -1), Progress.NONE);
        long wrong = IntStream.range(0, SIDE).parallel().mapToLong(y -> {
            long count = 0;
            for (int x = y * 7 % 97; x < SIDE; x += x < 4 || x > SIDE - 100 ? 1 : 97) {
                if (!(Math.abs(expected(x, y) - result.plane(0)[y * SIDE + x]) < 1e-2)) count++;
            }
            return count;
        }).sum();
        assertEquals(0, wrong);
    }

    /** Mean over the 3 x 3 neighbours in the network's values, zeros beyond the edge. */
    private static float expected(int x, int y) {
        float sum = 0;
        for (int v = Math.max(0, y - 1); v <= Math.min(SIDE - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(SIDE - 1, x + 1); u++) sum += (value(u, v) - 200) / 100;
        }
        return 200 + 100 * (sum / 9 + FakeNetwork.pattern(x, y, 64));
    }
}
