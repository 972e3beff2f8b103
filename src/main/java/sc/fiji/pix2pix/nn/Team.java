package sc.fiji.pix2pix.nn;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The threads that share work with the one that has it. They are not those of Java's common pool, which forget what is theirs after each task: every
 * scratch array would be made anew, 20 MB in a training step of width 64.
 */
final class Team {
    /** How often a thread takes something, about. */
    private static final int TURNS = 16;
    /** Nanoseconds for which the last part of others is waited for without sleeping: to be woken takes as long. */
    private static final long PATIENCE = 50_000;

    private Team() {}

    /** Made when work is shared first: by then the number of threads is settled. */
    private static final class Helpers {
        static final ForkJoinPool POOL = new ForkJoinPool(Math.max(1, Engine.threads() - 1));
    }

    /**
     * Calls {@code task} for 0 to {@code count} - 1. Each thread takes the next few of its part, always the same one: it is what oneDNN's threads have of an image, and
     * so what may be in its cache. Then it takes what others have left of theirs, so that all end at about the same time even where other programs take some of it. Those that
     * come too late, as to the least work, are not waited for.
     */
    static void share(int count, IntConsumer task) {
        share(count, Engine.threads(), task);
    }

    static void share(int count, int most, IntConsumer task) {
        int threads = Math.min(most, count);
        if (threads <= 1) {
            for (int i = 0; i < count; i++) task.accept(i);
            return;
        }
        Work work = new Work(count, threads, task);
        for (int i = 1; i < threads; i++) Helpers.POOL.execute(work);
        work.run();
        work.await();
    }

    private static final class Work implements Runnable {
        private final int count;
        private final int threads;
        private final IntConsumer task;
        private final Thread owner = Thread.currentThread();
        /** What nobody has taken yet, of each thread's part. */
        private final AtomicInteger[] next;
        private final AtomicInteger left;
        private volatile Throwable failure;

        Work(int count, int threads, IntConsumer task) {
            this.count = count;
            this.threads = threads;
            this.task = task;
            left = new AtomicInteger(count);
            next = new AtomicInteger[threads];
            for (int i = 0; i < threads; i++) next[i] = new AtomicInteger(start(i));
        }

        private int start(int part) {
            return (int) ((long) count * part / threads);
        }

        @Override
        public void run() {
            int own = own();
            for (int i = 0; i < threads; i++) take((own + i) % threads);
        }

        /** This thread's part; two may have the same. */
        private int own() {
            Thread thread = Thread.currentThread();
            return thread != owner && thread instanceof ForkJoinWorkerThread helper ? 1 + helper.getPoolIndex() % (threads - 1) : 0;
        }

        private void take(int part) {
            int all = start(part + 1);
            int some = Math.max(1, (all - start(part)) / TURNS);
            for (int first = next[part].getAndAdd(some); first < all; first = next[part].getAndAdd(some)) {
                int end = Math.min(first + some, all);
                try {
                    for (int i = first; i < end && failure == null; i++) task.accept(i);
                } catch (Throwable e) {
                    failure = e;
                }
                if (left.addAndGet(first - end) == 0 && Thread.currentThread() != owner) LockSupport.unpark(owner);
            }
        }

        void await() {
            long start = System.nanoTime();
            while (left.get() > 0) {
                if (System.nanoTime() - start < PATIENCE) Thread.onSpinWait();
                else LockSupport.park(this);
            }
            if (failure instanceof RuntimeException e) throw e;
            if (failure instanceof Error e) throw e;
        }
    }
}
