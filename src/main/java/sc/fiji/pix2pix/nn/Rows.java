package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

/**
 * Some channels of a tensor as rows, one per pixel of the batch: a half of a concatenation is written and read where it lies, in place of being
 * copied.
 *
 * @param tensor [n, h, w, c]; where a float holds two values, floats are what is called channels here
 * @param first channel of the tensor that is the rows' channel 0
 * @param channels how many
 */
record Rows(Tensor tensor, int first, int channels) {
    /** Below so many, whole rows of the tensor are moved at once: a call for each costs more than the values. */
    private static final int FEW = 16;
    private static final int WHOLE = 5;

    Rows {
        if (first < 0 || channels < 1 || first + channels > tensor.perPixel())
            throw new IllegalArgumentException(tensor + " has no " + channels + " channels from " + first + " on.");
    }

    static Rows of(Tensor tensor) {
        return tensor == null ? null : new Rows(tensor, 0, tensor.perPixel());
    }

    int count() {
        return tensor.n() * tensor.h() * tensor.w();
    }

    /** Copies all rows to as many others of as many channels. */
    static void copy(Rows from, Rows to) {
        Channels.pieces(0, from.count(), from.channels, (start, n) -> to.store(from.load(0, start, n), start, n));
    }

    private boolean contiguous() {
        return channels == tensor.perPixel();
    }

    /** This thread's scratch array {@code i}, filled with {@code n} rows from {@code start} on. */
    float[] load(int i, int start, int n) {
        FloatBuffer from = tensor.floats();
        if (contiguous()) return Blocks.load(i, from, start * channels, n * channels);
        float[] to = Blocks.scratch(i, n * channels);
        int c = tensor.perPixel();
        if (channels >= FEW) {
            for (int r = 0; r < n; r++) from.get((start + r) * c + first, to, r * channels, channels);
            return to;
        }
        float[] whole = Blocks.load(WHOLE, from, start * c, n * c);
        for (int k = 0; k < channels; k++) {
            for (int r = 0; r < n; r++) to[r * channels + k] = whole[r * c + first + k];
        }
        return to;
    }

    /** Writes {@code n} rows from {@code start} on. */
    void store(float[] from, int start, int n) {
        FloatBuffer to = tensor.floats();
        int c = tensor.perPixel();
        if (contiguous()) {
            to.put(start * channels, from, 0, n * channels);
        } else if (channels >= FEW) {
            for (int r = 0; r < n; r++) to.put((start + r) * c + first, from, r * channels, channels);
        } else {
            float[] whole = Blocks.load(WHOLE, to, start * c, n * c);
            for (int k = 0; k < channels; k++) {
                for (int r = 0; r < n; r++) whole[r * c + first + k] = from[r * channels + k];
            }
            to.put(start * c, whole, 0, n * c);
        }
    }
}
