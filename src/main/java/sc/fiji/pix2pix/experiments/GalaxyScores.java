package sc.fiji.pix2pix.experiments;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sc.fiji.pix2pix.astro.Degradation;
import sc.fiji.pix2pix.astro.GalaxySimulator;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.Noise;
import sc.fiji.pix2pix.evaluation.TunedRichardsonLucy;
import sc.fiji.pix2pix.galaxy.GalaxyModel;
import sc.fiji.pix2pix.galaxy.Observation;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.metrics.Judge;
import sc.fiji.pix2pix.metrics.Measure;
import sc.fiji.pix2pix.metrics.SourceScore;
import sc.fiji.pix2pix.photometry.Detection;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Prints the scores of docs/galaxy-model.md: the galaxy model beside Richardson-Lucy at the iteration that the truth says is best, on simulated fields that
 * were in no training, on blank noise, and on a real image that is given. PSNR in linear flux, data range the highest minus the lowest truth.
 *
 * <pre>java ... sc.fiji.pix2pix.experiments.GalaxyScores [model.zip or "bundled"] [fields per setting] [real image, its sky level and its noise]</pre>
 */
public final class GalaxyScores {
    private static final double[] WIDTHS = {2, 3, 4.5, 6};
    private static final double[] NOISES = {0.5, 1, 2, 5, 10};
    private static final long FIRST_SEED = 900_000;
    private static final double DETECTION = 5;
    private static final double BRIGHT = 20;
    /** Photons per count at which a sky of 100 counts has a noise of 2: the unit of {@link #NOISES}. */
    private static final double GAIN = 25;
    /** The truth is exposed so many times longer than that: its own noise, which nothing can restore, would hide what a method does where there is little other. */
    private static final double EXPOSURE = 100;

    private final GalaxyModel model;
    private final PrintStream out;
    private final Tally told = new Tally("model");
    private final Tally untold = new Tally("model that is not told how sharp stars were");
    /** What was found of the sources by Richardson-Lucy. */
    private final List<Judge.Verdict> classical = new ArrayList<>();

    /** What a way to ask the model gave: decibels over Richardson-Lucy, relative errors of the total flux, and what was found of the sources. */
    private record Tally(String name, List<Double> gains, List<Double> fluxErrors, List<Judge.Verdict> made) {
        Tally(String name) {
            this(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void clear() {
            gains.clear();
            fluxErrors.clear();
            made.clear();
        }
    }

    private GalaxyScores(GalaxyModel model, PrintStream out) {
        this.model = model;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        boolean bundled = args.length == 0 || args[0].equals("bundled");
        try (GalaxyModel model = bundled ? GalaxyModel.bundled() : GalaxyModel.open(Path.of(args[0]))) {
            GalaxyScores scores = new GalaxyScores(model, System.out);
            scores.simulated(args.length > 1 ? Integer.parseInt(args[1]) : 4);
            scores.mistaken(args.length > 1 ? Integer.parseInt(args[1]) : 4);
            scores.blank();
            if (args.length > 4 && Files.exists(Path.of(args[2]))) scores.real(ImageFiles.read(Path.of(args[2])), Double.parseDouble(args[3]), Double.parseDouble(args[4]));
        }
    }

    private void simulated(int fields) {
        out.println("Simulated fields, 128 x 128 at 0.05 arcsec, noise in units of 2 counts: PSNR of input, Richardson-Lucy at its best, model, model that is "
            + "not told how sharp stars were; half of the PSFs Gaussian, half Moffat");
        for (double width : WIDTHS) {
            for (double noise : NOISES) {
                out.printf("FWHM %.1f noise %4.1f:%s%n", width, noise, means(width, noise, 1, fields));
            }
        }
        summary("simulated fields");
    }

    /** Mean PSNRs. */
    private String means(double width, double noise, double mistake, int fields) {
        double[] sums = new double[4];
        for (int i = 0; i < fields; i++) add(sums, simulated(width, noise, i, mistake));
        return text(sums, fields);
    }

    private String text(double[] sums, int count) {
        StringBuilder text = new StringBuilder();
        for (double sum : sums) if (!Double.isNaN(sum)) text.append(String.format(" %.2f", sum / count));
        return text.toString();
    }

    /** @param mistake what is said of the PSF's width over what it is */
    private double[] simulated(double width, double noise, int i, double mistake) {
        Degradation degradation = new Degradation(psf(width, i), noise * Math.sqrt(EXPOSURE));
        GalaxySimulator.Observation field = new GalaxySimulator(128, 0.05, 2, GAIN * EXPOSURE, degradation).observe(FIRST_SEED + i);
        Kernel said = psf(mistake * width, i);
        return compare(field.degraded(), field.sharp(), said, Observation.measure(field.degraded(), said, mistake * width).withStars(field.fwhm()), field.sky());
    }

    private static Kernel psf(double width, int i) {
        return i % 2 == 0 ? Kernel.gaussian(width) : Kernel.moffat(width, 3.5);
    }

    /** What a PSF does that is not the true one; Richardson-Lucy is given the same. */
    private void mistaken(int fields) {
        for (double mistake : new double[] {0.9, 1.1}) {
            for (double width : new double[] {3, 4.5}) {
                for (double noise : new double[] {1, 5}) {
                    out.printf("FWHM %.1f noise %4.1f, but given as %.2f:%s%n", width, noise, mistake * width, means(width, noise, mistake, fields));
                }
            }
            summary(mistake < 1 ? "PSF given too narrow" : "PSF given too wide");
        }
    }

    private double[] compare(Raster degraded, Raster sharp, Kernel psf, Observation seen, double sky) {
        Judge judge = new Judge(sharp, degraded, null);
        Judge.Verdict byIteration = judge.of(TunedRichardsonLucy.image(degraded, sharp, psf, seen.noise(), Progress.NONE), null);
        classical.add(byIteration);
        double rival = byIteration.get(Measure.PSNR);
        double[] psnr = {judge.of(degraded, null).get(Measure.PSNR), rival, score(told, degraded, sharp, judge, seen, rival, sky), Double.NaN};
        if (model.asksForStars() && seen.starFwhm() > 0) psnr[3] = score(untold, degraded, sharp, judge, seen.withStars(0), rival, sky);
        return psnr;
    }

    private double score(Tally tally, Raster degraded, Raster sharp, Judge judge, Observation seen, double rival, double sky) {
        Raster restored = model.deconvolve(degraded, seen, false, TileSettings.AUTOMATIC, Progress.NONE);
        Judge.Verdict verdict = judge.of(restored, null);
        tally.made.add(verdict);
        tally.gains.add(verdict.get(Measure.PSNR) - rival);
        tally.fluxErrors.add(flux(restored, sky) / flux(sharp, sky) - 1);
        return verdict.get(Measure.PSNR);
    }

    private void summary(String what) {
        out.println(what + ":");
        for (Tally tally : List.of(told, untold)) {
            if (tally.gains.isEmpty()) continue;
            double mean = tally.fluxErrors.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double size = tally.fluxErrors.stream().mapToDouble(Math::abs).average().orElseThrow();
            out.printf("  %s: over Richardson-Lucy %+.2f dB on average, least %+.2f; total flux %+.3f on average, off by %.3f%n", tally.name,
                tally.gains.stream().mapToDouble(Double::doubleValue).average().orElseThrow(), tally.gains.stream().mapToDouble(Double::doubleValue).min().orElseThrow(), mean, size);
            sources(tally.made);
            tally.clear();
        }
        out.println("  Richardson-Lucy:");
        sources(classical);
        classical.clear();
    }

    /** Of the sources of all fields together, those above 20 sigma; in each field the truth's noise and the input's decide what a source is. */
    private void sources(List<Judge.Verdict> verdicts) {
        List<SourceScore> bright = SourceScore.above(verdicts.stream().flatMap(v -> v.sources().stream()).toList(), BRIGHT);
        out.printf("    median of %d sources above %.0f sigma: aperture flux %.3f, centroid off by %.3f px, size %.3f, ellipticity off by %.4f; invented %.0f sources%n",
            bright.size(), BRIGHT, SourceScore.median(bright, SourceScore::fluxRatio), SourceScore.median(bright, SourceScore::centroidShift),
            SourceScore.median(bright, SourceScore::sizeRatio), SourceScore.median(bright, SourceScore::ellipticityError),
            verdicts.stream().mapToDouble(v -> v.get(Measure.INVENTED)).filter(n -> !Double.isNaN(n)).sum());
        // The median of all mixes sources that are easy with others that are hard, between which it may fall; so the mean of them, and what Evaluate gives, too.
        out.printf("    mean of the same sources: ellipticity off by %.4f; mean over the fields of each one's median: ellipticity off by %.4f%n",
            bright.stream().mapToDouble(SourceScore::ellipticityError).filter(e -> !Double.isNaN(e)).average().orElse(Double.NaN),
            verdicts.stream().mapToDouble(v -> v.get(Measure.ELLIPTICITY)).filter(e -> !Double.isNaN(e)).average().orElse(Double.NaN));
    }

    private void blank() {
        Raster noise = new Raster(512, 512, 1, PixelType.FLOAT32);
        Noise.addWhite(noise, 1, new Random(5));
        for (double width : new double[] {2, 4, 6}) {
            Raster made = model.deconvolve(noise, new Observation(width, 0, 1), false, TileSettings.AUTOMATIC, Progress.NONE);
            double squares = 0;
            for (float v : made.plane(0)) squares += v * v;
            out.printf("blank noise of sigma 1, FWHM %.0f: rms %.3f, %d sources above %.0f times the input's noise, %d above that of the output itself%n", width,
                Math.sqrt(squares / made.plane(0).length), Detection.detect(made, width, DETECTION, 1).size(), DETECTION, Detection.detect(made, width, DETECTION).size());
        }
    }

    private void real(Raster image, double level, double sigma) {
        for (double width : WIDTHS) {
            for (double noise : new double[] {1, 3, 10}) {
                Kernel psf = Kernel.gaussian(width);
                Raster degraded = new Degradation(psf, noise).apply(image, sigma, new Random(3));
                double[] psnr = compare(degraded, image, psf, Observation.measure(degraded, width), level);
                out.printf("real image, FWHM %.1f noise %4.1f:%s%n", width, noise, text(psnr, 1));
            }
        }
        summary("real image, whose stars the model is not told of");
    }

    private static double flux(Raster image, double sky) {
        double sum = 0;
        for (float v : image.plane(0)) sum += v - sky;
        return sum;
    }

    private static void add(double[] sums, double[] values) {
        for (int i = 0; i < sums.length; i++) sums[i] += values[i];
    }
}
