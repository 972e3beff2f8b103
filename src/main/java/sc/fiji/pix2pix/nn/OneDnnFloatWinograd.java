package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

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
    FloatBuffer products(WinogradPieces.Piece piece, Parameter w, long image) {
        long factors = weights.of(w);
        int transformed = tiles.values(from);
        int made = tiles.values(to);
        Floats memory = scratch.floats((long) transformed + made);
        tiles.transform(piece, from, Floats.at(image, (long) tiles.pieces.batch() * from.height() * from.row()), false, memory.values());
        product.run(memory.address(), factors, memory.address() + (long) Float.BYTES * transformed);
        return memory.values().slice(transformed, made);
    }

    @Override
    public void close() {
        product.close();
    }
}
