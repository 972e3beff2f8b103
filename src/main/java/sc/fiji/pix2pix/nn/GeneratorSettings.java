package sc.fiji.pix2pix.nn;

/**
 * The generator, a U-Net (Isola et al. 2017, section 6.1).
 *
 * @param inputChannels channels of the image it is given
 * @param outputChannels channels of the image it makes
 * @param levels how often the image is halved: its sides must be multiples of {@link #stride()}
 * @param width channels of the first level, doubled per level up to eight times
 * @param norm normalisation between convolutions
 * @param dropout whether half of the values are dropped in the first three decoder levels, the innermost ones
 * @param residual the network adds to the first of its input's channels, as many as it makes, without a final tanh
 * @param upsampling how the decoder doubles the image
 */
public record GeneratorSettings(int inputChannels, int outputChannels, int levels, int width, NormKind norm, boolean dropout,
        boolean residual, Upsampling upsampling) {

    public GeneratorSettings {
        if (inputChannels < 1 || outputChannels < 1 || inputChannels > 1024 || outputChannels > 1024)
            throw new IllegalArgumentException("The network cannot have " + inputChannels + " input and " + outputChannels + " output channels: 1 to 1024 are possible.");
        if (levels < 1 || levels > 12) throw new IllegalArgumentException("The network cannot have " + levels + " levels: 1 to 12 are possible.");
        if (width < 1 || width > 512) throw new IllegalArgumentException("The network cannot have a base width of " + width + ": 1 to 512 are possible.");
        if (residual && inputChannels < outputChannels)
            throw new IllegalArgumentException("A residual network cannot make more channels (" + outputChannels + ") than it is given (" + inputChannels + ").");
    }

    /** Sides of an image must be multiples of this: 2 to the number of levels. */
    public int stride() {
        return 1 << levels;
    }

    /** Channels of encoder level {@code i}, 0 the outermost. */
    public int channels(int i) {
        return width * (1 << Math.min(i, 3));
    }
}
