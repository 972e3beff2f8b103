package sc.fiji.pix2pix.nn;

/** Takes the rows of a batch of images, each once, from several threads at once. */
@FunctionalInterface
interface RowSink {

    /**
     * @param row n h + y of row y of image n
     * @param values [w, c] from index 0 on; may be overwritten
     */
    void put(int row, float[] values);

    /** Puts rows that a decoder level gives to {@code joined}, behind those of {@code skip}, which it rectifies. */
    static RowSink beside(Tensor skip, Tensor joined) {
        int channels = skip.c();
        int row = skip.w() * channels;
        return (i, values) -> {
            float[] first = Blocks.load(2, skip.floats(), i * row, row);
            NormActivation.rectify(first, row);
            float[] both = Blocks.scratch(3, 2 * row);
            for (int at = 0; at < row; at += channels) {
                System.arraycopy(first, at, both, 2 * at, channels);
                System.arraycopy(values, at, both, 2 * at + channels, channels);
            }
            joined.floats().put(i * 2 * row, both, 0, 2 * row);
        };
    }

    /** Adds rows as they come to those of {@code x}. */
    static RowSink plus(Tensor x, Tensor sum) {
        int row = x.w() * x.c();
        return (i, values) -> {
            Channels.add(Blocks.load(2, x.floats(), i * row, row), row, values);
            sum.floats().put(i * row, values, 0, row);
        };
    }
}
