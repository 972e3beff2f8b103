package sc.fiji.pix2pix.host;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import sc.fiji.pix2pix.pairs.FolderPairs;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairWrapper;

/** Checks each pair of files the first time it is loaded: both headers state one unit, if they state any. */
public final class UnitChecks extends PairWrapper {
    private final FolderPairs files;
    private final AtomicIntegerArray checked;

    public UnitChecks(FolderPairs files) {
        super(files);
        this.files = files;
        this.checked = new AtomicIntegerArray(files.size());
    }

    /** @throws IOException also if the units differ; the message names files and units */
    @Override
    public Pair load(int i) throws IOException {
        Pair pair = files.load(i);
        if (checked.get(i) == 0) {
            ImageFacts.requireSameUnit(ImageFacts.of(files.input(i)), ImageFacts.of(files.target(i)));
            checked.set(i, 1);
        }
        return pair;
    }
}
