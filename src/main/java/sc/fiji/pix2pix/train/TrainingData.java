package sc.fiji.pix2pix.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.Interleaved;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.IntensityMethod;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.Seeds;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.pairs.Augmenter;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.pairs.Split;

/** Pairs as the networks see them: split, cropped, augmented, in the network's values. Only seed, epoch and position decide what comes when. */
final class TrainingData {
    /** The intensity maps are fitted on at most so many pairs, spread over the training part. */
    private static final int FITTED_PAIRS = 256;
    /** Of pairs that are made when asked for, which takes as long as many reads. */
    private static final int FITTED_FRESH_PAIRS = 32;

    private final PairSource pairs;
    private final TrainSettings settings;
    private final TrainListener listener;
    private final ImageSide input;
    private final ImageSide target;
    private final int[] training;
    private final int[] validation;
    private int[] order;
    private int orderEpoch;
    private boolean paddingSaid;

    private TrainingData(PairSource pairs, TrainSettings settings, ImageSide input, ImageSide target, TrainListener listener) {
        this.pairs = pairs;
        this.settings = settings;
        this.listener = listener;
        this.input = input;
        this.target = target;
        Split split = Split.of(pairs.size(), settings.validation(), settings.seed());
        training = split.training();
        validation = split.validation();
    }

    /** Data for a new training: fits the intensity maps on the training part. */
    static TrainingData fit(PairSource pairs, TrainSettings settings, TrainListener listener) throws IOException {
        int[] training = Split.of(pairs.size(), settings.validation(), settings.seed()).training();
        Pair first = pairs.load(training[0]);
        listener.report(0, "Measuring intensities");
        try {
            IntensityMaps targetMaps = fitMaps(settings, sample(pairs, training, List.of(Pair::target), listener));
            IntensityMaps inputMaps;
            int image = first.input().channels() - pairs.conditions();
            if (pairs.conditions() > 0 && first.target().channels() == 1) {
                // All planes of the image are in the target's unit, and what the network blends of them has to mean the same.
                Function<Pair, Raster> conditions = pair -> channels(pair.input(), image, pairs.conditions());
                inputMaps = IntensityMaps.same(targetMaps.get(0), image)
                    .and(IntensityMaps.fit(IntensityMethod.LINEAR, sample(pairs, training, List.of(conditions), listener)));
            } else {
                inputMaps = fitMaps(settings, sample(pairs, training, List.of(Pair::input), listener));
                // A residual network adds to its input: where both are in one unit, equal values should mean the same.
                if (settings.residual() && first.input().type() == first.target().type() && inputMaps.overlaps(targetMaps)) {
                    inputMaps = fitMaps(settings, sample(pairs, training, List.of(Pair::input, Pair::target), listener));
                    targetMaps = inputMaps;
                }
            }
            return new TrainingData(pairs, settings, new ImageSide(first.input().type(), inputMaps), new ImageSide(first.target().type(), targetMaps),
                listener);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static IntensityMaps fitMaps(TrainSettings settings, Iterable<Raster> sample) {
        return IntensityMaps.fit(settings.intensity(), settings.softening(), sample);
    }

    private static Raster channels(Raster image, int first, int count) {
        if (count == image.channels()) return image;
        float[][] planes = IntStream.range(first, first + count).mapToObj(image::plane).toArray(float[][]::new);
        return new Raster(image.width(), image.height(), image.type(), planes);
    }

    /** Data for a training that goes on: with the intensity maps of its model. */
    static TrainingData known(PairSource pairs, TrainSettings settings, ImageSide input, ImageSide target, TrainListener listener) throws IOException {
        Pair first = pairs.load(0);
        requireKind(pairs.inputName(0), first.input(), input);
        requireKind(pairs.targetName(0), first.target(), target);
        return new TrainingData(pairs, settings, input, target, listener);
    }

    private static void requireKind(String name, Raster image, ImageSide side) {
        if (image.channels() != side.channels() || image.type() != side.type())
            throw new IllegalArgumentException(name + " is " + image.type() + " with " + image.channels() + " channels, but the model was trained on "
                + side.type() + " with " + side.channels() + ": give it the pairs it was trained on.");
    }

    private static Iterable<Raster> sample(PairSource pairs, int[] training, List<Function<Pair, Raster>> sides, TrainListener listener) {
        int count = Math.min(training.length, pairs.fresh() ? FITTED_FRESH_PAIRS : FITTED_PAIRS);
        return () -> IntStream.range(0, count).mapToObj(i -> {
            listener.check();
            Pair pair = load(pairs, training[(int) ((long) i * training.length / count)]);
            return sides.stream().map(side -> side.apply(pair));
        }).flatMap(s -> s).iterator();
    }

    private static Pair load(PairSource pairs, int index) {
        try {
            return pairs.load(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ImageSide input() {
        return input;
    }

    ImageSide target() {
        return target;
    }

    int stepsPerEpoch() {
        return (int) Math.max(1, ((long) training.length * settings.crops() + settings.batch() - 1) / settings.batch());
    }

    int validationSize() {
        return validation.length;
    }

    List<String> validationNames() {
        return Arrays.stream(validation).mapToObj(pairs::name).toList();
    }

    /**
     * The batch of one step: crops in the network's values. Missing values are filled, but for those of a target that no discriminator sees, which do not count.
     *
     * @param epoch 1 is the first
     * @param step 0 is the first; the last batch of an epoch is filled up with the epoch's first crops
     * @param into [batch, crop, crop, channels] each
     */
    void batch(int epoch, int step, Tensor inputs, Tensor targets) throws IOException {
        if (epoch != orderEpoch) {
            order = order(epoch);
            orderEpoch = epoch;
        }
        IntStream places = IntStream.range(0, settings.batch());
        try {
            (pairs.fresh() ? places.parallel() : places).forEach(b -> place(epoch, (step * settings.batch() + b) % order.length, b, inputs, targets));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void place(int epoch, int position, int b, Tensor inputs, Tensor targets) {
        SplittableRandom random = new SplittableRandom(Seeds.mix(settings.seed(), epoch, 2, position));
        try {
            Pair crop = pairs.fresh() ? pairs.crop(order[position], settings.crop(), settings.augment(), random) : cut(order[position], random);
            write(input.maps().forward(MissingValues.fill(crop.input())), inputs, b);
            Raster wanted = settings.loss() == GanLoss.NONE ? MissingValues.copy(crop.target(), crop.target()) : MissingValues.fill(crop.target());
            write(target.maps().forward(wanted), targets, b);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Pair cut(int i, SplittableRandom random) throws IOException {
        Pair pair = pairs.load(i);
        sayPadding(pair);
        return Augmenter.crop(pair, settings.crop(), settings.augment(), random);
    }

    private void sayPadding(Pair pair) {
        if (paddingSaid || Math.min(pair.input().width(), pair.input().height()) >= settings.crop()) return;
        paddingSaid = true;
        listener.note("Images smaller than the crop of " + settings.crop() + " pixels are padded by reflection; the first is " + pair.name() + " with "
            + pair.input().width() + " x " + pair.input().height() + ".");
    }

    /** Every training pair {@code crops} times, shuffled (Fisher and Yates). */
    private int[] order(int epoch) {
        int[] shuffled = new int[training.length * settings.crops()];
        SplittableRandom random = new SplittableRandom(Seeds.mix(settings.seed(), epoch, 1));
        for (int i = 0; i < shuffled.length; i++) {
            int j = random.nextInt(i + 1);
            shuffled[i] = shuffled[j];
            shuffled[j] = training[i % training.length];
        }
        return shuffled;
    }

    Pair validationPair(int i) throws IOException {
        return pairs.load(validation[i]);
    }

    /** Writes an image into place {@code n} of a batch. */
    static void write(Raster image, Tensor into, int n) {
        int channels = into.c();
        int pixels = into.h() * into.w();
        float[] values = new float[pixels * channels];
        Interleaved.put(values, pixels, IntStream.range(0, channels).mapToObj(image::plane).toArray(float[][]::new));
        into.floats().put(n * values.length, values);
    }
}
