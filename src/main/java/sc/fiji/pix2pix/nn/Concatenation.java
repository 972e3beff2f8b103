package sc.fiji.pix2pix.nn;

/** Two tensors of the same size, one's channels behind the other's: [n, h, w, a] and [n, h, w, b] become [n, h, w, a + b]. */
final class Concatenation implements AutoCloseable {
    private Tensor y;
    private Tensor da;
    private Tensor db;

    Tensor forward(Tensor a, Tensor b) {
        if (a.n() != b.n() || a.h() != b.h() || a.w() != b.w())
            throw new IllegalArgumentException("Cannot join " + a.w() + " x " + a.h() + " with " + b.w() + " x " + b.h() + " pixels.");
        y = Tensor.reuse(y, a.n(), a.h(), a.w(), a.c() + b.c());
        copy(a, 0, y, 0, a.c());
        copy(b, 0, y, a.c(), b.c());
        return y;
    }

    /** The gradient of the first {@code channels} channels. */
    Tensor first(Tensor dy, int channels) {
        da = Tensor.reuse(da, dy.n(), dy.h(), dy.w(), channels);
        copy(dy, 0, da, 0, channels);
        return da;
    }

    /** The gradient of all further channels. */
    Tensor second(Tensor dy, int channels) {
        db = Tensor.reuse(db, dy.n(), dy.h(), dy.w(), dy.c() - channels);
        copy(dy, channels, db, 0, dy.c() - channels);
        return db;
    }

    private static void copy(Tensor from, int fromChannel, Tensor to, int toChannel, int channels) {
        int pixels = from.n() * from.h() * from.w();
        int read = from.c();
        int write = to.c();
        Blocks.run(pixels, Math.max(1, Blocks.SIZE / Math.max(read, write)), (block, start, n) -> {
            float[] a = Blocks.load(0, from.floats(), start * read, n * read);
            float[] b = Blocks.load(1, to.floats(), start * write, n * write);
            for (int p = 0; p < n; p++) System.arraycopy(a, p * read + fromChannel, b, p * write + toChannel, channels);
            to.floats().put(start * write, b, 0, n * write);
        });
    }

    @Override
    public void close() {
        Tensor.close(y, da, db);
    }
}
