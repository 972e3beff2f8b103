package sc.fiji.pix2pix.nn;

import java.nio.IntBuffer;

/** Images that networks keep in bf16 where they only infer, two values to a float. Values are rounded once in any case, where a convolution reads them. */
final class PackedImages {
    /** Channels: oneDNN works on so many at a time. */
    private static final int MULTIPLE = 16;
    /** Of more, moving them takes less than what could be saved of their multiplications, for which they have to be float32. */
    private static final int MOST = 64;

    /** Of a half: its bits but the sign, and these of infinity; larger ones are NaN. */
    private static final int MAGNITUDE = 0x7fff;
    private static final int INFINITE = 0x7f80;

    private PackedImages() {}

    /** Levels of a generator, from the outermost on, whose images are large and have few channels, so that keeping them so saves time. */
    static int levels(GeneratorSettings s, Precision precision) {
        if (precision != Precision.BF16 || s.upsampling() == Upsampling.RESIZE || s.norm() == NormKind.INSTANCE) return 0;
        int levels = 0;
        while (levels < s.levels() - 1 && s.channels(levels) % MULTIPLE == 0 && s.channels(levels) <= MOST) levels++;
        return levels;
    }

    /** {@code max(v, 0)}, in its place: what has a sign is zero, unless it is NaN. */
    static void rectify(Tensor packed) {
        IntBuffer pairs = packed.pairs();
        Blocks.run(pairs.limit(), Blocks.SIZE, (block, start, length) -> {
            int[] a = Blocks.ints();
            pairs.get(start, a, 0, length);
            for (int i = 0; i < length; i++) {
                int v = a[i];
                int upper = v >> 31 & ~(INFINITE - (v >>> 16 & MAGNITUDE) >> 31);
                int lower = v << 16 >> 31 & ~(INFINITE - (v & MAGNITUDE) >> 31);
                a[i] = v & ~(upper << 16 | lower & 0xffff);
            }
            pairs.put(start, a, 0, length);
        });
    }
}
