package sc.fiji.pix2pix.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution by ND4J's native operations, which hand float32 NHWC with explicit padding and weight format 1 to oneDNN where the native jar
 * has it. {@code DeConv2DConfig} cannot pass the weight format, hence the plain integer arguments.
 */
final class Nd4jConvolution implements ConvolutionKernel {
    private final String operation;
    private final String adjoint;
    private final int[] arguments;

    Nd4jConvolution(boolean transposed, int kernel, int stride, int padding) {
        operation = transposed ? "deconv2d" : "conv2d";
        adjoint = transposed ? "conv2d" : "deconv2d";
        // kernel, stride, padding, dilation (each for both axes), explicit padding, NHWC, weights [o, i, k, k] or [i, o, k, k]
        arguments = new int[] {kernel, kernel, stride, stride, padding, padding, 1, 1, 0, 1, 1};
    }

    @Override
    public void forward(Tensor x, INDArray w, INDArray bias, Tensor y) {
        run(operation, new INDArray[] {x.array(), w, bias}, y.array());
    }

    /** The gradient of a convolution is the transposed convolution with the same weights, and the other way round. */
    @Override
    public void inputGradient(Tensor dy, INDArray w, Tensor dx) {
        run(adjoint, new INDArray[] {dy.array(), w}, dx.array());
    }

    @Override
    public void gradients(Tensor x, INDArray w, Tensor dy, Tensor dx, INDArray dw) {
        run(operation + "_bp", new INDArray[] {x.array(), w, dy.array()}, dx.array(), dw);
    }

    private void run(String name, INDArray[] inputs, INDArray... outputs) {
        Nd4j.exec(DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(outputs).addIntegerArguments(arguments).build());
    }
}
