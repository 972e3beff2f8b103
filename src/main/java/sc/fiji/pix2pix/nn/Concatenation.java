package sc.fiji.pix2pix.nn;

/** Two tensors of the same size, one's channels behind the other's: [n, h, w, a] and [n, h, w, b] become [n, h, w, a + b]. */
final class Concatenation implements AutoCloseable {
    private Tensor y;
    private Tensor db;

    /** Each of several {@code b} behind the same {@code a}, one batch after the other. */
    Tensor forward(Tensor a, Tensor... all) {
        y = Tensor.reuse(y, all.length * a.n(), a.h(), a.w(), a.c() + all[0].c());
        for (int i = 0; i < all.length; i++) join(a, all[i], y.images(i * a.n(), a.n()));
        return y;
    }

    private static void join(Tensor a, Tensor b, Tensor y) {
        if (a.n() != b.n() || a.h() != b.h() || a.w() != b.w())
            throw new IllegalArgumentException("Cannot join " + a.w() + " x " + a.h() + " with " + b.w() + " x " + b.h() + " pixels.");
        Rows.copy(Rows.of(a), new Rows(y, 0, a.c()));
        Rows.copy(Rows.of(b), new Rows(y, a.c(), b.c()));
    }

    /** The gradient of all channels but the first {@code channels}. */
    Tensor second(Tensor dy, int channels) {
        db = Tensor.reuse(db, dy.n(), dy.h(), dy.w(), dy.c() - channels);
        Rows.copy(new Rows(dy, channels, db.c()), Rows.of(db));
        return db;
    }

    @Override
    public void close() {
        Tensor.close(y, db);
    }
}
