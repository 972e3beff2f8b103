package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;

/**
 * Checks each pair the first time it is loaded: input and target are of one size, have a valid pixel, and are of the same kind (pixel type
 * and number of channels) as those of the first pair. Sizes may differ from pair to pair, since training takes crops. Thread-safe if the
 * source is.
 */
public final class PairChecks extends PairWrapper {
    private final Raster firstInput;
    private final Raster firstTarget;
    private final AtomicIntegerArray checked;

    private PairChecks(PairSource source, Pair first) {
        super(source);
        this.firstInput = kindOf(first.input());
        this.firstTarget = kindOf(first.target());
        this.checked = new AtomicIntegerArray(source.size());
    }

    /**
     * Loads and checks the first pair, which the others are compared with.
     *
     * @throws IOException if the first pair cannot be read or does not fit
     */
    public static PairChecks open(PairSource source) throws IOException {
        Pair first = source.load(0);
        PairChecks checks = new PairChecks(source, first);
        checks.check(0, first);
        return checks;
    }

    /** One pixel that has type and channels of an image: its memory need not be kept. */
    private static Raster kindOf(Raster image) {
        return new Raster(1, 1, image.channels(), image.type());
    }

    /** @throws IOException if the pair cannot be read or fails a check; the message names the files and what to do */
    @Override
    public Pair load(int i) throws IOException {
        Pair pair = source.load(i);
        if (checked.get(i) == 0) {
            check(i, pair);
            checked.set(i, 1);
        }
        return pair;
    }

    private void check(int i, Pair pair) throws IOException {
        Raster input = pair.input();
        Raster target = pair.target();
        if (input.width() != target.width() || input.height() != target.height()) throw new IOException(
            inputName(i) + " is " + Names.size(input) + " pixels, but " + targetName(i) + " is " + Names.size(target)
                + ": both images of a pair must be of one size; crop or align them first.");
        requireKind(input, inputName(i), firstInput, inputName(0));
        requireKind(target, targetName(i), firstTarget, targetName(0));
        requireValidPixel(input, inputName(i));
        requireValidPixel(target, targetName(i));
    }

    private static void requireKind(Raster image, String name, Raster first, String firstName) throws IOException {
        if (image.type() != first.type() || image.channels() != first.channels())
            throw new IOException(name + " is " + Names.kind(image) + ", but " + firstName + " is " + Names.kind(first)
                + ": convert them to one type and number of channels.");
    }

    private static void requireValidPixel(Raster image, String name) throws IOException {
        if (MissingValues.all(image)) throw new IOException(name + " has no valid pixel, all are NaN or infinite: remove this pair.");
    }

    @Override
    public boolean fresh() {
        return source.fresh();
    }

    /** A crop made afresh is not checked: its source makes it as it makes the pairs. */
    @Override
    public Pair crop(int i, int crop, boolean augment, SplittableRandom random) throws IOException {
        return source.fresh() ? source.crop(i, crop, augment, random) : super.crop(i, crop, augment, random);
    }
}
