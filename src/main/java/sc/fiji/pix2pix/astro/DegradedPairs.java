package sc.fiji.pix2pix.astro;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.SkyStatistics;
import sc.fiji.pix2pix.pairs.Augmenter;
import sc.fiji.pix2pix.pairs.ImageSource;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Pairs made from sharp images while they are asked for. {@link #load} degrades a whole image, always in the same way; {@link #crop} degrades
 * a random part of it with a PSF and noise of its own, with real neighbours beyond its edges. With conditions, input and target are in units of the
 * input's sky noise, and the input has the planes of {@link NetworkInput}, made with the PSF as it is said to be. With edges, too, both go on beyond them as far as
 * {@link NetworkInput#frame} says, where the target is missing.
 */
public final class DegradedPairs implements PairSource {
    /** A crop has real neighbours around it; the scene is estimated no further beyond them. */
    private static final int BEYOND = 8;

    private final ImageSource sharp;
    private final DegradationSettings settings;
    private final boolean conditions;
    private final long seed;
    /** By index. Not an array for all images: there may be as many of these objects, each for one of them. */
    private final Map<Integer, SkyStatistics> skies = new ConcurrentHashMap<>();

    /** What was done to an image, and what came of it. */
    public record Made(Pair pair, DegradationSettings.Drawn drawn, double skyLevel, double sharpSigma, double sigma) {}

    /**
     * @param conditions whether values are in units of the noise, with planes for FWHM and noise; for images of one channel
     * @param seed of {@link #load}
     */
    public DegradedPairs(ImageSource sharp, DegradationSettings settings, boolean conditions, long seed) {
        this.sharp = sharp;
        this.settings = settings;
        this.conditions = conditions;
        this.seed = seed;
    }

    @Override
    public int size() {
        return sharp.size();
    }

    @Override
    public String name(int i) {
        return sharp.name(i);
    }

    @Override
    public Pair load(int i) throws IOException {
        return make(i).pair();
    }

    /** Image {@code i} degraded as {@link #load} does it, with what was done. What is missing in the sharp image has been filled. */
    public Made make(int i) throws IOException {
        Raster image = image(i);
        return degrade(name(i), image, skies.get(i), true, 0, new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (i + 1)));
    }

    @Override
    public Pair crop(int i, int crop, boolean augment, SplittableRandom random) throws IOException {
        Raster image = image(i);
        if (crop <= 2 * frame()) throw new IllegalArgumentException("With edges crops of " + crop + " pixels may show nothing of the image: give a \"crop\" above " + 2 * frame() + ".");
        int margin = settings.reach();
        Raster part = Augmenter.crop(new Pair(name(i), image, image), crop + 2 * margin, augment, random).target();
        return degrade(name(i), part, skies.get(i), false, margin, random).pair();
    }

    private Made degrade(String name, Raster image, SkyStatistics sky, boolean whole, int margin, SplittableRandom random) {
        DegradationSettings.Drawn drawn = settings.draw(random);
        Degradation degradation = drawn.degradation();
        Raster input = Convolution.fast(image, degradation.psf(), Convolution.Edge.NEAREST);
        if (drawn.gain() > 0) Noise.addPhoton(input, sky.level(), drawn.gain(), random);
        double blurred = sky.sigma() * degradation.psf().noiseFactor();
        double added = degradation.addedSigma(sky.sigma(), blurred);
        Noise.addWhite(input, added, random);
        double sigma = Math.hypot(added, blurred);
        Raster target = settings.targetFwhm() > 0 ? Convolution.fast(image, Kernel.gaussian(settings.targetFwhm()), Convolution.Edge.NEAREST) : image;
        if (conditions) {
            target = NetworkInput.scale(target, sky.level(), sigma);
            double stars = settings.starFwhm() > 0 ? settings.drawStarFwhm(random) : 0;
            int planes = NetworkInput.VERSIONS + conditions();
            if (whole) {
                input = NetworkInput.of(planes, input, sky.level(), sigma, drawn.said(), drawn.saidFwhm(), stars, Progress.NONE);
                target = NetworkInput.framed(target, frame());
            } else {
                if (frame() > 0) hideBeyondEdges(input, target, margin + frame(), random);
                input = NetworkInput.inside(planes, input, sky.level(), sigma, drawn.said(), drawn.saidFwhm(), stars, BEYOND, Progress.NONE);
            }
        }
        return new Made(new Pair(name, inner(input, margin), inner(target, margin)), drawn, sky.level(), sky.sigma(), sigma);
    }

    /** How far pairs go on beyond edges. */
    private int frame() {
        return NetworkInput.frame(NetworkInput.VERSIONS + conditions());
    }

    /** On some sides the image ends so many pixels before it does. */
    private void hideBeyondEdges(Raster input, Raster target, int depth, SplittableRandom random) {
        boolean left = random.nextDouble() < settings.edges();
        boolean right = random.nextDouble() < settings.edges();
        boolean top = random.nextDouble() < settings.edges();
        boolean bottom = random.nextDouble() < settings.edges();
        for (int y = 0; y < input.height(); y++) {
            boolean row = top && y < depth || bottom && y >= input.height() - depth;
            for (int x = 0; x < input.width(); x++) {
                if (row || left && x < depth || right && x >= input.width() - depth) input.plane(0)[y * input.width() + x] = target.plane(0)[y * input.width() + x] = Float.NaN;
            }
        }
    }

    private static Raster inner(Raster image, int margin) {
        return margin == 0 ? image : image.crop(margin, margin, image.width() - 2 * margin, image.height() - 2 * margin);
    }

    private Raster image(int i) throws IOException {
        Raster image = sharp.load(i);
        if (conditions && image.channels() != 1)
            throw new IOException(name(i) + " has " + image.channels() + " channels: conditions are for images of one channel.");
        if (!skies.containsKey(i)) skies.put(i, sky(i, image)); // before missing pixels are filled: means of neighbours are less noisy
        return MissingValues.fill(image);
    }

    /** Level and noise of the sharp image's sky. */
    private SkyStatistics sky(int i, Raster image) throws IOException {
        SkyStatistics measured = Sky.measure(image);
        if (settings.sky() > 0) measured = new SkyStatistics(measured.level(), settings.sky());
        if (!(measured.sigma() > 0)) throw new IOException("The sky of " + name(i) + " has no noise to measure: give its sigma with \"sky\".");
        return measured;
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public int conditions() {
        if (!conditions) return 0;
        if (settings.edges() > 0) return NetworkInput.CONDITIONS;
        return NetworkInput.LEAST_CONDITIONS + (settings.starFwhm() > 0 ? 1 : 0);
    }

    @Override
    public List<String> notes() {
        return sharp.notes();
    }
}
