package sc.fiji.pix2pix.nn;

/** Where rows go, and where they come from. */
final class RowSinks {
    private RowSinks() {}

    /** Gives all that {@code from} has, one image after the other. */
    static void give(Tensor from, RowSink to) {
        for (int n = 0; n < from.n(); n++) {
            int first = n * from.h();
            Blocks.each(from.h(), y -> {
                int start = (first + y) * from.w();
                float[] row = Rows.of(from).load(0, start, from.w());
                for (int c = 0; c < from.c(); c++) {
                    float[] values = Blocks.scratch(1, from.w());
                    for (int x = 0; x < from.w(); x++) values[x] = row[x * from.c() + c];
                    to.put(start, from.w(), c, values);
                }
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
