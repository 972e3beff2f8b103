package sc.fiji.pix2pix.pairs;

import java.util.List;

/** A source over another one: the same pairs by number and name; what is loaded is up to it. */
public abstract class PairWrapper implements PairSource {
    protected final PairSource source;

    protected PairWrapper(PairSource source) {
        this.source = source;
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public String name(int i) {
        return source.name(i);
    }

    @Override
    public String inputName(int i) {
        return source.inputName(i);
    }

    @Override
    public String targetName(int i) {
        return source.targetName(i);
    }

    @Override
    public int conditions() {
        return source.conditions();
    }

    @Override
    public List<String> notes() {
        return source.notes();
    }
}
