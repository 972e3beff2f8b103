package sc.fiji.pix2pix.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class TeamTest {

    @Test
    void everyPartIsDoneOnceBeforeTheCallReturns() {
        for (int count : new int[] {0, 1, 2, 3, 100, 10_007}) {
            AtomicIntegerArray done = new AtomicIntegerArray(count + 1);
            for (int repeat = 1; repeat <= 20; repeat++) {
                Team.share(count, done::incrementAndGet);
                int times = repeat;
                assertEquals(0, done.get(count));
                for (int i = 0; i < count; i++) assertEquals(times, done.get(i));
            }
        }
    }

    @Test
    void moreThreadsThanThereAreDoAll() {
        for (int threads : new int[] {3, 8}) {
            for (int count : new int[] {1, 5, 8, 1000}) {
                AtomicIntegerArray done = new AtomicIntegerArray(count);
                Team.share(count, threads, done::incrementAndGet);
                for (int i = 0; i < count; i++) assertEquals(1, done.get(i));
            }
        }
    }

    /** The first half is the caller's: it goes on with it as soon as a helper has come, who begins with the second. */
    @Test
    void eachThreadBeginsWithItsPart() {
        int count = 100;
        AtomicInteger helpers = new AtomicInteger(-1);
        CountDownLatch come = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Team.share(count, 2, i -> {
            if (Thread.currentThread() != caller) {
                helpers.compareAndSet(-1, i);
                come.countDown();
            } else if (i == 0) {
                try {
                    assertTrue(come.await(10, TimeUnit.SECONDS), "no helper");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        assertEquals(count / 2, helpers.get());
    }

    @Test
    void partsMayShareWorkThemselves() {
        AtomicInteger done = new AtomicInteger();
        Team.share(50, i -> Team.share(50, j -> done.incrementAndGet()));
        assertEquals(2500, done.get());
    }

    @Test
    void severalThreadsShareAtOnce() throws InterruptedException {
        int[] sums = new int[4];
        Thread[] threads = new Thread[sums.length];
        for (int t = 0; t < threads.length; t++) {
            int own = t;
            threads[t] = new Thread(() -> {
                for (int repeat = 0; repeat < 200; repeat++) {
                    AtomicInteger sum = new AtomicInteger();
                    Team.share(100, sum::addAndGet);
                    sums[own] += sum.get();
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) thread.join();
        int[] expected = new int[sums.length];
        Arrays.fill(expected, 200 * 4950);
        assertArrayEquals(expected, sums);
    }

    @Test
    void aFailureOfAnyPartReachesTheCallerAndTheTeamGoesOn() {
        IllegalStateException failure = new IllegalStateException("part 77");
        assertSame(failure, assertThrows(IllegalStateException.class, () -> Team.share(100, i -> {
            if (i == 77) throw failure;
        })));
        AtomicInteger done = new AtomicInteger();
        Team.share(100, i -> done.incrementAndGet());
        assertEquals(100, done.get());
    }

    /** What threads keep from task to task, as their scratch arrays, is what makes a training step spare the Java heap. */
    @Test
    void threadsKeepTheirScratchArrays() {
        Set<float[]> found = ConcurrentHashMap.newKeySet();
        for (int repeat = 0; repeat < 200; repeat++) Team.share(64, i -> found.add(Blocks.scratch(7, 1)));
        // A set of arrays compares identities. Few threads of a pool may have retired.
        assertEquals(true, found.size() <= Engine.threads() + 1, found.size() + " arrays");
    }
}
