package sc.fiji.pix2pix.nn;

import org.bytedeco.dnnl.dnnl_memory_desc_t;

/** The three directions of a convolution for images of given sizes, each made at its first use in the way that is fastest for them. */
final class OneDnnDirections implements AutoCloseable {
    /**
     * Up to so many pixels of the small image oneDNN's older kernel, which can read the weights in the order in which they are trained, is as
     * fast as the newer one; the copy of the weights that this one wants costs more than the whole convolution. In another precision than that in
     * which they are trained they are copied anyway.
     */
    private static final int FEW_PIXELS = 64;
    /**
     * Up to so many, one call for oneDNN's gradient of a convolution is faster than all those that phases need; and where weights stay, up to so many saves too little of
     * each image for the time that it takes to put them in order once.
     */
    private static final int TOO_FEW_FOR_PHASES = 256;
    private static final int TOO_FEW_WHERE_WEIGHTS_STAY = 63;
    /** Up to so many channels oneDNN computes mostly padding: it works on 16 at a time. */
    static final int FEW_CHANNELS = 8;

    private final OneDnnSizes sizes;
    private final WeightOrder order;
    private final dnnl_memory_desc_t ordered;
    private final WinogradWeights winograd;
    private final OneDnnWeights weights;
    private final Operands operands;
    private OneDnnOperand large;
    private OneDnnOperand small;
    private OneDnnDirection reduction;
    private OneDnnDirection enlargement;
    private WeightGradient weightGradient;

    /**
     * @param ordered layout of the weights
     * @param winograd null where it is not possible
     */
    OneDnnDirections(OneDnnSizes sizes, WeightOrder order, dnnl_memory_desc_t ordered, WinogradWeights winograd, OneDnnWeights weights, Operands operands) {
        this.sizes = sizes;
        this.order = order;
        this.ordered = ordered;
        this.winograd = winograd;
        this.weights = weights;
        this.operands = operands;
    }

    /** The large image as an operand. */
    OneDnnOperand large() {
        if (large == null) large = new OneDnnOperand(sizes.large, sizes.largeOperand, operands.large);
        return large;
    }

    /** The small image as an operand. */
    OneDnnOperand small() {
        if (small == null) small = new OneDnnOperand(sizes.small, sizes.smallOperand, operands.small);
        return small;
    }

    /** From the large image to the small one: the convolution. */
    OneDnnDirection reduction() {
        if (reduction == null) reduction = makeReduction();
        return reduction;
    }

    private OneDnnDirection makeReduction() {
        if (sizes.smallChannels <= FEW_CHANNELS && !sizes.packed) return new OneDnnFold(sizes, operands.scratch);
        WinogradTiles tiles = tiles(false, operands.uses, 1);
        if (tiles != null) return OneDnnWinograd.of(sizes, tiles, false, weights, operands);
        OneDnnForward any = OneDnnForward.reduction(sizes, weights, sizes.anyWeights);
        if (sizes.smallPixels() > FEW_PIXELS || sizes.precision != Precision.FLOAT32) return any;
        OneDnnForward inOrder = OneDnnForward.reduction(sizes, weights, ordered);
        (inOrder.isReference() ? inOrder : any).close();
        return inOrder.isReference() ? any : inOrder;
    }

    /** From the small image to the large one: the gradient of the convolution by its input, which is the transposed convolution. */
    OneDnnDirection enlargement() {
        if (enlargement == null) enlargement = makeEnlargement();
        return enlargement;
    }

    private OneDnnDirection makeEnlargement() {
        OneDnnDirection phases = null;
        boolean few = sizes.largeChannels <= FEW_CHANNELS;
        WinogradTiles tiles = few ? null : tiles(true, operands.uses, WinogradCost.SLOW_ENLARGEMENT);
        if (tiles != null) return OneDnnWinograd.of(sizes, tiles, true, weights, operands);
        int tooFew = operands.uses < Double.POSITIVE_INFINITY ? TOO_FEW_FOR_PHASES : TOO_FEW_WHERE_WEIGHTS_STAY;
        if (few || sizes.packed || order.block() > 1 && sizes.smallPixels() > tooFew) phases = OneDnnPhases.of(sizes, weights, operands.scratch);
        if (phases == null && sizes.packed) throw new IllegalArgumentException("An enlargement in bf16 needs a kernel that its stride divides, not " + sizes.shape + ".");
        return phases == null ? new OneDnnInputGradient(sizes, weights) : phases;
    }

    WeightGradient weightGradient() {
        if (weightGradient == null) weightGradient = makeWeightGradient();
        return weightGradient;
    }

    private WeightGradient makeWeightGradient() {
        WeightGradient fold = OneDnnFoldGradient.of(sizes, order, operands.scratch);
        if (fold != null) return fold;
        WinogradTiles tiles = tiles(false, 1, WinogradCost.SLOW_GRADIENT);
        return tiles == null ? new OneDnnWeightGradient(sizes, order, ordered, operands) : new OneDnnWinogradGradient(sizes, tiles, winograd, operands.scratch);
    }

    /**
     * Null if a plain convolution is faster.
     *
     * @param uses of transformed weights
     * @param slowness of what else there is
     */
    private WinogradTiles tiles(boolean enlarging, double uses, double slowness) {
        // What rounding transformed values does to a training has not been measured.
        if (winograd == null || sizes.precision == Precision.BF16 && uses < Double.POSITIVE_INFINITY) return null;
        WinogradTiles tiles = new WinogradTiles(winograd.winograd, sizes, enlarging);
        return WinogradCost.isWorthIt(tiles, uses, slowness) ? tiles : null;
    }

    @Override
    public void close() {
        if (reduction != null) reduction.close();
        if (enlargement != null) enlargement.close();
        if (weightGradient != null) weightGradient.close();
        if (large != null) large.close();
        if (small != null) small.close();
        sizes.close();
    }
}
