package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Inference on an image that does not fit into one piece. With the generator cut at a {@link Cut#level}, these passes give what the whole image in one
 * piece would, but for the rounding of sums:
 *
 * <ol>
 * <li>a survey of all tiles keeps, for the whole image, what enters the inner levels; at its end they are computed for the whole image;
 * <li>the last pass computes the outer decoder of each tile from that, and its outer encoder once more for the skip connections.
 * </ol>
 *
 * Each instance normalisation of an outer level needs the statistics of the whole image, found in a survey of its own, those before it
 * being fixed. Where the cut is behind the last level all is computed in tiles, which must then overlap as far as the network sees. Tiles
 * lie at multiples of the cut's stride, in an image whose sides are multiples of the generator's. Not for several threads at once.
 */
public final class TiledInference implements AutoCloseable {
    private final Generator g;
    private final int levels;
    private int cut;
    private Tensor input;
    /** Null until an input is in bf16. */
    private OneDnnRounding rounding;
    /** What enters level {@code cut}, of the whole image, [1, h >> cut, w >> cut, channels]: as the convolution leaves it, then activated. */
    private Tensor entering;
    /** What leaves level {@code cut} in the decoder, in the same shape; owned by the generator. */
    private Tensor decoded;

    /** @param generator is closed with this */
    public TiledInference(Generator generator) {
        g = generator;
        levels = g.settings().levels();
        cut = levels;
    }

    /**
     * Begins a whole image.
     *
     * @param level of the {@link Cut}
     */
    public void begin(int level, int h, int w) {
        release();
        cut = level;
        // What is put together of tiles, or taken from the whole image, is in float32.
        g.pack(cut < levels ? cut - 1 : levels);
        if (cut < levels) {
            entering = Tensor.reuse(entering, 1, h >> cut, w >> cut, g.settings().channels(cut - 1));
        } else {
            Tensor.close(entering);
            entering = null;
        }
    }

    /** Takes a batch of tiles, [n, h, w, inputChannels]. */
    public void input(int n, int h, int w, RowSource rows) {
        input = Tensor.reuse(input, n, h, w, g.settings().inputChannels(), g.inputPrecision());
        if (input.precision() == Precision.BF16) {
            if (rounding == null) rounding = new OneDnnRounding();
            rounding.run(rows, input);
            return;
        }
        Blocks.each(n * h, y -> {
            float[] values = Blocks.scratch(0, w * input.c());
            rows.get(y, values);
            input.floats().put(y * w * input.c(), values, 0, w * input.c());
        });
    }

    /** What must be known of the whole image before {@link #run}, in this order; an image of one tile needs none. */
    public List<Survey> surveys() {
        List<Survey> all = new ArrayList<>();
        boolean statistics = g.settings().norm() == NormKind.INSTANCE;
        for (int i = 1; statistics && i <= cut - 2; i++) all.add(encoderStatistics(i));
        if (cut < levels) all.add(innerLevels());
        for (int i = cut - 1; statistics && i >= 1; i--) all.add(decoderStatistics(i));
        return all;
    }

    /**
     * Computes the result of the tiles in the input.
     *
     * @param to receives it, [n, h, w, outputChannels], one image after the other
     */
    public void run(List<Tile> tiles, RowSink to) {
        g.result(input, decode(tiles, 1), to);
    }

    /** Forgets what was found of the whole image. */
    public void release() {
        g.instanceNorms().forEach(Normalization::release);
    }

    private Survey innerLevels() {
        return new Survey() {
            @Override
            public void add(List<Tile> tiles) {
                keep(g.reduce(cut - 1, encode(cut - 1), Pass.INFERENCE), tiles);
            }

            @Override
            public void end() {
                g.activate(cut - 1, entering, Pass.INFERENCE, null);
                Tensor h = g.decode(g.encode(entering, cut, levels, Pass.INFERENCE), levels, cut + 1, Pass.INFERENCE);
                decoded = g.enlarge(cut, h, Pass.INFERENCE);
                g.rectify(cut, decoded, Pass.INFERENCE);
            }
        };
    }

    private Survey encoderStatistics(int level) {
        return statistics(g.downNorm(level), tiles -> g.reduce(level, encode(level), Pass.INFERENCE));
    }

    private Survey decoderStatistics(int level) {
        return statistics(g.upNorm(level), tiles -> g.enlarge(level, decode(tiles, level + 1), Pass.INFERENCE));
    }

    private interface Input {
        Tensor of(List<Tile> tiles);
    }

    private Survey statistics(Normalization norm, Input of) {
        return new Survey() {
            @Override
            public void add(List<Tile> tiles) {
                Tensor x = of.of(tiles);
                norm.collect(x, tiles.stream().map(Tile::interior).toList(), input.h() / x.h());
            }

            @Override
            public void end() {
                norm.freeze();
            }
        };
    }

    /** The first so many encoder levels of the tiles. */
    private Tensor encode(int to) {
        return g.encode(input, 0, to, Pass.INFERENCE);
    }

    /** What enters decoder level {@code to} - 1 of the tiles. */
    private Tensor decode(List<Tile> tiles, int to) {
        if (cut == levels) return g.decode(encode(levels), levels, to, Pass.INFERENCE);
        encode(cut - 1);
        return g.decode(joined(tiles), cut, to, Pass.INFERENCE);
    }

    /** Puts the interiors of tiles of a convolution's output to their places. */
    private void keep(Tensor tile, List<Tile> tiles) {
        Rows from = Rows.of(tile);
        Rows to = Rows.of(entering);
        for (int n = 0; n < tiles.size(); n++) {
            Tile t = tiles.get(n);
            int x = t.interior().x() >> cut;
            int y = t.interior().y() >> cut;
            int width = t.interior().width() >> cut;
            int image = n * tile.h();
            Blocks.each(t.interior().height() >> cut, v -> to.store(from.load(0, (image + y + v) * tile.w() + x, width),
                ((t.y() >> cut) + y + v) * entering.w() + (t.x() >> cut) + x, width));
        }
    }

    /** The tiles' part of what the whole image has at the cut, as the decoder takes it. */
    private Tensor joined(List<Tile> tiles) {
        Tensor joined = g.joined(cut - 1, input.n(), input.h() >> cut, input.w() >> cut);
        int w = joined.w();
        int values = w * entering.c();
        for (int n = 0; n < tiles.size(); n++) {
            int x = tiles.get(n).x() >> cut;
            int y = tiles.get(n).y() >> cut;
            int image = n * joined.h();
            Blocks.each(joined.h(), v -> {
                int place = (y + v) * entering.w() + x;
                float[] skip = Rows.of(entering).load(0, place, w);
                for (int i = 0; i < values; i++) skip[i] = Math.max(skip[i], 0);
                Generator.skip(joined).store(skip, (image + v) * w, w);
                Generator.decoded(joined).store(Rows.of(decoded).load(0, place, w), (image + v) * w, w);
            });
        }
        return joined;
    }

    @Override
    public void close() {
        Tensor.close(input, entering);
        if (rounding != null) rounding.close();
        g.close();
    }
}
