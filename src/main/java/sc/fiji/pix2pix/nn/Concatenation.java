package sc.fiji.pix2pix.nn;

/** Two tensors of the same size, one's channels behind the other's: [n, h, w, a] and [n, h, w, b] become [n, h, w, a + b]. */
final class Concatenation implements AutoCloseable {
    private Tensor y;
    private Tensor db;

    Tensor forward(Tensor a, Tensor b) {
        if (a.n() != b.n() || a.h() != b.h() || a.w() != b.w())
            throw new IllegalArgumentException("Cannot join " + a.w() + " x " + a.h() + " with " + b.w() + " x " + b.h() + " pixels.");
        y = Tensor.reuse(y, a.n(), a.h(), a.w(), a.c() + b.c());
        Rows.copy(Rows.of(a), new Rows(y, 0, a.c()));
        Rows.copy(Rows.of(b), new Rows(y, a.c(), b.c()));
        return y;
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
