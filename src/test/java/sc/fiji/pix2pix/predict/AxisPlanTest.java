package sc.fiji.pix2pix.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AxisPlanTest {

    @Test
    void oneTileWhereTheImageIsSmall() {
        AxisPlan plan = new AxisPlan(1, 8, 8, 64, 16, 5);
        assertEquals(8, plan.padded());
        assertEquals(8, plan.tile());
        assertEquals(1, plan.count());
        assertEquals(3, plan.before());
        assertEquals(3, plan.first(0));
        assertEquals(4, plan.end(0));
        assertEquals(1, plan.weight(0, 3));
    }

    @Test
    void twoTilesByHand() {
        // 96 pixels, tiles of 64 that share 32: positions 0 to 63 and 32 to 95, cut at 48, a band of 16 - 12 = 4 on both sides
        AxisPlan plan = new AxisPlan(96, 8, 8, 64, 32, 12);
        assertEquals(2, plan.count());
        assertEquals(64, plan.tile());
        assertEquals(32, plan.origin(1));
        assertEquals(52, plan.end(0));
        assertEquals(44, plan.first(1));
        assertEquals(1, plan.weight(0, 43));
        assertEquals(0.5 + 0.5 * Math.sin(Math.PI / 2 * 0.5 / 4), plan.weight(1, 48), 1e-6);
        assertEquals(1 - plan.weight(1, 50), plan.weight(0, 50));
        assertEquals(48, plan.interiorEnd(0));
        assertEquals(48, plan.interiorFirst(1));
    }

    @Test
    void tilesAreNoLongerThanNeeded() {
        // two tiles of 96 would do for 100 (padded 104), and so do two of 64
        AxisPlan plan = new AxisPlan(100, 8, 8, 96, 16, 4);
        assertEquals(2, plan.count());
        assertEquals(64, plan.tile());
        assertEquals(40, plan.origin(1));
    }

    @Test
    void theCountIsThatOfThePlan() {
        for (int length : new int[] {1, 63, 64, 65, 300, 1000}) {
            AxisPlan plan = new AxisPlan(length, 8, 8, 64, 24, 10);
            assertEquals(plan.count(), AxisPlan.count(plan.padded(), 64, 24));
        }
    }

    @Test
    void everyPositionIsCoveredWithWeightsThatSumToOne() {
        for (int stride : new int[] {1, 2, 8, 32}) {
            for (int tile = stride; tile <= 6 * stride; tile += stride) {
                for (int overlap = 0; overlap < tile; overlap += stride) {
                    for (int length = 1; length <= 20 * stride; length += 1 + length / 7) {
                        for (int radius : new int[] {0, 1, overlap / 2, 3 * stride})
                            {
                            check(new AxisPlan(length, stride, stride, tile, overlap, radius), length, stride, overlap, radius);
                            check(new AxisPlan(length, 4 * stride, stride, tile, overlap, radius), length, stride, overlap, radius);
                        }
                    }
                }
            }
        }
    }

    private static void check(AxisPlan plan, int length, int stride, int overlap, int radius) {
        float[] sum = new float[plan.padded()];
        int[] owners = new int[plan.padded()];
        boolean[] alone = new boolean[plan.padded()];
        int next = 0;
        for (int i = 0; i < plan.count(); i++) {
            assertEquals(0, plan.origin(i) % stride);
            assertTrue(plan.origin(i) >= 0 && plan.origin(i) + plan.tile() <= plan.padded());
            if (i > 0) assertTrue(plan.origin(i - 1) + plan.tile() - plan.origin(i) >= overlap);
            assertEquals(next, plan.interiorFirst(i));
            next = plan.interiorEnd(i);
            assertTrue(plan.interiorFirst(i) >= plan.origin(i) && next <= plan.origin(i) + plan.tile());
            for (int p = plan.first(i); p < plan.end(i); p++) {
                float w = plan.weight(i, p);
                assertTrue(w >= 0 && w <= 1);
                sum[p] += w;
                owners[p]++;
                int toEnd = Math.min(i == 0 ? Integer.MAX_VALUE : p - plan.origin(i), i == plan.count() - 1 ? Integer.MAX_VALUE
                    : plan.origin(i) + plan.tile() - 1 - p);
                assertTrue(toEnd >= (overlap >= 2 * radius ? radius : 0), "no pixel sees the end of its tile");
            }
            for (int p = plan.aloneFirst(i); p < plan.aloneEnd(i); p++) {
                assertEquals(1, plan.weight(i, p));
                alone[p] = true;
            }
        }
        assertEquals(plan.padded(), next);
        for (int p = 0; p < plan.padded(); p++) {
            boolean inside = p >= plan.before() && p < plan.before() + length;
            assertEquals(inside ? 1 : 0, sum[p], 1e-6);
            assertTrue(owners[p] <= 2);
            assertEquals(owners[p] == 1, alone[p]);
        }
    }
}
