package sc.fiji.pix2pix.nn;

/**
 * The PatchGAN discriminator (Isola et al. 2017, section 3.2.2) on input and output concatenated.
 *
 * @param inputChannels channels of the generator's input
 * @param outputChannels channels of the image that is judged
 * @param width channels of the first level, doubled per level up to eight times
 * @param layers strided convolutions; fields of view of 16, 34, 70, 142, 286 pixels with 1 to 5
 * @param norm normalisation between convolutions
 */
public record DiscriminatorSettings(int inputChannels, int outputChannels, int width, int layers, NormKind norm) {

    public DiscriminatorSettings {
        if (inputChannels < 1 || outputChannels < 1 || width < 1 || width > 512)
            throw new IllegalArgumentException("A discriminator of " + inputChannels + " + " + outputChannels + " channels and base width " + width + " is not possible.");
        if (layers < 1 || layers > 6) throw new IllegalArgumentException("The discriminator cannot have " + layers + " strided layers: 1 to 6 are possible.");
    }

    /** Channels that convolution {@code i} of {@code layers + 2} puts out. */
    public int channels(int i) {
        return i == layers + 1 ? 1 : width * (1 << Math.min(i, 3));
    }
}
