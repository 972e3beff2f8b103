package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The two images of a convolution, of given sizes: the large one, that it is run on, and the small one that it gives. Of a transposed
 * convolution the small image is the input.
 */
final class OneDnnSizes implements AutoCloseable {
    final ConvolutionShape shape;
    /** Of images and weights as they are multiplied. */
    final Precision precision;
    /** Forward, the output is max(v, slope v). */
    final float slope;
    final int batch;
    final int largeHeight;
    final int largeWidth;
    final int largeChannels;
    final int smallHeight;
    final int smallWidth;
    final int smallChannels;
    /** In which the input is read, and the output is written. */
    final Precision input;
    final Precision given;
    /** Whether the input or the output is in another precision than float32. */
    final boolean packed;
    final dnnl_memory_desc_t large;
    final dnnl_memory_desc_t small;
    /** The same images as operands. */
    final dnnl_memory_desc_t largeOperand;
    final dnnl_memory_desc_t smallOperand;
    /** Operand weights in the order of oneDNN's choice. */
    final dnnl_memory_desc_t anyWeights;
    /** Of the output. */
    final dnnl_memory_desc_t bias;

    /** Of images in float32. */
    OneDnnSizes(ConvolutionShape shape, Precision precision, float slope, int batch, int largeHeight, int largeWidth, int smallHeight, int smallWidth) {
        this(shape, precision, slope, batch, largeHeight, largeWidth, smallHeight, smallWidth, Precision.FLOAT32, Precision.FLOAT32);
    }

    /**
     * @param precision of images and weights as they are multiplied
     * @param input what the input is in
     * @param given what the output is to be in
     */
    OneDnnSizes(ConvolutionShape shape, Precision precision, float slope, int batch, int largeHeight, int largeWidth, int smallHeight, int smallWidth, Precision input,
        Precision given) {
        this.shape = shape;
        this.precision = precision;
        this.slope = slope;
        this.batch = batch;
        this.largeHeight = largeHeight;
        this.largeWidth = largeWidth;
        this.smallHeight = smallHeight;
        this.smallWidth = smallWidth;
        largeChannels = (int) shape.weights()[1];
        smallChannels = (int) shape.weights()[0];
        this.input = input;
        this.given = given;
        packed = input != Precision.FLOAT32 || given != Precision.FLOAT32;
        large = OneDnn.layout(shape.transposed() ? given : input, dnnl.dnnl_nhwc, batch, largeChannels, largeHeight, largeWidth);
        small = OneDnn.layout(shape.transposed() ? input : given, dnnl.dnnl_nhwc, batch, smallChannels, smallHeight, smallWidth);
        largeOperand = OneDnn.layout(precision, dnnl.dnnl_nhwc, batch, largeChannels, largeHeight, largeWidth);
        smallOperand = OneDnn.layout(precision, dnnl.dnnl_nhwc, batch, smallChannels, smallHeight, smallWidth);
        anyWeights = OneDnn.layout(precision, dnnl.dnnl_format_tag_any, shape.weights());
        bias = OneDnn.layout(dnnl.dnnl_a, shape.out());
    }

    /** Pixels of the small image, of the whole batch. */
    int smallPixels() {
        return batch * smallHeight * smallWidth;
    }

    long[] strides() {
        return new long[] {shape.stride(), shape.stride()};
    }

    long[] padding() {
        return new long[] {shape.padding(), shape.padding()};
    }

    @Override
    public void close() {
        large.deallocate();
        small.deallocate();
        largeOperand.deallocate();
        smallOperand.deallocate();
        anyWeights.deallocate();
        bias.deallocate();
    }
}
