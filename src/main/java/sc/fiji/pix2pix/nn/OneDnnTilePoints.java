package sc.fiji.pix2pix.nn;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Transforms the tiles of a {@link OneDnnTileBand} to their values at one point, in bf16. At the points 0, -1, 1 and infinity each is the sum or difference of two
 * pixels in each dimension, so that all tiles at a point are a depthwise convolution of 2 x 2 taps, which oneDNN computes in a third of the time
 * that Java's loops and rounding took.
 */
final class OneDnnTilePoints implements AutoCloseable {
    private static final int TAPS = 2;

    private final WinogradTiles tiles;
    private final int channels;
    private final int rows;
    private final int columns;
    private final Line[] lines;
    private final Map<Distance, OneDnnPrimitive> convolutions = new HashMap<>();
    private final Map<Integer, Floats> factors = new HashMap<>();

    /**
     * What a point is made from in one dimension.
     *
     * @param first pixel
     * @param distance of the second
     */
    private record Line(int first, int distance, double factor, double second) {

        /** @param of the pixels of a tile, all but two of which are 0 */
        static Line of(double[] of) {
            int first = 0;
            while (of[first] == 0) first++;
            int last = of.length - 1;
            while (of[last] == 0) last--;
            return new Line(first, last - first, of[first], of[last]);
        }
    }

    private record Distance(int down, int across) {}

    /** @param enlarging whether tiles run backwards */
    OneDnnTilePoints(WinogradTiles tiles, boolean enlarging, BlockImage image, OneDnnTileBand band) {
        this.tiles = tiles;
        channels = image.length();
        rows = band.rows();
        columns = band.columns();
        int points = tiles.winograd.points;
        lines = new Line[points];
        for (int i = 0; i < points; i++) {
            double[] of = tiles.winograd.factors(i);
            double[] forward = of.clone();
            for (int k = 0; enlarging && k < points; k++) forward[k] = of[points - 1 - k];
            lines[i] = Line.of(forward);
        }
    }

    /** Floats that hold what a point has. */
    static long floats(WinogradTiles tiles, BlockImage image) {
        return (long) tiles.count() * image.length() / 2;
    }

    /**
     * @param band address of the blocks
     * @param to address for [tiles, values of a block]
     */
    void run(int point, long band, long to) {
        Line down = lines[point / lines.length];
        Line across = lines[point % lines.length];
        OneDnnPrimitive convolution = convolutions.computeIfAbsent(new Distance(down.distance, across.distance), this::convolution);
        Floats taps = factors.computeIfAbsent(point, p -> taps(down, across, convolution.layout(dnnl.dnnl_query_weights_md)));
        long first = ((long) down.first * columns + across.first) * channels;
        convolution.run(band + Short.BYTES * first, to, taps.address());
    }

    /** Depthwise, from a whole band, however far behind its first block it begins: it reads no further than the last one. */
    private OneDnnPrimitive convolution(Distance distance) {
        int n = tiles.pieces.images;
        long outputs = tiles.winograd.outputs;
        long[] none = {0, 0};
        try (dnnl_memory_desc_t from = OneDnn.layout(Precision.BF16, dnnl.dnnl_nhwc, n, channels, rows, columns);
            dnnl_memory_desc_t any = OneDnn.layout(Precision.BF16, dnnl.dnnl_format_tag_any, channels, 1, 1, TAPS, TAPS);
            dnnl_memory_desc_t to = OneDnn.layout(Precision.BF16, dnnl.dnnl_nhwc, n, channels, tiles.pieces.rowsOfEach, tiles.columns());
            dnnl_convolution_desc_t d = new dnnl_convolution_desc_t()) {
            OneDnn.check(dnnl.dnnl_dilated_convolution_forward_desc_init(d, dnnl.dnnl_forward_inference, dnnl.dnnl_convolution_direct, from, any, null, to,
                new long[] {outputs, outputs}, new long[] {distance.down - 1, distance.across - 1}, none, none), "transform");
            OneDnnPrimitive made = OneDnnPrimitive.of(OneDnnPrimitive.describe(d, null));
            return made.take(dnnl.DNNL_ARG_SRC, from).take(dnnl.DNNL_ARG_DST, to).take(dnnl.DNNL_ARG_WEIGHTS, made.layout(dnnl.dnnl_query_weights_md));
        }
    }

    /** The same factors for all channels. */
    private Floats taps(Line down, Line across, dnnl_memory_desc_t layout) {
        Floats taps = OneDnn.allocate(layout);
        try (dnnl_memory_desc_t plain = OneDnn.layout(dnnl.dnnl_abcde, channels, 1, 1, TAPS, TAPS); Floats values = OneDnn.allocate(plain);
            OneDnnPrimitive order = OneDnnPrimitive.reorder(plain, layout, false)) {
            double[] all = {down.factor * across.factor, down.factor * across.second, down.second * across.factor, down.second * across.second};
            for (int i = 0; i < values.values().limit(); i++) values.values().put(i, (float) all[i % all.length]);
            order.take(dnnl.DNNL_ARG_FROM, plain).take(dnnl.DNNL_ARG_TO, layout).run(values.address(), taps.address());
        }
        return taps;
    }

    @Override
    public void close() {
        convolutions.values().forEach(OneDnnPrimitive::close);
        factors.values().forEach(Floats::close);
    }
}
