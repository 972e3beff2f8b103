package sc.fiji.pix2pix.astro;

import java.util.Random;
import sc.fiji.pix2pix.image.Raster;

/**
 * A sharp image made into one taken through a worse atmosphere in less time, by the recipe of GalaxyGAN (Schawinski et al. 2017,
 * MNRAS 467, L110): convolve with a point spread function, then add white noise until the sky's sigma is {@code noise} times the sharp one's.
 *
 * @param psf of the convolution
 * @param noise sky sigma of the result divided by that of the sharp image
 */
public record Degradation(Kernel psf, double noise) {
    public Degradation {
        if (!(noise >= 0)) throw new IllegalArgumentException("A noise of " + noise + " times the sky's is negative.");
    }

    /**
     * @param sharp not changed
     * @param skySigma of the sharp image's sky, taken as white noise
     */
    public Raster apply(Raster sharp, double skySigma, Random random) {
        Raster blurred = Convolution.apply(sharp, psf, Convolution.Edge.NEAREST);
        Noise.addWhite(blurred, addedSigma(skySigma, skySigma * psf.noiseFactor()), random);
        return blurred;
    }

    /**
     * Sigma of the noise to add: its variance is {@code (noise * sharpSigma)^2 - blurredSigma^2}, 0 if the blurred sky has more already.
     *
     * @param sharpSigma sky sigma before the convolution
     * @param blurredSigma sky sigma after it
     */
    public double addedSigma(double sharpSigma, double blurredSigma) {
        double wanted = noise * sharpSigma;
        return Math.sqrt(Math.max(0, wanted * wanted - blurredSigma * blurredSigma));
    }
}
