package sc.fiji.pix2pix.evaluation;

import java.io.IOException;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.pairs.PairWrapper;
import sc.fiji.pix2pix.photometry.QuietSky;

/**
 * Pairs above the input's sky level, in units of its noise: the units of a model with conditions. Ratios and decibels are those of the plain
 * pairs; errors are in units of the input's noise.
 */
public final class NoiseUnitPairs extends PairWrapper {
    public NoiseUnitPairs(PairSource source) {
        super(source);
    }

    /** @throws IOException also if the pair is not of one channel each, or the input has no noise */
    @Override
    public Pair load(int i) throws IOException {
        Pair pair = source.load(i);
        if (pair.input().channels() != 1 || pair.target().channels() != 1)
            throw new IOException(inputName(i) + " has " + pair.input().channels() + " channel(s), its target " + pair.target().channels()
                + ": a model with conditions is for images of one channel.");
        QuietSky sky = QuietSky.of(pair.input(), 0);
        if (!(sky.sigma() > 0)) throw new IOException(inputName(i) + " has no noise, in units of which the model works: choose other images.");
        return new Pair(pair.name(), NetworkInput.scale(pair.input(), sky.level(), sky.sigma()),
            NetworkInput.scale(pair.target(), sky.level(), sky.sigma()));
    }

    /**
     * Gives a network such an input with the planes that it was trained with.
     *
     * @param network takes the planes of {@link NetworkInput}
     * @param psf by which the targets were blurred
     * @param fwhm its full width at half maximum, in pixels
     * @param stars their FWHM in the target in pixels, 0 if it is not known
     * @param count of the planes that the network takes
     */
    public static Restoration withPlanes(Restoration network, Kernel psf, double fwhm, double stars, int count) {
        return (image, progress) -> {
            Raster planes = NetworkInput.of(count, image, 0, 1, psf, fwhm, stars, progress);
            return MissingValues.copy(image, NetworkInput.withoutFrame(network.apply(planes, progress), count));
        };
    }
}
