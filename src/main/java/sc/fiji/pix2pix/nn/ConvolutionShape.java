package sc.fiji.pix2pix.nn;

import java.util.Arrays;

/**
 * The fixed numbers of a (transposed) convolution, and the checks that keep native code from reading what is not there.
 *
 * @param transposed whether it enlarges
 * @param in input channels
 * @param out output channels
 * @param size of the square kernel
 * @param stride the same for both axes
 * @param padding the same on all four sides
 */
record ConvolutionShape(boolean transposed, int in, int out, int size, int stride, int padding) {

    /** Length of the output along an axis where the input has length {@code l}; below 1 if the input is too small. */
    int length(int l) {
        return transposed ? (l - 1) * stride - 2 * padding + size : Math.floorDiv(l + 2 * padding - size, stride) + 1;
    }

    /** Whether the transposed operation leads from the output back to the size of {@code x}. */
    boolean isOnto(Tensor x) {
        return transposed || (x.h() + 2 * padding - size) % stride == 0 && (x.w() + 2 * padding - size) % stride == 0;
    }

    /** As PyTorch has it: [out, in, k, k], transposed [in, out, k, k]. */
    long[] weights() {
        return transposed ? new long[] {in, out, size, size} : new long[] {out, in, size, size};
    }

    /** A tensor in this precision for the output, {@code y} if it fits. */
    Tensor output(Tensor x, Tensor y, Precision precision) {
        check(x);
        return Tensor.reuse(y, x.n(), length(x.h()), length(x.w()), out, precision);
    }

    /** @throws IllegalArgumentException unless x can be the input */
    void check(Tensor x) {
        if (x.c() != in) throw new IllegalArgumentException("The convolution takes " + in + " channels, not " + x.c() + ".");
        if (length(x.h()) < 1 || length(x.w()) < 1)
            throw new IllegalArgumentException("An image of " + x.w() + " x " + x.h() + " is too small for a convolution of " + size + " x " + size + ".");
    }

    /** @throws IllegalArgumentException unless x and y are input and output of this convolution and w its weights in this order */
    void check(Tensor x, Parameter w, WeightOrder order, Tensor y) {
        check(x, w, order, y, y.c());
    }

    /** @throws IllegalArgumentException unless {@code channels} of y can be the output */
    void check(Tensor x, Parameter w, WeightOrder order, Tensor y, int channels) {
        boolean fits = x.c() == in && channels == out && x.n() == y.n() && y.h() == length(x.h()) && y.w() == length(x.w())
            && Arrays.equals(w.shape, weights()) && w.order().equals(order);
        if (!fits)
            throw new IllegalArgumentException(this + " does not map " + x + " to " + y + " by weights " + Arrays.toString(w.shape) + ", "
                + w.order() + ".");
    }
}
