package sc.fiji.pix2pix.nn;

/** Shows the benchmark what oneDNN makes of a large matrix product. */
public final class MatrixProduct {

    private MatrixProduct() {}

    /** The best GFLOP/s of some products of two n x n matrices in float32; 0 where there is no oneDNN. */
    public static double speed(int n, int times) {
        if (!OneDnn.available()) return 0;
        double best = 0;
        try (Floats a = new Floats(n, n); Floats b = new Floats(n, n); Floats c = new Floats(n, n);
            OneDnnPrimitive product = OneDnnProduct.of(1, n, n, n, false, false, false)) {
            Blocks.fill(a.values(), 1);
            Blocks.fill(b.values(), 1);
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                product.run(a.address(), b.address(), c.address());
                best = Math.max(best, 2.0 * n * n * n / (System.nanoTime() - start));
            }
        }
        return best;
    }
}
