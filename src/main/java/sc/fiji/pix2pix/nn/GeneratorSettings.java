package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * The generator, a U-Net (Isola et al. 2017, section 6.1).
 *
 * @param inputChannels channels of the image it is given
 * @param outputChannels channels of the image it makes
 * @param levels how often the image is halved: its sides must be multiples of {@link #stride()}
 * @param width channels of the first level, doubled per level up to eight times
 * @param norm normalisation between convolutions
 * @param dropout whether half of the values are dropped in the first three decoder levels, the innermost ones
 * @param residual the network adds to its input, without a final tanh (needs as many input as output channels)
 * @param upsampling how the decoder doubles the image
 * @param blend 0 for none; else the first so many channels of the input are versions of one image, and the output is their mean with
 *        weights that the network chooses for each pixel, plus what it adds ({@link Blend}); takes the place of {@code residual}
 * @param refinement 3 x 3 convolutions at full resolution behind the decoder ({@link Refinement}); 0 for none, as published
 */
public record GeneratorSettings(int inputChannels, int outputChannels, int levels, int width, NormKind norm, boolean dropout,
        boolean residual, Upsampling upsampling, int blend, int refinement) {

    public static final int MOST_REFINEMENT = 8;

    public GeneratorSettings {
        if (inputChannels < 1 || outputChannels < 1 || inputChannels > 1024 || outputChannels > 1024)
            throw new IllegalArgumentException("The network cannot have " + inputChannels + " input and " + outputChannels + " output channels: 1 to 1024 are possible.");
        if (levels < 1 || levels > 12) throw new IllegalArgumentException("The network cannot have " + levels + " levels: 1 to 12 are possible.");
        if (width < 1 || width > 512) throw new IllegalArgumentException("The network cannot have a base width of " + width + ": 1 to 512 are possible.");
        if (blend < 0 || blend > inputChannels || blend > 0 && (outputChannels != 1 || residual))
            throw new IllegalArgumentException("A network cannot blend " + blend + " of " + inputChannels + " input channels into " + outputChannels + (residual ? ", residual" : "")
                + ": it makes one channel of at most all of its input's.");
        if (refinement < 0 || refinement > MOST_REFINEMENT)
            throw new IllegalArgumentException("The network cannot have a refinement of " + refinement + " convolutions: 0 to " + MOST_REFINEMENT + " are possible.");
        if (residual && inputChannels != outputChannels)
            throw new IllegalArgumentException("A residual network needs as many output channels (" + outputChannels + ") as input channels (" + inputChannels + ").");
    }

    /** Without blend and refinement. */
    public GeneratorSettings(int inputChannels, int outputChannels, int levels, int width, NormKind norm, boolean dropout, boolean residual,
            Upsampling upsampling) {
        this(inputChannels, outputChannels, levels, width, norm, dropout, residual, upsampling, 0, 0);
    }

    /** The same for images of so many channels. */
    public GeneratorSettings withInputChannels(int channels) {
        return new GeneratorSettings(channels, outputChannels, levels, width, norm, dropout, residual, upsampling, blend, refinement);
    }

    /** The same with dropout or without. */
    public GeneratorSettings withDropout(boolean wanted) {
        return new GeneratorSettings(inputChannels, outputChannels, levels, width, norm, wanted, residual, upsampling, blend, refinement);
    }

    /** In words, without its channels of input and output: {@code 4 levels, width 32, norm none, blend of 5, refinement of 4, resize upsampling}. */
    public String describe() {
        List<String> words = new ArrayList<>(List.of(levels + " levels", "width " + width, "norm " + norm));
        if (residual) words.add("residual");
        if (blend > 0) words.add("blend of " + blend);
        if (refinement > 0) words.add("refinement of " + refinement);
        if (dropout) words.add("dropout");
        words.add(upsampling + " upsampling");
        return String.join(", ", words);
    }

    /** Channels that the decoder makes. */
    public int decodedChannels() {
        return refinement > 0 ? width : headChannels();
    }

    /** Channels that convolution {@code i} of the refinement is given: the decoder's, and the first one the image beside them. */
    public int refinementInput(int i) {
        return width + (i == 0 ? inputChannels : 0);
    }

    /** Channels that convolution {@code i} of the refinement makes. */
    public int refinementOutput(int i) {
        return i == refinement - 1 ? headChannels() : width;
    }

    /** Channels that the last convolution makes: the output's, or with a blend one for what is added and one weight for each version. */
    public int headChannels() {
        return blend > 0 ? 1 + blend : outputChannels;
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
