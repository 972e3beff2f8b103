package sc.fiji.pix2pix.experiments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.astro.Degradation;
import sc.fiji.pix2pix.astro.FieldSettings;
import sc.fiji.pix2pix.astro.GalaxySimulator;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.Range;

/**
 * How {@link GalaxyGan} repeats the experiment of Schawinski et al. 2017: the sky, the grid, the training and the test.
 *
 * @param fields simulated for training; their seeds are 0 to {@code fields - 1}
 * @param size width and height of all fields, in pixels
 * @param tests fields judged in each setting; their seeds begin at {@value #FIRST_TEST_SEED}
 * @param seeing FWHMs of the Gaussian PSF, in arcseconds
 * @param noise sky noise over that of the sharp image
 * @param width channels of the first level of generator and discriminator
 * @param crop side of the training crops, in pixels
 * @param epochs passes over the training fields, two crops of each
 */
record GalaxyGanPlan(int fields, int size, int tests, List<Double> seeing, List<Double> noise, int width, int crop, int epochs) {
    static final long FIRST_TEST_SEED = 5_000_000;
    /** Of the Sloan Digital Sky Survey, in arcseconds. */
    static final double PIXEL_SCALE = 0.396;
    static final int CROPS = 2;
    static final int BATCH = 4;

    static final GalaxyGanPlan FULL = new GalaxyGanPlan(600, 192, 16, List.of(1.4, 1.8, 2.0, 2.5), List.of(1.0, 2.0, 5.0, 10.0), 16, 96, 22);
    /** Says nothing about the methods: only whether all of it runs. */
    static final GalaxyGanPlan QUICK = new GalaxyGanPlan(8, 64, 2, List.of(1.4, 2.5), List.of(10.0), 4, 32, 2);

    /** Photons per count on a sky of 100 counts. */
    private static final double EXPOSURE = 6.7;
    /** How much larger than in the COSMOS field the galaxies are, as if they were so much nearer. */
    private static final double LEAST_MAGNIFICATION = 8;
    private static final double MOST_MAGNIFICATION = 20;
    private static final Range STAR_FWHM = new Range(3.3, 4);
    private static final Range GALAXIES = new Range(1, 3);
    private static final Range STARS = new Range(0, 6);
    private static final Range BRIGHTNESS = new Range(0.4, 2.5);
    private static final Range TEXTURE = new Range(0, 0.95);

    /** A place of the grid. */
    record Setting(double seeing, double noise) {
        Kernel psf() {
            return Kernel.gaussian(seeing / PIXEL_SCALE);
        }

        Degradation degradation() {
            return new Degradation(psf(), noise);
        }
    }

    List<Setting> settings() {
        return seeing.stream().flatMap(s -> noise.stream().map(n -> new Setting(s, n))).toList();
    }

    /** Noise of the sharp images' sky, in counts: the square root of its photons. */
    double skySigma() {
        return 100 / Math.sqrt(100 * EXPOSURE);
    }

    GalaxySimulator simulator(Degradation degradation) {
        return new GalaxySimulator(new FieldSettings(size, scale(), STAR_FWHM, EXPOSURE, GALAXIES, STARS, BRIGHTNESS, TEXTURE, 0, true), degradation);
    }

    /** The simulator's galaxies have the COSMOS field's angular sizes; brought nearer they are as large as with narrower pixels. */
    private static Range scale() {
        return new Range(PIXEL_SCALE / MOST_MAGNIFICATION, PIXEL_SCALE / LEAST_MAGNIFICATION);
    }

    /** Inputs of the command {@code simulate} that makes the training fields. */
    Map<String, String> simulate(String output) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("output", output);
        keys.put("count", Integer.toString(fields));
        keys.put("size", Integer.toString(size));
        keys.put("seed", "0");
        keys.put("exposure", Double.toString(EXPOSURE));
        keys.put("pixelscale", scale().toString());
        keys.put("starfwhm", STAR_FWHM.toString());
        keys.put("galaxies", GALAXIES.toString());
        keys.put("stars", STARS.toString());
        keys.put("brightness", BRIGHTNESS.toString());
        keys.put("texture", TEXTURE.toString());
        return keys;
    }

    /**
     * Inputs of the command {@code train}.
     *
     * @param loss adversarial loss, or "none" for L1 alone
     */
    Map<String, String> train(String sharp, String model, String loss) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("sharp", sharp);
        keys.put("model", model);
        keys.put("preset", "small");
        keys.put("loss", loss);
        // As in the paper: without it the discriminator learns next to nothing, and the GAN is the L1 network over again.
        keys.put("norm", "batch");
        keys.put("lambda", "100");
        keys.put("psf", "gaussian");
        keys.put("pixelscale", Double.toString(PIXEL_SCALE));
        keys.put("fwhm", span(seeing));
        keys.put("noise", span(noise));
        keys.put("sky", String.format(java.util.Locale.ROOT, "%.4g", skySigma()));
        keys.put("width", Integer.toString(width));
        keys.put("intensity", "asinh");
        keys.put("crop", Integer.toString(crop));
        keys.put("crops", Integer.toString(CROPS));
        keys.put("batch", Integer.toString(BATCH));
        keys.put("rate", "0.0005");
        keys.put("averaging", "0.999");
        keys.put("constant", Integer.toString(epochs - epochs / 2));
        keys.put("decay", Integer.toString(epochs / 2));
        keys.put("epochs", Integer.toString(epochs));
        keys.put("validation", fields < 50 ? "0.25" : "0.02");
        keys.put("seed", "1");
        return keys;
    }

    private static String span(List<Double> values) {
        return new Range(values.get(0), values.get(values.size() - 1)).toString();
    }
}
