package sc.fiji.pix2pix.deconvolution;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Fourier transform of square complex arrays, real and imaginary parts alternating, on the calling thread: callers transform many small squares in
 * parallel, where the threads of JTransforms' own two-dimensional transforms would be in the way. One instance serves several threads.
 */
final class SquareFft {
    /** Columns that are copied out together, as many as share a line of the processor's cache. */
    private static final int COLUMNS = 4;

    private final int side;
    private final DoubleFFT_1D line;

    /** @param side a multiple of four; powers of two are fastest */
    SquareFft(int side) {
        this.side = side;
        line = new DoubleFFT_1D(side);
    }

    void forward(double[] a) {
        for (int y = 0; y < side; y++) line.complexForward(a, 2 * y * side);
        columns(a, false);
    }

    /** The inverse of {@link #forward}, without the division by the number of points. */
    void inverse(double[] a) {
        columns(a, true);
        for (int y = 0; y < side; y++) line.complexInverse(a, 2 * y * side, false);
    }

    private void columns(double[] a, boolean inverse) {
        double[] copies = new double[2 * COLUMNS * side];
        for (int x = 0; x < side; x += COLUMNS) {
            for (int y = 0; y < side; y++) {
                for (int c = 0; c < COLUMNS; c++) {
                    copies[2 * (c * side + y)] = a[2 * (y * side + x + c)];
                    copies[2 * (c * side + y) + 1] = a[2 * (y * side + x + c) + 1];
                }
            }
            for (int c = 0; c < COLUMNS; c++) {
                if (inverse) line.complexInverse(copies, 2 * c * side, false);
                else line.complexForward(copies, 2 * c * side);
            }
            for (int y = 0; y < side; y++) {
                for (int c = 0; c < COLUMNS; c++) {
                    a[2 * (y * side + x + c)] = copies[2 * (c * side + y)];
                    a[2 * (y * side + x + c) + 1] = copies[2 * (c * side + y) + 1];
                }
            }
        }
    }
}
