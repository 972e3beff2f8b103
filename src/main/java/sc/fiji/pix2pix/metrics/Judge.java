package sc.fiji.pix2pix.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.photometry.QuietSky;

/**
 * Judges images of one field against its truth, all on the same pixels: those that are finite in every channel of the truth and of the
 * observed image. Sources are looked for in the mean over the channels.
 *
 * <pre>{@code
 * Judge judge = new Judge(truth, observed, maps);
 * double gain = judge.of(restored, null).get(Measure.PSNR) - judge.of(observed, null).get(Measure.PSNR);
 * }</pre>
 */
public final class Judge {
    private static final double BRIGHT = 20;
    private static final double[] FREQUENCIES = {0, 0.1, 0.25, PowerSpectrum.HIGHEST};

    private final Raster truth;
    private final Raster observed;
    private final IntensityMaps stretch;
    private final double level;
    private final double observedNoise;
    private final TrueSources sources;

    /**
     * What was found about one image.
     *
     * @param figures those that could be found
     * @param sources the truth's sources as this image shows them; empty if there is no noise to compare them with
     * @param detections what is found and invented; empty lists if there is no noise
     */
    public record Verdict(Map<Measure, Double> figures, List<SourceScore> sources, Detections detections) {
        /** NaN for a figure that could not be found. */
        public double get(Measure measure) {
            return figures.getOrDefault(measure, Double.NaN);
        }
    }

    /**
     * @param truth what images should be
     * @param observed what they were made from, of the truth's size; channels beside the first as many as the truth has (for example maps of
     *        noise) only mark missing pixels
     * @param stretch maps of the truth's channels, or null to judge in linear units only
     * @throws IllegalArgumentException if sizes differ, or no pixel is valid in both
     */
    public Judge(Raster truth, Raster observed, IntensityMaps stretch) {
        if (truth.width() != observed.width() || truth.height() != observed.height())
            throw new IllegalArgumentException("The input is " + observed.width() + " x " + observed.height() + " pixels, the target "
                + truth.width() + " x " + truth.height() + ": both images of a pair must be of one size.");
        this.truth = masked(truth, observed);
        this.observed = observed;
        this.stretch = stretch;
        Raster plane = mean(this.truth);
        if (!anyFinite(plane)) throw new IllegalArgumentException("Input and target have no pixel that is valid in both.");
        QuietSky sky = QuietSky.of(plane, 0);
        level = sky.level();
        observedNoise = QuietSky.of(mean(first(observed, truth.channels())), 0).sigma();
        sources = Math.max(observedNoise, sky.sigma()) > 0 ? new TrueSources(plane, observedNoise) : null;
    }

    /** Standard deviation of the observed image's noise, in its unit. */
    public double noise() {
        return observedNoise;
    }

    /**
     * @param image of the truth's size and channels
     * @param reblurred the image convolved with the point spread function, or null if that is unknown
     * @throws IllegalArgumentException if sizes or channels differ
     */
    public Verdict of(Raster image, Raster reblurred) {
        Comparison.requireSameShape(image, truth);
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        putErrors(figures, image, truth, List.of(Measure.PSNR, Measure.SSIM, Measure.MAE, Measure.RMSE));
        if (stretch != null)
            putErrors(figures, stretch.forward(image), stretch.forward(truth),
                List.of(Measure.PSNR_STRETCHED, Measure.SSIM_STRETCHED, Measure.MAE_STRETCHED, Measure.RMSE_STRETCHED));
        figures.put(Measure.FLUX, TotalFlux.ratio(image, truth, 0));
        figures.put(Measure.FLUX_ABOVE_SKY, TotalFlux.ratio(image, truth, level));
        double[] power = PowerSpectrum.ratio(image, truth, FREQUENCIES);
        figures.put(Measure.POWER_LOW, power[0]);
        figures.put(Measure.POWER_MIDDLE, power[1]);
        figures.put(Measure.POWER_HIGH, power[2]);
        figures.put(Measure.MISSING, missing(image));
        if (reblurred != null && observedNoise > 0) putResidual(figures, reblurred);
        Raster plane = masked(mean(image), truth);
        List<SourceScore> scores = List.of();
        Detections detections = new Detections(List.of(), List.of());
        if (sources != null && figures.get(Measure.MISSING) < 1) {
            scores = sources.measureIn(plane);
            detections = sources.detectIn(plane);
            putSources(figures, scores, detections);
        }
        return new Verdict(figures, scores, detections);
    }

    /** @param to measures of PSNR, SSIM, MAE and RMSE */
    private static void putErrors(Map<Measure, Double> figures, Raster image, Raster truth, List<Measure> to) {
        double range = Psnr.range(truth);
        if (range > 0) {
            figures.put(to.get(0), Psnr.of(image, truth, range));
            figures.put(to.get(1), Ssim.gaussian(image, truth, range));
        }
        PixelError error = PixelError.of(image, truth);
        figures.put(to.get(2), error.mae());
        figures.put(to.get(3), error.rmse());
    }

    private void putResidual(Map<Measure, Double> figures, Raster reblurred) {
        Residual residual = Residual.of(mean(reblurred), mean(first(observed, truth.channels())), observedNoise);
        figures.put(Measure.CHI_SQUARE, residual.chiSquare());
        figures.put(Measure.STRUCTURE, residual.structure());
    }

    private static void putSources(Map<Measure, Double> figures, List<SourceScore> scores, Detections detections) {
        List<SourceScore> bright = SourceScore.above(scores, BRIGHT);
        figures.put(Measure.APERTURE_FLUX, SourceScore.median(bright, SourceScore::fluxRatio));
        figures.put(Measure.CENTROID, SourceScore.median(bright, SourceScore::centroidShift));
        figures.put(Measure.SIZE, SourceScore.median(bright, SourceScore::sizeRatio));
        figures.put(Measure.ELLIPTICITY, SourceScore.median(bright, SourceScore::ellipticityError));
        figures.put(Measure.SHAPES, (double) bright.stream().filter(SourceScore::shapeMeasured).count() / bright.size());
        figures.put(Measure.COMPLETENESS, detections.completeness(0, Double.POSITIVE_INFINITY));
        figures.put(Measure.PURITY, detections.purity(0, Double.POSITIVE_INFINITY));
        figures.put(Measure.INVENTED, (double) detections.invented());
    }

    /** Share of the truth's valid pixels that the image lacks. */
    private double missing(Raster image) {
        float[] a = mean(image).plane(0);
        float[] b = mean(truth).plane(0);
        long valid = 0;
        long lost = 0;
        for (int i = 0; i < a.length; i++) {
            if (!Float.isFinite(b[i])) continue;
            valid++;
            if (!Float.isFinite(a[i])) lost++;
        }
        return (double) lost / valid;
    }

    private static boolean anyFinite(Raster plane) {
        for (float v : plane.plane(0)) if (Float.isFinite(v)) return true;
        return false;
    }

    /** A copy of an image that is NaN in every channel where any channel of either image is missing. */
    private static Raster masked(Raster image, Raster other) {
        float[][] planes = new float[image.channels()][];
        for (int c = 0; c < planes.length; c++) planes[c] = image.plane(c).clone();
        float[] a = mean(image).plane(0);
        float[] b = mean(other).plane(0);
        for (int i = 0; i < a.length; i++) {
            if (Float.isFinite(a[i]) && Float.isFinite(b[i])) continue;
            for (float[] plane : planes) plane[i] = Float.NaN;
        }
        return new Raster(image.width(), image.height(), image.type(), planes);
    }

    /** Mean over the channels; not finite where any of them is not. */
    private static Raster mean(Raster image) {
        if (image.channels() == 1) return image;
        float[] mean = new float[image.plane(0).length];
        for (int c = 0; c < image.channels(); c++) {
            for (int i = 0; i < mean.length; i++) mean[i] += image.plane(c)[i] / image.channels();
        }
        return new Raster(image.width(), image.height(), PixelType.FLOAT32, mean);
    }

    /** The first channels of an image, at most as many as it has. */
    public static Raster first(Raster image, int channels) {
        if (image.channels() <= channels) return image;
        float[][] planes = new float[channels][];
        for (int c = 0; c < channels; c++) planes[c] = image.plane(c);
        return new Raster(image.width(), image.height(), image.type(), planes);
    }
}
