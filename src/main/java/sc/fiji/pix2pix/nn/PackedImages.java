package sc.fiji.pix2pix.nn;

/** Images that networks keep in bf16 where they only infer, two values to a float. Values are rounded once in any case, where a convolution reads them. */
final class PackedImages {
    /** Channels: oneDNN works on so many at a time. */
    private static final int MULTIPLE = 16;
    /** Weights of a convolution that takes what follows into itself: more belong to small images, where that saves less time than it takes. */
    private static final int FUSED = 1 << 22;

    private PackedImages() {}

    /** How many levels of a generator, from the outermost on, can keep their images so. */
    static int levels(GeneratorSettings s, Precision precision) {
        if (precision != Precision.BF16 || s.upsampling() == Upsampling.RESIZE || s.norm() == NormKind.INSTANCE) return 0;
        int most = Math.min(s.levels(), fused(s)) - 1;
        int levels = 0;
        while (levels < most && s.channels(levels) % MULTIPLE == 0) levels++;
        return levels;
    }

    /** How many, from the outermost on, take normalisations and activations into their convolutions: only what these give can be kept so. */
    static int fused(GeneratorSettings s) {
        int taps = s.upsampling() == Upsampling.RESIZE ? 9 : 16;
        int levels = 0;
        for (; levels < s.levels(); levels++) {
            long inner = s.channels(levels);
            long joined = levels == s.levels() - 1 ? inner : 2 * inner;
            long outer = levels == 0 ? s.inputChannels() : s.channels(levels - 1);
            long decoded = levels == 0 ? s.decodedChannels() : outer;
            if (Math.max(16 * inner * outer, taps * joined * decoded) > FUSED) break;
        }
        return levels;
    }

    /**
     * What a generator wants its input in: float32 where more than its first convolution reads it.
     *
     * @param packed levels that it keeps in bf16
     */
    static Precision input(GeneratorSettings s, int packed) {
        return packed > 0 && !s.residual() && s.refinement() == 0 && s.blend() == 0 ? Precision.BF16 : Precision.FLOAT32;
    }
}
