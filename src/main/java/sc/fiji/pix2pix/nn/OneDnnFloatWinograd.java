package sc.fiji.pix2pix.nn;

/** In float32: all tiles of a piece are transformed, then multiplied. */
final class OneDnnFloatWinograd extends OneDnnWinograd {
    private final OneDnnPrimitive product;
    private final OneDnnWeights.Copy weights;

    /** @param all finds the transformed weights */
    OneDnnFloatWinograd(OneDnnSizes sizes, WinogradTiles tiles, boolean enlarging, OneDnnWeights all, SharedMemory scratch) {
        super(sizes, tiles, enlarging, scratch);
        product = OneDnnProduct.of(tiles.winograd.squarePoints(), tiles.count(), from.length(), to.length(), false, enlarging, false);
        weights = all.transformed();
    }

    @Override
    void run(WinogradPieces.Piece piece, Parameter w, long image, Parameter bias, float slope, Rows result) {
        long factors = weights.of(w);
        int transformed = tiles.values(from);
        int made = tiles.values(to);
        Floats memory = scratch.floats((long) transformed + made);
        tiles.transform(piece, from, Floats.at(image, (long) tiles.pieces.batch() * from.height() * from.row()), false, memory.values());
        product.run(memory.address(), factors, memory.address() + (long) Float.BYTES * transformed);
        tiles.result(piece, memory.values().slice(transformed, made), bias == null ? null : tiles.repeated(bias, to), slope, to, result);
    }

    @Override
    public void close() {
        product.close();
    }
}
