package sc.fiji.pix2pix.nn;

import java.nio.FloatBuffer;

/** The gradient of the weights by products of transformed tiles, see {@link Winograd}. */
final class OneDnnWinogradGradient implements WeightGradient {
    private final WinogradTiles tiles;
    private final WinogradWeights weights;
    private final int batch;
    private final SharedMemory scratch;
    private final OneDnnPrimitive product;
    /** Null if there is one piece only. */
    private final OneDnnPrimitive add;

    /** @param scratch for transformed tiles and products */
    OneDnnWinogradGradient(OneDnnSizes sizes, WinogradTiles tiles, WinogradWeights weights, SharedMemory scratch) {
        this.tiles = tiles;
        this.weights = weights;
        this.scratch = scratch;
        batch = sizes.batch;
        product = product(false);
        add = tiles.pieces.count() == 1 ? null : product(true);
    }

    private OneDnnPrimitive product(boolean adding) {
        return OneDnnProduct.of(tiles.winograd.squarePoints(), tiles.large.length(), tiles.count(), tiles.small.length(), true, false, adding);
    }

    @Override
    public void run(Parameter w, long largeAt, long smallAt) {
        int ofLarge = tiles.values(tiles.large);
        int ofSmall = tiles.values(tiles.small);
        int ofWeights = (int) weights.length();
        Floats memory = scratch.floats((long) ofLarge + ofSmall + ofWeights);
        FloatBuffer small = memory.values().slice(ofLarge, ofSmall);
        FloatBuffer gradient = memory.values().slice(ofLarge + ofSmall, ofWeights);
        long at = memory.address();
        for (int i = 0; i < tiles.pieces.count(); i++) {
            WinogradPieces.Piece piece = tiles.pieces.get(i);
            tiles.transform(piece, tiles.large, pixels(largeAt, tiles.large), false, memory.values());
            tiles.transform(piece, tiles.small, pixels(smallAt, tiles.small), true, small);
            (i == 0 ? product : add).run(at, at + (long) Float.BYTES * ofLarge, at + (long) Float.BYTES * (ofLarge + ofSmall));
        }
        weights.transformBack(gradient, w.hasGradient(), w.gradients());
        w.gradientWritten();
    }

    private FloatBuffer pixels(long at, BlockImage image) {
        return Floats.at(at, (long) batch * image.height() * image.row());
    }

    @Override
    public void close() {
        product.close();
        if (add != null) add.close();
    }
}
