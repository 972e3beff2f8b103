package sc.fiji.pix2pix.nn;

/** Either direction of a convolution by products of transformed tiles, see {@link Winograd}. */
abstract class OneDnnWinograd implements OneDnnDirection {
    final WinogradTiles tiles;
    final BlockImage from;
    final BlockImage to;
    final SharedMemory scratch;
    private final float slope;

    OneDnnWinograd(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, SharedMemory scratch) {
        this.tiles = tiles;
        this.scratch = scratch;
        from = enlarging ? tiles.small : tiles.large;
        to = enlarging ? tiles.large : tiles.small;
        slope = enlarging == sizes.shape.transposed() ? sizes.slope : 1;
    }

    static OneDnnWinograd of(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, OneDnnWeights weights, Operands operands) {
        return sizes.precision == Precision.FLOAT32 ? new OneDnnFloatWinograd(sizes, tiles, enlarging, weights, operands.scratch)
            : new OneDnnRoundedWinograd(sizes, tiles, enlarging, weights, operands.scratch);
    }

    /**
     * Computes a piece. Nothing is kept in scratch memory from piece to piece: who goes on with rows may use it, too.
     *
     * @param image address of the image
     * @param bias null if this is a gradient
     * @param slope of the LeakyReLU behind it; 1 for none
     */
    abstract void run(WinogradPieces.Piece piece, Parameter w, long image, Parameter bias, float slope, Rows result);

    @Override
    public boolean readsTensor() {
        return true;
    }

    @Override
    public void run(Parameter w, long image, Parameter bias, Tensor result) {
        run(w, image, bias, slope, Rows.of(result), RowsWritten.NOTHING);
    }

    @Override
    public boolean run(Parameter w, long image, Parameter bias, Rows result, RowsWritten then) {
        run(w, image, bias, 1, result, then);
        return true;
    }

    private void run(Parameter w, long image, Parameter bias, float slope, Rows result, RowsWritten then) {
        for (int i = 0; i < tiles.pieces.count(); i++) {
            WinogradPieces.Piece piece = tiles.pieces.get(i);
            run(piece, w, image, bias, slope, result);
            tiles.tell(then, piece, to);
        }
    }
}
