package sc.fiji.pix2pix.deconvolution;

import java.util.OptionalDouble;

/**
 * How Richardson-Lucy works.
 *
 * @param iterations fixed count, or the most there may be where {@code stop} is set; at least 1
 * @param stop end as soon as the residual is down to the noise: reduced chi-square at or below 1
 * @param noise sigma of the noise where there is sky alone, in pixel units; measured in the image if absent
 * @param gain photons per pixel unit, for the photon noise of bright sources in the chi-square; 0: the noise is that of the sky everywhere
 * @param model what the image is taken for
 */
public record RichardsonLucySettings(int iterations, boolean stop, OptionalDouble noise, double gain, Model model) {

    public enum Model {
        /**
         * Sources on a constant sky, which is measured; the scene goes on beyond the edges. Negative values are fine.
         */
        SKY,
        /** All light is scene, there is no sky, and beyond the edges all is dark: the convention of scikit-image. Negative values count as 0. */
        DARK
    }

    public RichardsonLucySettings {
        if (iterations < 1) throw new IllegalArgumentException("iterations=" + iterations + " is not possible: at least 1 is needed.");
        if (noise.isPresent() && !(noise.getAsDouble() > 0))
            throw new IllegalArgumentException("noise=" + noise.getAsDouble() + " is not possible: it is above 0, or left out to be measured.");
        if (!(gain >= 0)) throw new IllegalArgumentException("gain=" + gain + " is not possible: it is the number of photons per pixel unit, or 0 for none.");
    }

    /** A fixed number of iterations on an image with sky. */
    public static RichardsonLucySettings fixed(int iterations) {
        return new RichardsonLucySettings(iterations, false, OptionalDouble.empty(), 0, Model.SKY);
    }

    /** As many iterations as the noise permits, {@code most} at most. */
    public static RichardsonLucySettings stopping(int most) {
        return new RichardsonLucySettings(most, true, OptionalDouble.empty(), 0, Model.SKY);
    }
}
