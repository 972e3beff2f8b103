package sc.fiji.pix2pix.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolution by ND4J's native operations, which hand float32 NHWC with explicit padding and weight format 1 to oneDNN where the native jar
 * has it. {@code DeConv2DConfig} cannot pass the weight format, hence the plain integer arguments.
 */
final class Nd4jConvolution implements ConvolutionKernel {
    private final ConvolutionShape shape;
    private final String operation;
    private final String adjoint;
    private final int[] arguments;
    /** A gradient of the weights. */
    private Floats scratch;
    private Tensor unwanted;
    private float slope = 1;

    Nd4jConvolution(ConvolutionShape shape) {
        this.shape = shape;
        operation = shape.transposed() ? "deconv2d" : "conv2d";
        adjoint = shape.transposed() ? "conv2d" : "deconv2d";
        int k = shape.size();
        int s = shape.stride();
        int p = shape.padding();
        // kernel, stride, padding, dilation (each for both axes), explicit padding, NHWC, weights [o, i, k, k] or [i, o, k, k]
        arguments = new int[] {k, k, s, s, p, p, 1, 1, 0, 1, 1};
    }

    @Override
    public WeightOrder order() {
        return WeightOrder.PYTORCH;
    }

    @Override
    public void forward(Tensor x, Parameter w, Parameter bias, Tensor y) {
        shape.check(x, w, order(), y);
        run(operation, new INDArray[] {x.array(), w.array(), bias.array()}, y.array());
        if (slope == 1) return;
        Blocks.map(y.floats(), y.floats(), (a, out, length) -> {
            for (int i = 0; i < length; i++) out[i] = Math.max(a[i], slope * a[i]);
        });
    }

    @Override
    public void activate(float slope) {
        this.slope = slope;
    }

    /**
     * The gradient of a convolution is the transposed convolution with the same weights, and the other way round; ND4J refuses it where the
     * stride left out the last row or column.
     */
    @Override
    public void inputGradient(Tensor dy, Parameter w, Tensor dx) {
        shape.check(dx, w, order(), dy);
        if (shape.isOnto(dx)) run(adjoint, new INDArray[] {dy.array(), w.array()}, dx.array());
        else run(operation + "_bp", new INDArray[] {dx.array(), w.array(), dy.array()}, dx.array(), scratch().array());
    }

    @Override
    public void gradients(Tensor x, Parameter w, Tensor dy, Tensor dx) {
        shape.check(x, w, order(), dy);
        // ND4J computes both in any case.
        if (dx == null) unwanted = Tensor.reuse(unwanted, x);
        INDArray ofInput = (dx == null ? unwanted : dx).array();
        INDArray[] inputs = {x.array(), w.array(), dy.array()};
        if (w.hasGradient()) {
            run(operation + "_bp", inputs, ofInput, scratch().array());
            Blocks.add(w.gradients(), scratch.values());
        } else {
            run(operation + "_bp", inputs, ofInput, w.gradientArray());
            w.gradientWritten();
        }
    }

    private Floats scratch() {
        if (scratch == null) scratch = new Floats(shape.weights());
        return scratch;
    }

    private void run(String name, INDArray[] inputs, INDArray... outputs) {
        Nd4j.exec(DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(outputs).addIntegerArguments(arguments).build());
    }

    @Override
    public void close() {
        Tensor.close(unwanted);
        if (scratch != null) scratch.close();
    }
}
