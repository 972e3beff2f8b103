package sc.fiji.pix2pix.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The three directions of a (transposed) convolution. x is [n, h, w, in], y is [n, h', w', out], both NHWC; weights are laid out as in
 * PyTorch: [out, in, k, k], transposed [in, out, k, k].
 */
interface ConvolutionKernel {

    /** y = x * w + bias. */
    void forward(Tensor x, INDArray w, INDArray bias, Tensor y);

    /** dx from dy. */
    void inputGradient(Tensor dy, INDArray w, Tensor dx);

    /** dx and dw from x and dy; both are overwritten. */
    void gradients(Tensor x, INDArray w, Tensor dy, Tensor dx, INDArray dw);
}
