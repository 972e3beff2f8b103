package sc.fiji.pix2pix.nn;

/** Images that networks keep in bf16 where they only infer, two values to a float. Values are rounded once in any case, where a convolution reads them. */
final class PackedImages {
    /** Channels: oneDNN works on so many at a time. */
    private static final int MULTIPLE = 16;

    private PackedImages() {}

    /** How many levels of a generator, from the outermost on, can keep their images so. */
    static int levels(GeneratorSettings s, Precision precision) {
        if (precision != Precision.BF16 || s.upsampling() == Upsampling.RESIZE || s.norm() == NormKind.INSTANCE) return 0;
        int levels = 0;
        while (levels < s.levels() - 1 && s.channels(levels) % MULTIPLE == 0) levels++;
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
