package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;

/** What {@link Winograd} convolutions of a network need besides: transformed tiles, in the same memory for all layers, and transformed weights. */
final class WinogradMemory {
    /** Channels are transformed in such blocks, on some processors in larger ones, which fewer layers have. */
    private static final int BLOCK = 8;

    private WinogradMemory() {}

    /** A layer and the size of the larger of its images. */
    private record Layer(ConvolutionShape shape, int h, int w) {

        /** Null where it is not computed so. */
        WinogradTiles tiles(Precision precision, boolean enlarging, int n, double uses) {
            return tiles(precision, enlarging, n, uses, enlarging ? WinogradCost.SLOW_ENLARGEMENT : 1);
        }

        WinogradTiles tiles(Precision precision, boolean enlarging, int n, double uses, double slowness) {
            boolean blocks = shape.in() % BLOCK == 0 && shape.out() % BLOCK == 0;
            WinogradWeights weights = WinogradWeights.of(new WeightOrder(blocks ? BLOCK : 1), shape, precision);
            if (weights == null) return null;
            int stride = shape.stride();
            int margin = 2 * shape.padding() - shape.size();
            long[] channels = shape.weights();
            BlockImage large = new BlockImage(stride, shape.padding(), h, w, (int) channels[1]);
            BlockImage small = new BlockImage(1, 0, Math.floorDiv(h + margin, stride) + 1, Math.floorDiv(w + margin, stride) + 1, (int) channels[0]);
            if (small.height() < 1 || small.width() < 1) return null;
            WinogradTiles tiles = new WinogradTiles(weights.winograd, enlarging, n, large, small);
            return WinogradCost.isWorthIt(tiles, uses, slowness) ? tiles : null;
        }
    }

    /**
     * Values of float32, for images of h x w pixels, of levels {@code from} to {@code to} - 1 of a generator that infers.
     *
     * @param uses of weights before they change
     */
    static long inference(GeneratorSettings g, Precision precision, double uses, int from, int to, int n, int h, int w) {
        long most = 0;
        long weights = 0;
        for (Layer layer : layers(g, from, to, h, w)) {
            WinogradTiles tiles = layer.tiles(precision, layer.shape.transposed(), n, uses);
            if (tiles == null) continue;
            boolean converted = precision != Precision.FLOAT32;
            most = Math.max(most, converted ? Math.max(OneDnnRoundedWinograd.scratch(tiles, layer.shape.transposed()), tiles.weights()) : tiles.values());
            weights += converted ? tiles.weights() / 2 : tiles.weights();
        }
        return most + weights;
    }

    /** Values, where the weights of a generator are transformed in memory that all layers share. */
    static long training(GeneratorSettings g, int n, int side) {
        long most = 0;
        long weights = 0;
        for (Layer layer : layers(g, 0, g.levels(), side, side)) {
            most = Math.max(most, most(layer, n, 1));
            weights = Math.max(weights, weights(layer, n, 1));
        }
        return most + weights;
    }

    /** Values, of real and generated images at once. */
    static long training(DiscriminatorSettings d, int n, int side) {
        long most = 0;
        long weights = 0;
        int h = side;
        for (int i = 0; i < d.layers() + 2 && h > 1; i++) {
            int in = i == 0 ? d.inputChannels() + d.outputChannels() : d.channels(i - 1);
            Layer layer = new Layer(new ConvolutionShape(false, in, d.channels(i), 4, i < d.layers() ? 2 : 1, 1), h, h);
            most = Math.max(most, most(layer, 2 * n, Discriminator.USES));
            weights += weights(layer, 2 * n, Discriminator.USES);
            h = layer.shape.length(h);
        }
        return most + weights;
    }

    private static long most(Layer layer, int n, double uses) {
        long most = 0;
        for (boolean enlarging : new boolean[] {false, true}) {
            WinogradTiles tiles = layer.tiles(Precision.FLOAT32, enlarging, n, uses);
            if (tiles != null) most = Math.max(most, tiles.values());
        }
        WinogradTiles gradient = layer.tiles(Precision.FLOAT32, false, n, 1, WinogradCost.SLOW_GRADIENT);
        return gradient == null ? most : Math.max(most, gradient.values() + gradient.weights());
    }

    private static long weights(Layer layer, int n, double uses) {
        WinogradTiles reducing = layer.tiles(Precision.FLOAT32, false, n, uses);
        WinogradTiles enlarging = layer.tiles(Precision.FLOAT32, true, n, uses);
        return reducing != null ? reducing.weights() : enlarging != null ? enlarging.weights() : 0;
    }

    private static List<Layer> layers(GeneratorSettings g, int from, int to, int h, int w) {
        List<Layer> layers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int inner = g.channels(i);
            int outer = i == 0 ? g.inputChannels() : g.channels(i - 1);
            int in = i == g.levels() - 1 ? inner : 2 * inner;
            int out = i == 0 ? g.decodedChannels() : outer;
            boolean resize = g.upsampling() == Upsampling.RESIZE;
            layers.add(new Layer(new ConvolutionShape(false, outer, inner, 4, 2, 1), h >> i, w >> i));
            layers.add(new Layer(new ConvolutionShape(!resize, in, out, resize ? 3 : 4, resize ? 1 : 2, 1), h >> i, w >> i));
        }
        for (int i = 0; from == 0 && i < g.refinement(); i++)
            layers.add(new Layer(new ConvolutionShape(false, g.refinementInput(i), g.refinementOutput(i), 3, 1, 1), h, w));
        return layers;
    }
}
