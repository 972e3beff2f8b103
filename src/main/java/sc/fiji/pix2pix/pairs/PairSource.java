package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pairs that are known by number and name at once, but whose pixels are read only when asked for. Numbers run from 0 to {@code size() - 1};
 * the same number is always the same pair. Implementations here may be called from several threads if their {@link ImageReader} may.
 *
 * <pre>{@code
 * PairSource files = FolderPairs.open(Path.of("blurred"), Path.of("sharp"), reader);
 * PairSource pairs = PairChecks.open(new CachedPairs(files, 2L << 30));
 * Split split = Split.of(pairs.size(), 0.1, seed);
 * for (int i : split.training()) {
 *     Pair patch = Augmenter.crop(pairs.load(i), 256, true, random);
 * }
 * }</pre>
 */
public interface PairSource {

    /** Number of pairs, at least 1. */
    int size();

    /** Name of pair {@code i}, without reading it. */
    String name(int i);

    /**
     * Pair {@code i}. Treat its pixels as read-only: a source may hand out the same ones again.
     *
     * @throws IOException if a file cannot be read or does not fit; the message names it
     */
    Pair load(int i) throws IOException;

    /**
     * A random crop of pair {@code i} for training: here one of the pair that {@link #load} gives. Where {@link #fresh} says so it is made afresh.
     *
     * @param crop side of the crop in pixels
     * @param augment whether to mirror and turn as well
     * @param random decides everything: the same state gives the same crop
     */
    default Pair crop(int i, int crop, boolean augment, SplittableRandom random) throws IOException {
        return Augmenter.crop(load(i), crop, augment, random);
    }

    /** Whether crops are made afresh each time. Such a source keeps its images itself, and may be called from several threads. */
    default boolean fresh() {
        return false;
    }

    /** How many of the input's last channels tell about the image, as its seeing and noise, and are no part of it. */
    default int conditions() {
        return 0;
    }

    /** What messages call the input of pair {@code i}: a path where there is one. */
    default String inputName(int i) {
        return "input of " + name(i);
    }

    /** What messages call the target of pair {@code i}: a path where there is one. */
    default String targetName(int i) {
        return "target of " + name(i);
    }

    /** Sentences that the user should read once, for example which files were left out; may be empty. */
    default List<String> notes() {
        return List.of();
    }
}
