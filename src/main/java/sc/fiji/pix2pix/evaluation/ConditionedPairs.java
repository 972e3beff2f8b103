package sc.fiji.pix2pix.evaluation;

import java.io.IOException;
import java.util.List;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.photometry.QuietSky;

/**
 * Plain pairs as a model with conditions knows them: input and target above the input's sky level, in units of its noise, and behind the
 * input the planes of {@link NetworkInput}. Ratios and decibels are those of the plain pairs; errors are in units of the input's noise.
 */
public final class ConditionedPairs implements PairSource {
    private final PairSource source;
    private final double fwhm;

    /** @param fwhm of the point spread function by which the targets were blurred, in pixels */
    public ConditionedPairs(PairSource source, double fwhm) {
        this.source = source;
        this.fwhm = fwhm;
    }

    /** @throws IOException also if the pair is not of one channel each, or the input has no noise */
    @Override
    public Pair load(int i) throws IOException {
        Pair pair = source.load(i);
        Raster input = pair.input();
        if (input.channels() != 1 || pair.target().channels() != 1)
            throw new IOException(inputName(i) + " has " + input.channels() + " channel(s), its target " + pair.target().channels()
                + ": a model with conditions is for images of one channel.");
        QuietSky sky = QuietSky.of(input, 0);
        if (!(sky.sigma() > 0)) throw new IOException(inputName(i) + " has no noise, in units of which the model works: choose other images.");
        Raster planes = NetworkInput.of(MissingValues.fill(input), sky.level(), sky.sigma(), Kernel.gaussian(fwhm), fwhm);
        for (int p = 0; p < planes.plane(0).length; p++) {
            if (!Float.isFinite(input.plane(0)[p])) planes.plane(0)[p] = Float.NaN;
        }
        Raster target = NetworkInput.scale(new Raster(pair.target().width(), pair.target().height(), PixelType.FLOAT32, pair.target().plane(0)),
            sky.level(), sky.sigma());
        return new Pair(pair.name(), planes, target);
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
        return NetworkInput.CONDITIONS;
    }

    @Override
    public List<String> notes() {
        return source.notes();
    }
}
