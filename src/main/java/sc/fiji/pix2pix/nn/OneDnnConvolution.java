package sc.fiji.pix2pix.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;

/**
 * Convolution by oneDNN on the tensors' own memory (NHWC), with operations made once per shape. A transposed convolution is run as the
 * gradient of the convolution that it is the transpose of: between a large image [n, h, w, large channels] and a small one, by weights
 * [small, large, k, k], which is PyTorch's shape of both kinds. Weights are kept and trained in float32, in the order in which oneDNN writes their
 * gradient; where an operation wants another order or precision, they are copied once per change.
 */
final class OneDnnConvolution implements ConvolutionKernel {
    /** Shapes that are kept, for tiles at the border of an image or the last batch. */
    private static final int SHAPES = 6;

    private final ConvolutionShape shape;
    private final Operands operands;
    private final WeightOrder order;
    private final dnnl_memory_desc_t ordered;
    /** Null where it is not possible. */
    private final WinogradWeights winograd;
    private final OneDnnWeights weights;
    private float slope = 1;
    /** Of the output. */
    private Precision given = Precision.FLOAT32;
    private final Map<ImageSize, OneDnnDirections> directions = new LinkedHashMap<>(16, 0.75f, true);

    /** Of the large image: batch, rows, columns; and what the input is in. */
    private record ImageSize(int n, int h, int w, Precision input) {}

    /** @param operands stays open as long as this */
    OneDnnConvolution(ConvolutionShape shape, Operands operands) {
        this.shape = shape;
        this.operands = operands;
        order = OneDnnWeightGradient.order(shape, operands.precision);
        ordered = OneDnn.layout(order, shape);
        winograd = WinogradWeights.of(order, shape, operands.precision);
        weights = new OneDnnWeights(ordered, order, shape.weights(), winograd, operands.scratch);
    }

    @Override
    public WeightOrder order() {
        return order;
    }

    @Override
    public void forward(Tensor x, Parameter w, Parameter bias, Tensor y) {
        shape.check(x, w, order, y);
        check(y);
        OneDnnDirections d = directions(x, y);
        direction(d, shape.transposed()).run(w, operand(d, shape.transposed(), x), bias, y);
    }

    private void check(Tensor y) {
        if (y.precision() != given) throw new IllegalArgumentException("The convolution gives " + given + ", not " + y.precision() + ".");
    }

    @Override
    public boolean forward(Tensor x, Parameter w, Parameter bias, Rows to, RowsWritten then) {
        if (!shape.transposed()) return false;
        shape.check(x, w, order, to.tensor(), to.channels() * to.tensor().c() / to.tensor().perPixel());
        check(to.tensor());
        OneDnnDirections d = directions(x, to.tensor());
        return d.enlargement().run(w, operand(d, true, x), bias, to, then);
    }

    @Override
    public boolean forward(Tensor x, Parameter w, Parameter bias, RowSink to) {
        if (!shape.transposed()) return false;
        OneDnnDirections d = directions(x, x.n(), shape.length(x.h()), shape.length(x.w()));
        return d.enlargement().run(w, operand(d, true, x), bias, to);
    }

    @Override
    public void activate(float slope) {
        this.slope = slope;
        forget();
    }

    @Override
    public void give(Precision precision) {
        given = precision;
        forget();
    }

    private void forget() {
        directions.values().forEach(OneDnnDirections::close);
        directions.clear();
    }

    @Override
    public void inputGradient(Tensor dy, Parameter w, Tensor dx) {
        shape.check(dx, w, order, dy);
        OneDnnDirections d = directions(dx, dy);
        boolean enlarging = !shape.transposed();
        direction(d, enlarging).run(w, operand(d, enlarging, dy), null, dx);
    }

    private static OneDnnDirection direction(OneDnnDirections d, boolean enlarging) {
        return enlarging ? d.enlargement() : d.reduction();
    }

    /** Where that direction reads its image. */
    private static long operand(OneDnnDirections d, boolean enlarging, Tensor image) {
        if (direction(d, enlarging).readsTensor()) return image.address();
        return (enlarging ? d.small() : d.large()).of(image);
    }

    @Override
    public void gradients(Tensor x, Parameter w, Tensor dy, Tensor dx) {
        shape.check(x, w, order, dy);
        if (dx != null) shape.check(dx, w, order, dy);
        OneDnnDirections d = directions(x, dy);
        long large = d.large().of(shape.transposed() ? dy : x);
        long small = d.small().of(shape.transposed() ? x : dy);
        d.weightGradient().run(w, large, small);
        if (dx == null) return;
        OneDnnDirection back = direction(d, !shape.transposed());
        back.run(w, back.readsTensor() ? dy.address() : shape.transposed() ? large : small, null, dx);
    }

    @Override
    public void shareCopies(SharedMemory memory) {
        weights.share(memory);
    }

    /** @param x input, {@code y} output, or gradients by them */
    private OneDnnDirections directions(Tensor x, Tensor y) {
        return directions(x, y.n(), y.h(), y.w());
    }

    /**
     * @param x input, or gradient by it
     * @param height of the output
     * @param width of the output
     */
    private OneDnnDirections directions(Tensor x, int n, int height, int width) {
        boolean enlarging = shape.transposed();
        ImageSize size = enlarging ? new ImageSize(n, height, width, x.precision()) : new ImageSize(n, x.h(), x.w(), x.precision());
        OneDnnDirections found = directions.get(size);
        if (found != null) return found;
        if (directions.size() == SHAPES) directions.remove(directions.keySet().iterator().next()).close();
        OneDnnSizes sizes = enlarging ? new OneDnnSizes(shape, operands.precision, slope, n, height, width, x.h(), x.w(), x.precision(), given)
            : new OneDnnSizes(shape, operands.precision, slope, n, x.h(), x.w(), height, width, x.precision(), given);
        OneDnnDirections made = new OneDnnDirections(sizes, order, ordered, winograd, weights, operands);
        directions.put(size, made);
        return made;
    }

    @Override
    public void close() {
        forget();
        weights.close();
        ordered.deallocate();
    }
}
