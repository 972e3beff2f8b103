package sc.fiji.pix2pix.nn;

/** Where rows go, and where they come from. */
final class RowSinks {
    private RowSinks() {}

    /** Puts rows as they come to {@code to}. */
    static RowSink into(Tensor to) {
        return (first, count, values) -> Rows.of(to).store(values, first, count);
    }

    /** Gives all that {@code from} has, one image after the other. */
    static void give(Tensor from, RowSink to) {
        for (int n = 0; n < from.n(); n++) {
            int first = n * from.h();
            Blocks.each(from.h(), y -> to.put((first + y) * from.w(), from.w(), Rows.of(from).load(0, (first + y) * from.w(), from.w())));
        }
    }

    /** Puts rows that a decoder level gives to {@code joined}, behind those of {@code skip}, which it rectifies unless they are in bf16. */
    static RowSink beside(Tensor skip, Tensor joined) {
        int channels = skip.perPixel();
        return (first, count, values) -> {
            int length = count * channels;
            float[] before = Rows.of(skip).load(2, first, count);
            if (skip.precision() == Precision.FLOAT32) NormActivation.rectify(before, length);
            float[] both = Blocks.scratch(3, 2 * length);
            for (int at = 0; at < length; at += channels) {
                System.arraycopy(before, at, both, 2 * at, channels);
                System.arraycopy(values, at, both, 2 * at + channels, channels);
            }
            Rows.of(joined).store(both, first, count);
        };
    }

    /** Adds those of {@code x} to rows as they come. */
    static RowSink plus(Tensor x, RowSink to) {
        return (first, count, values) -> {
            Channels.add(Rows.of(x).load(2, first, count), count * x.c(), values);
            to.put(first, count, values);
        };
    }
}
