package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps decoded pairs within a bound on memory, so that an epoch need not read all files again. Pairs are kept until the bound is reached
 * and stay for good; the others are read each time. Throwing out the least recently used instead would serve worse here: each epoch uses
 * every pair once in a new order, so a cache for half of the pairs would find 15 % of them (1/2 - ln 2 / 2), not 50 %.
 *
 * <p>8-bit, RGB and 16-bit images are kept in one or two bytes a value: 5,000 pairs of 424 x 424 RGB take 5.4 GB instead of 21.6 GB.
 * Thread-safe if the source is.
 */
public final class CachedPairs extends PairWrapper {
    private final long maxBytes;
    private final AtomicReferenceArray<StoredPair> kept;
    private final AtomicLong used = new AtomicLong();

    private record StoredPair(String name, PackedRaster input, PackedRaster target) {
        long bytes() {
            return input.bytes() + target.bytes();
        }
    }

    /**
     * @param maxBytes bound on the pixels kept; 0 keeps nothing
     * @throws IllegalArgumentException if the bound is negative
     */
    public CachedPairs(PairSource source, long maxBytes) {
        super(source);
        if (maxBytes < 0) throw new IllegalArgumentException("A cache of " + maxBytes + " bytes is not possible: give 0 or more.");
        this.maxBytes = maxBytes;
        this.kept = new AtomicReferenceArray<>(source.size());
    }

    @Override
    public Pair load(int i) throws IOException {
        StoredPair stored = kept.get(i);
        if (stored != null) return new Pair(stored.name, stored.input.unpack(), stored.target.unpack());
        Pair pair = source.load(i);
        if (used.get() < maxBytes) keep(i, new StoredPair(pair.name(), PackedRaster.of(pair.input()), PackedRaster.of(pair.target())));
        return pair;
    }

    private void keep(int i, StoredPair pair) {
        long bytes = pair.bytes();
        boolean fits = used.addAndGet(bytes) <= maxBytes;
        // Another thread may have kept the same pair meanwhile.
        if (!fits || !kept.compareAndSet(i, null, pair)) used.addAndGet(-bytes);
    }

    /** Bytes of pixels kept now, at most the bound. */
    public long usedBytes() {
        return Math.min(used.get(), maxBytes);
    }
}
