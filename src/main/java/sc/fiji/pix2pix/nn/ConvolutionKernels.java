package sc.fiji.pix2pix.nn;

/** Chooses how convolutions are computed. */
final class ConvolutionKernels {
    /** {@code nd4j} or {@code onednn}; by default oneDNN where it can be had. */
    static final String PROPERTY = "pix2pix.convolution";

    private ConvolutionKernels() {}

    static ConvolutionKernel best(ConvolutionShape shape) {
        return direct() ? new OneDnnConvolution(shape) : new Nd4jConvolution(shape);
    }

    private static boolean direct() {
        try {
            return !"nd4j".equals(System.getProperty(PROPERTY)) && OneDnn.available();
        } catch (LinkageError e) {
            // its Java classes are missing
            return false;
        }
    }
}
