package sc.fiji.pix2pix.nn;

/**
 * The last step of a network that is given several versions of an image, each best somewhere: y = r + sum of w_k x_k, with x_k the first channels of the
 * network's input, w the softmax of the logits z, and r a correction. The network's last convolution makes (r, z_1, ..., z_K) for each
 * pixel. Where one version is right it is passed on exactly, to the last digit that a convolution could not copy.
 */
final class Blend implements AutoCloseable {
    private final int versions;
    private Tensor input;
    private Tensor head;
    private Tensor output;
    private Tensor gradient;

    Blend(int versions) {
        this.versions = versions;
    }

    /**
     * @param x the network's input, [n, h, w, at least K]
     * @param z [n, h, w, 1 + K]
     * @return [n, h, w, 1], valid until the next pass
     */
    Tensor forward(Tensor x, Tensor z) {
        input = x;
        head = z;
        output = Tensor.reuse(output, z.n(), z.h(), z.w(), 1);
        Rowwise rows = new Rowwise();
        for (int y = 0; y < z.n() * z.h(); y++) {
            rows.read(y);
            for (int p = 0; p < z.w(); p++) rows.single[p] = (float) (rows.z[p * z.c()] + rows.mean(p));
            output.floats().put(y * z.w(), rows.single);
        }
        return output;
    }

    /**
     * @param dy gradient by the output, [n, h, w, 1]
     * @return gradient by z: dy for r, dy w_k (x_k - mean) for z_k
     */
    Tensor backward(Tensor dy) {
        gradient = Tensor.reuse(gradient, head);
        Rowwise rows = new Rowwise();
        for (int y = 0; y < head.n() * head.h(); y++) {
            rows.read(y);
            dy.floats().get(y * head.w(), rows.single);
            for (int p = 0; p < head.w(); p++) {
                double mean = rows.mean(p);
                rows.z[p * head.c()] = rows.single[p];
                for (int k = 0; k < versions; k++) rows.z[p * head.c() + 1 + k] = (float) (rows.single[p] * rows.weights[k] * (rows.x[p * input.c() + k] - mean));
            }
            gradient.floats().put(y * rows.z.length, rows.z);
        }
        return gradient;
    }

    /** One row of pixels at a time. */
    private final class Rowwise {
        private final float[] x = new float[input.w() * input.c()];
        private final float[] z = new float[head.w() * head.c()];
        private final float[] single = new float[head.w()];
        private final double[] weights = new double[versions];

        void read(int row) {
            input.floats().get(row * x.length, x);
            head.floats().get(row * z.length, z);
        }

        /** The weighted mean at pixel p; leaves its weights. */
        double mean(int p) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < versions; k++) highest = Math.max(highest, z[p * head.c() + 1 + k]);
            double sum = 0;
            for (int k = 0; k < versions; k++) sum += weights[k] = Math.exp(z[p * head.c() + 1 + k] - highest);
            double mean = 0;
            for (int k = 0; k < versions; k++) {
                weights[k] /= sum;
                mean += weights[k] * x[p * input.c() + k];
            }
            return mean;
        }
    }

    @Override
    public void close() {
        Tensor.close(output);
        Tensor.close(gradient);
    }
}
