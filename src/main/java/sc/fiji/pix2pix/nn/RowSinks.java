package sc.fiji.pix2pix.nn;

/** Where rows go, and where they come from. */
final class RowSinks {
    private RowSinks() {}

    /** Gives all that {@code from} has, one image after the other. */
    static void give(Tensor from, RowSink to) {
        for (int n = 0; n < from.n(); n++) {
            int first = n * from.h();
            Blocks.each(from.h(), y -> {
                for (int c = 0; c < from.c(); c++) to.put((first + y) * from.w(), from.w(), c, new Rows(from, c, 1).load(0, (first + y) * from.w(), from.w()));
            });
        }
    }

    /** Adds those of {@code x} to rows as they come. */
    static RowSink plus(Tensor x, RowSink to) {
        return (first, count, channel, values) -> {
            Channels.add(new Rows(x, channel, 1).load(2, first, count), count, values);
            to.put(first, count, channel, values);
        };
    }
}
