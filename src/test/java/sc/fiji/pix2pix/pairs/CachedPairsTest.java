package sc.fiji.pix2pix.pairs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class CachedPairsTest {
    private final AtomicInteger reads = new AtomicInteger();

    /** Pairs of 10 x 10 pixels; all pixels of pair i have the value i, in both images. */
    private PairSource source(int size, PixelType type) {
        return new PairSource() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public String name(int i) {
                return "pair " + i;
            }

            @Override
            public Pair load(int i) {
                reads.incrementAndGet();
                Raster image = new Raster(10, 10, 1, type);
                Arrays.fill(image.plane(0), i);
                return new Pair(name(i), image, image);
            }
        };
    }

    @Test
    void keepsWhatFitsAndReadsTheRestAgain() throws IOException {
        // 200 bytes a pair.
        CachedPairs pairs = new CachedPairs(source(10, PixelType.GRAY8), 1000);
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int i = 0; i < 10; i++) {
                Pair pair = pairs.load(i);
                assertEquals("pair " + i, pair.name());
                assertEquals(i, pair.target().get(9, 9, 0));
            }
        }
        assertEquals(10 + 2 * 5, reads.get());
        assertEquals(1000, pairs.usedBytes());
        assertEquals("pair 3", pairs.name(3));
    }

    @Test
    void aBoundOfZeroKeepsNothing() throws IOException {
        CachedPairs pairs = new CachedPairs(source(1, PixelType.GRAY8), 0);
        pairs.load(0);
        pairs.load(0);
        assertEquals(2, reads.get());
        assertThrows(IllegalArgumentException.class, () -> new CachedPairs(source(1, PixelType.GRAY8), -1));
    }

    @Test
    void packedPixelsComeBackAsTheyWere() {
        Object[][] cases = {{new float[] {0, 1, 255}, 3}, {new float[] {0, 256, 65535}, 6}, {new float[] {0, 65536, 1}, 12},
            {new float[] {0, 0.5f, 1}, 12}, {new float[] {0, -1, 1}, 12}, {new float[] {0, Float.NaN, 1}, 12}};
        for (Object[] one : cases) {
            float[] values = (float[]) one[0];
            PackedRaster packed = PackedRaster.of(new Raster(3, 1, PixelType.GRAY16, values));
            assertEquals(((Integer) one[1]).longValue(), packed.bytes());
            assertArrayEquals(values, packed.unpack().plane(0));
            assertEquals(PixelType.GRAY16, packed.unpack().type());
        }
        PackedRaster mixed = PackedRaster.of(new Raster(2, 1, PixelType.FLOAT32, new float[] {1, 2}, new float[] {1, 2.5f}));
        assertEquals(2 + 8, mixed.bytes());
    }

    @Test
    void manyThreadsStayWithinTheBound() throws Exception {
        CachedPairs pairs = new CachedPairs(source(50, PixelType.GRAY8), 30 * 200);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int t = 0; t < 8; t++) work.add(() -> {
                for (int k = 0; k < 2000; k++) {
                    assertEquals(k % 50, pairs.load(k % 50).input().get(0, 0, 0));
                    assertTrue(pairs.usedBytes() <= 6000);
                }
                return null;
            });
            for (Future<Void> future : threads.invokeAll(work)) future.get();
        } finally {
            threads.shutdownNow();
        }
        assertEquals(6000, pairs.usedBytes());
        reads.set(0);
        for (int i = 0; i < 50; i++) pairs.load(i);
        assertEquals(20, reads.get());
    }
}
