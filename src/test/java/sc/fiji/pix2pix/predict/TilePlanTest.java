package sc.fiji.pix2pix.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TilePlanTest {
    private static final long PLENTY = 1L << 40;
    /** 100 bytes a pixel; full overlap 2 * 40 + 16 = 96. */
    private final FakeNetwork network = new FakeNetwork(1, 1, 16, 40);

    private TilePlan automatic(int width, int height, long bytes) {
        return TilePlan.of(width, height, network, TileSettings.AUTOMATIC, bytes);
    }

    @Test
    void aSmallImageIsOneTile() {
        TilePlan plan = automatic(100, 37, PLENTY);
        assertEquals(1, plan.tiles());
        assertEquals(112, plan.x().tile());
        assertEquals(48, plan.y().tile());
        assertTrue(plan.exact());
    }

    @Test
    void aLargeImageIsCutIntoExactTilesWithLittleMoreWork() {
        TilePlan plan = automatic(16384, 16384, PLENTY);
        assertTrue(plan.exact());
        assertTrue(plan.tiles() > 4);
        assertTrue(plan.x().tile() >= 800 && plan.x().tile() <= 8192, "" + plan.x().tile());
        assertTrue((double) plan.x().tile() * plan.x().count() / 16384 < Math.sqrt(1.06));
    }

    @Test
    void theMemoryIsKept() {
        for (long bytes = 26_000; bytes < 1L << 33; bytes *= 3) {
            TilePlan plan = automatic(5000, 3000, bytes);
            assertTrue(plan.bytes(network) <= bytes);
            // 1.5 times the full overlap, 144 pixels, is the least that is exact
            assertEquals(bytes >= 144 * 144 * 100, plan.exact(), "" + bytes);
        }
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> automatic(5000, 3000, 10_000));
        assertTrue(e.getMessage().contains("needs 1 MB of memory"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> TilePlan.of(5000, 5000, network, new TileSettings(2048, 0), 1 << 20));
    }

    @Test
    void aGivenTileIsTakenAndRaisedWhereTheOverlapNeedsIt() {
        assertEquals(512, TilePlan.of(4000, 4000, network, new TileSettings(510, -1), PLENTY).x().tile(), 16);
        TilePlan raised = TilePlan.of(4000, 4000, network, new TileSettings(64, -1), PLENTY);
        assertTrue(raised.exact());
        assertEquals(192, raised.x().tile());
        TilePlan given = TilePlan.of(4000, 4000, network, new TileSettings(64, 10), PLENTY);
        assertEquals(64, given.x().tile());
        assertFalse(given.exact());
        assertEquals(1, TilePlan.of(50, 50, network, new TileSettings(5000, 4999), PLENTY).tiles());
    }

    @Test
    void withoutMemoryForTheFullOverlapAGivenTileStillWorks() {
        TilePlan plan = TilePlan.of(4000, 4000, network, new TileSettings(64, -1), 64 * 64 * 100);
        assertFalse(plan.exact());
        assertEquals(64, plan.x().tile());
        assertEquals(1, plan.batch());
    }

    @Test
    void smallTilesGoTogether() {
        TilePlan plan = TilePlan.of(4000, 4000, network, new TileSettings(192, -1), PLENTY);
        assertEquals((1 << 19) / (192 * 192), plan.batch(), 1);
    }

    @Test
    void aThinImage() {
        TilePlan plan = automatic(200_000, 3, 1 << 26);
        assertEquals(1, plan.y().count());
        assertEquals(16, plan.y().tile());
        assertTrue(plan.x().count() > 1);
    }

    @Test
    void settingsThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> new TileSettings(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new TileSettings(0, -2));
        assertThrows(IllegalArgumentException.class, () -> new TileSettings(64, 64));
        assertEquals(new TileSettings(0, -1), TileSettings.AUTOMATIC);
    }

    @Test
    void thereIsMemory() {
        assertTrue(sc.fiji.pix2pix.nn.Memory.usable() > 1 << 20);
    }
}
