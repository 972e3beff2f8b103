package sc.fiji.pix2pix.pairs;

import java.util.List;

/** Pairs that are in memory already: slices of two stacks, images open in ImageJ. */
public final class MemoryPairs implements PairSource {
    private final List<Pair> pairs;

    private MemoryPairs(List<Pair> pairs) {
        this.pairs = pairs;
    }

    /**
     * Holds these pairs, without copying their pixels.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MemoryPairs of(List<Pair> pairs) {
        if (pairs.isEmpty()) throw new IllegalArgumentException("There are no pairs: at least one input and target image are needed.");
        return new MemoryPairs(List.copyOf(pairs));
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public String name(int i) {
        return pairs.get(i).name();
    }

    @Override
    public Pair load(int i) {
        return pairs.get(i);
    }
}
