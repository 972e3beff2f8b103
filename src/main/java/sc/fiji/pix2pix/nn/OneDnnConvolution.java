package sc.fiji.pix2pix.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Convolution by oneDNN on the tensors' own memory (NHWC), with operations made once per shape. A transposed convolution is run as the
 * gradient of the convolution that it is the transpose of: between a large image [n, h, w, large channels] and a small one, by weights
 * [small, large, k, k], which is PyTorch's shape of both kinds. Weights are kept and trained in the order in which oneDNN writes their
 * gradient; where an operation wants another one, they are copied once per change.
 */
final class OneDnnConvolution implements ConvolutionKernel {
    /** Shapes that are kept, for tiles at the border of an image or the last batch. */
    private static final int SHAPES = 6;

    private final ConvolutionShape shape;
    private final WeightOrder order;
    private final dnnl_memory_desc_t ordered;
    private final OneDnnWeights weights;
    private final Map<ImageSize, OneDnnDirections> directions = new LinkedHashMap<>(16, 0.75f, true);

    /** Of the large image: batch, rows, columns. */
    private record ImageSize(int n, int h, int w) {}

    OneDnnConvolution(ConvolutionShape shape) {
        this.shape = shape;
        order = OneDnnDirections.order(shape);
        ordered = OneDnnDirections.layout(order, shape);
        weights = new OneDnnWeights(ordered, shape.size());
    }

    @Override
    public WeightOrder order() {
        return order;
    }

    @Override
    public void forward(Tensor x, Parameter w, Parameter bias, Tensor y) {
        shape.check(x, w, order, y);
        if (shape.transposed()) {
            directions(y, x).enlarge(w, x, y);
            addBias(y, bias);
        } else {
            directions(x, y).reduce(w, x, bias, y);
        }
    }

    @Override
    public void inputGradient(Tensor dy, Parameter w, Tensor dx) {
        shape.check(dx, w, order, dy);
        if (shape.transposed()) directions(dy, dx).reduce(w, dy, null, dx);
        else directions(dx, dy).enlarge(w, dy, dx);
    }

    @Override
    public void gradients(Tensor x, Parameter w, Tensor dy, Tensor dx) {
        shape.check(x, w, order, dy);
        Tensor large = shape.transposed() ? dy : x;
        Tensor small = shape.transposed() ? x : dy;
        directions(large, small).weightGradient(w, large, small);
        if (dx != null) inputGradient(dy, w, dx);
    }

    /** oneDNN's gradient has none. Where a normalisation follows, it is zero. */
    private static void addBias(Tensor y, Parameter bias) {
        int channels = y.c();
        float[] b = new float[channels];
        bias.values().get(0, b);
        boolean zero = true;
        for (float v : b) zero &= v == 0;
        if (zero) return;
        Channels.map(y.floats(), null, y.floats(), 0, y.length() / channels, channels, (a, none, out, n, k) -> {
            for (int r = 0; r < n; r++) {
                for (int c = 0; c < k; c++) out[r * k + c] = a[r * k + c] + b[c];
            }
        });
    }

    private OneDnnDirections directions(Tensor large, Tensor small) {
        ImageSize size = new ImageSize(large.n(), large.h(), large.w());
        OneDnnDirections found = directions.get(size);
        if (found != null) return found;
        if (directions.size() == SHAPES) directions.remove(directions.keySet().iterator().next()).close();
        OneDnnDirections made = new OneDnnDirections(shape, order, ordered, weights, large, small);
        directions.put(size, made);
        return made;
    }

    @Override
    public void close() {
        directions.values().forEach(OneDnnDirections::close);
        directions.clear();
        weights.close();
        ordered.deallocate();
    }
}
