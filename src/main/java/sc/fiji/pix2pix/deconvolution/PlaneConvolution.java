package sc.fiji.pix2pix.deconvolution;

import sc.fiji.pix2pix.astro.Kernel;

/** Convolution of planes with one kernel, on all cores; beyond the edges there is nothing. */
interface PlaneConvolution {
    /** Wider ones go through the Fourier domain, whose time hardly depends on the width. */
    int WIDEST_PRODUCT = 41;

    /** Takes a piece of a row of the result; called from several threads, for every pixel once. */
    @FunctionalInterface
    interface Sink {
        /** @param at index of the first value in the plane */
        void accept(int at, double[] values, int count);
    }

    /** The fastest way for a kernel: a Gaussian is the product of two lines of weights, any other goes through the Fourier domain. */
    static PlaneConvolution of(Kernel kernel) {
        boolean product = kernel.factor() != null && kernel.size() <= WIDEST_PRODUCT;
        return product ? new ProductConvolution(kernel.factor()) : new FftConvolution(kernel);
    }

    /**
     * The plane convolved with the kernel.
     *
     * @param plane width x height finite values, row by row
     */
    void convolve(double[] plane, int width, int height, Sink sink);

    /** The same with the kernel turned by half a turn, the transpose of the convolution. */
    void correlate(double[] plane, int width, int height, Sink sink);
}
