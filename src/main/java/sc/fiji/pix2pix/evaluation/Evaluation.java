package sc.fiji.pix2pix.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.metrics.Detections;
import sc.fiji.pix2pix.metrics.Judge;
import sc.fiji.pix2pix.metrics.Judge.Verdict;
import sc.fiji.pix2pix.metrics.Measure;
import sc.fiji.pix2pix.metrics.SourceScore;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairChecks;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.progress.Progress;

/**
 * A model judged on pairs, beside the unprocessed input and, where the point spread function is known, beside Richardson-Lucy and Wiener,
 * both tuned for each image with the truth.
 *
 * <pre>{@code
 * Evaluation evaluation = Evaluation.run(pairs, (image, p) -> predictor.apply(image, TileSettings.AUTOMATIC, p),
 *     predictor.description().target().maps(), Kernel.gaussian(4), Progress.NONE);
 * double gain = evaluation.summary(Measure.PSNR, Method.MODEL).mean() - evaluation.summary(Measure.PSNR, Method.RICHARDSON_LUCY).mean();
 * }</pre>
 */
public final class Evaluation {
    /** Total light of input over target that is taken for a difference of units, one way or the other. */
    private static final double OTHER_UNITS = 2;

    private final List<EvaluatedImage> images;
    private final List<String> failures;

    private Evaluation(List<EvaluatedImage> images, List<String> failures) {
        this.images = images;
        this.failures = failures;
    }

    /** Judges with one model, and one point spread function or none (null) for all pairs. */
    public static Evaluation run(PairSource source, Restoration model, IntensityMaps stretch, Kernel psf, Progress progress) throws IOException {
        return run(source, Treatment.same(model, psf), stretch, progress);
    }

    /**
     * @param source pairs; one that cannot be read or judged does not keep the others from being judged. Where inputs have more channels than
     *        targets, the first ones are the image and the others tell about it
     * @param treatment of each pair
     * @param stretch maps of the target's channels, for the figures after a stretch
     * @throws IOException if the first pair cannot be read, or no pair could be judged
     * @throws sc.fiji.pix2pix.progress.CancelledException if the user cancelled
     */
    public static Evaluation run(PairSource source, Treatment treatment, IntensityMaps stretch, Progress progress) throws IOException {
        PairSource pairs = PairChecks.open(source);
        List<EvaluatedImage> images = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            progress.check();
            Progress part = progress.numbered(i, pairs.size());
            part.report(0, "Judging");
            try {
                images.add(evaluate(i, pairs.load(i), treatment.restoration(i), stretch, treatment.psf(i), part));
            } catch (IOException | IllegalArgumentException e) {
                failures.add(pairs.name(i) + ": " + e.getMessage().replaceAll("\\.$", ""));
            }
        }
        if (images.isEmpty()) throw new IOException("None of the " + pairs.size() + " pairs could be judged: " + failures.get(0) + ".");
        return new Evaluation(List.copyOf(images), List.copyOf(failures));
    }

    private static EvaluatedImage evaluate(int index, Pair pair, Restoration model, IntensityMaps stretch, Kernel psf, Progress progress) {
        Raster truth = pair.target();
        if (truth.channels() != stretch.channels())
            throw new IllegalArgumentException("the target has " + truth.channels() + " channel(s), but the model makes images of "
                + stretch.channels() + "; choose other targets or another model");
        Judge judge = new Judge(truth, pair.input(), stretch);
        Map<Method, Verdict> verdicts = new EnumMap<>(Method.class);
        Map<Method, Double> settings = new EnumMap<>(Method.class);
        Raster observed = Judge.first(pair.input(), truth.channels());
        boolean comparable = observed.channels() == truth.channels();
        Baselines baselines = psf == null || !comparable ? null : new Baselines(observed, truth, psf, judge.noise());
        Raster restored = model.apply(pair.input(), progress);
        verdicts.put(Method.MODEL, judge.of(restored, baselines == null ? null : baselines.reblur(restored)));
        if (comparable) verdicts.put(Method.INPUT, judge.of(observed, null));
        if (baselines != null) {
            for (Baselines.Tuned tuned : baselines.tune(progress)) {
                verdicts.put(tuned.method(), judge.of(tuned.image(), baselines.reblur(tuned.image())));
                settings.put(tuned.method(), tuned.setting());
            }
        }
        return new EvaluatedImage(index, pair.name(), judge.noise(), verdicts, settings);
    }

    /** Those that were judged, in the order of the source. */
    public List<EvaluatedImage> images() {
        return images;
    }

    /** Name and reason of each pair that could not be judged. */
    public List<String> failures() {
        return failures;
    }

    /** Whether any image was judged by this method. */
    public boolean has(Method method) {
        return images.stream().anyMatch(image -> image.verdicts().containsKey(method));
    }

    /** A figure over all images. */
    public Summary summary(Measure measure, Method method) {
        return Summary.of(images.stream().mapToDouble(image -> image.get(measure, method)).toArray(), measure::badness);
    }

    /** The images with the worst, the median and the best result by PSNR; fewer if there are fewer. */
    public List<EvaluatedImage> worstMedianBest() {
        List<EvaluatedImage> sorted = images.stream().sorted(Comparator.comparingDouble(image -> image.get(Measure.PSNR, Method.MODEL))).toList();
        int last = sorted.size() - 1;
        return List.of(0, last / 2, last).stream().distinct().map(sorted::get).toList();
    }

    /** Sources of all images as a method shows them. */
    List<SourceScore> sources(Method method) {
        return verdicts(method).stream().flatMap(verdict -> verdict.sources().stream()).toList();
    }

    /** Detections in all images of a method. */
    Detections detections(Method method) {
        return Detections.pooled(verdicts(method).stream().map(Verdict::detections).toList());
    }

    private List<Verdict> verdicts(Method method) {
        return images.stream().filter(image -> image.verdicts().containsKey(method)).map(image -> image.verdicts().get(method)).toList();
    }

    /** Sentences that the user should read: what makes figures mean less than they seem to. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        long flat = images.stream().filter(Evaluation::flat).count();
        if (flat > 0) notes.add("All pixels of " + flat + " target(s) are equal: without a data range there is no PSNR and no SSIM of them.");
        long empty = images.stream().filter(image -> !flat(image) && blankSky(image)).count();
        if (empty > 0) notes.add(empty + " target(s) and their inputs show no source: their ratios of flux above the sky are those of noise and mean nothing.");
        double light = median(image -> blankSky(image) ? Double.NaN : image.get(Measure.FLUX_ABOVE_SKY, Method.INPUT));
        if (light > OTHER_UNITS || light < 1 / OTHER_UNITS)
            notes.add("The inputs hold " + String.format(java.util.Locale.ROOT, "%.3g", light) + " times the light of the targets, as if their units "
                + "differed: figures of the input and of the classical methods then mean nothing.");
        long lost = images.stream().filter(image -> image.get(Measure.MISSING, Method.MODEL) > 0).count();
        if (lost > 0)
            notes.add("In " + lost + " result(s) pixels are missing that the pairs have; the figures leave them out (column Missing).");
        return notes;
    }

    private static boolean flat(EvaluatedImage image) {
        return Double.isNaN(image.get(Measure.PSNR, Method.MODEL)) && image.get(Measure.MISSING, Method.MODEL) < 1;
    }

    /** Whether there is noise and nothing stands out of it, neither in the truth nor in the input, whose unit may be another. */
    private static boolean blankSky(EvaluatedImage image) {
        if (!(image.noise() > 0) || !image.verdicts().containsKey(Method.INPUT)) return false;
        Detections seen = image.verdicts().get(Method.INPUT).detections();
        return seen.truth().isEmpty() && seen.image().isEmpty();
    }

    private double median(ToDoubleFunction<EvaluatedImage> figure) {
        double[] values = images.stream().mapToDouble(figure).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }
}
