package sc.fiji.pix2pix.nn;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_eltwise_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Transforms products of tiles to pixels of the result. A^T m A is linear in the products m, so that all pixels of all tiles of a piece are one matrix product,
 * [pixels of a tile, points] x [points, values of the tiles]. They are then copied to their places, one pixel of all tiles at a time.
 */
final class OneDnnTileResults implements AutoCloseable {
    private final WinogradTiles tiles;
    private final BlockImage image;
    private final Precision given;
    private final int outputs;
    private final int points;
    /** Values of a row of tiles at a point. */
    private final int row;
    private final Floats factors;
    /** By their slopes. */
    private final Map<Float, OneDnnPrimitive> activations = new HashMap<>();
    private final Map<Place, OneDnnBlockOrder> orders = new HashMap<>();

    /**
     * Where one pixel of all tiles of a piece goes.
     *
     * @param pixel values from a pixel of the image to the next
     */
    private record Place(int images, OneDnnBlockOrder.Span rows, OneDnnBlockOrder.Span columns, long pixel) {}

    /**
     * @param enlarging whether tiles run backwards
     * @param image that the results are
     * @param given what it is in
     */
    OneDnnTileResults(WinogradTiles tiles, boolean enlarging, BlockImage image, Precision given) {
        this.tiles = tiles;
        this.image = image;
        this.given = given;
        outputs = tiles.winograd.outputs;
        points = tiles.winograd.points;
        row = tiles.columns() * image.length();
        factors = new Floats((long) outputs * outputs * points * points);
        int at = 0;
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < outputs; j++) {
                double[] down = tiles.winograd.factorsOfProducts(enlarging ? outputs - 1 - i : i);
                double[] across = tiles.winograd.factorsOfProducts(enlarging ? outputs - 1 - j : j);
                for (int point = 0; point < points * points; point++) factors.values().put(at++, (float) (down[point / points] * across[point % points]));
            }
        }
    }

    /** Floats of the results of a piece. */
    static long floats(WinogradTiles tiles, BlockImage image) {
        int outputs = tiles.winograd.outputs;
        return (long) tiles.pieces.rows() * tiles.columns() * outputs * outputs * image.length();
    }

    private OneDnnPrimitive activation(float slope) {
        try (dnnl_memory_desc_t all = OneDnn.layout(dnnl.dnnl_a, (long) outputs * outputs * tiles.count() * image.length()); dnnl_eltwise_desc_t d = new dnnl_eltwise_desc_t()) {
            OneDnn.check(dnnl.dnnl_eltwise_forward_desc_init(d, dnnl.dnnl_forward_inference, dnnl.dnnl_eltwise_relu, all, slope, 0), "activation");
            return OneDnnPrimitive.of(OneDnnPrimitive.describe(d, null)).take(dnnl.DNNL_ARG_SRC, all).take(dnnl.DNNL_ARG_DST, all);
        }
    }

    /**
     * @param products address of [points, tiles, values of a block]
     * @param made address for the results before they are in order, [pixels of a tile, tiles, values of a block]
     * @param slope of the LeakyReLU behind them; 1 for none
     */
    void run(WinogradPieces.Piece piece, long products, long made, float slope, Rows to) {
        long values = (long) tiles.count() * image.length();
        multiply(values, products, made);
        if (slope != 1) activations.computeIfAbsent(slope, this::activation).run(made, made);
        int stride = image.stride();
        for (int pixel = 0; pixel < outputs * outputs; pixel++) {
            int top = image.rowOf(tiles.firstMade(piece.row()) + pixel / outputs, 0);
            int left = image.rowOf(tiles.firstMade(0) + pixel % outputs, 0);
            BlockAxis down = BlockAxis.of(top, piece.rows(), stride, outputs * stride, image.height());
            BlockAxis across = BlockAxis.of(left, tiles.columns(), stride, outputs * stride, image.width());
            if (down != null && across != null) put(piece, down, across, made + Float.BYTES * pixel * values, to);
        }
    }

    private void multiply(long values, long products, long result) {
        FloatPointer left = new FloatPointer(new OneDnn.Address(factors.address()));
        FloatPointer right = new FloatPointer(new OneDnn.Address(products));
        FloatPointer to = new FloatPointer(new OneDnn.Address(result));
        int inner = points * points;
        OneDnn.check(dnnl.dnnl_sgemm((byte) 'N', (byte) 'N', outputs * outputs, values, inner, 1, left, inner, right, values, 0, to, values), "results");
    }

    /** Puts one pixel, a block of the image's, of all tiles to its place. */
    private void put(WinogradPieces.Piece piece, BlockAxis down, BlockAxis across, long made, Rows to) {
        int bytes = OneDnn.bytes(given);
        long pixel = (long) to.tensor().perPixel() * Float.BYTES / bytes;
        long line = image.width() * pixel;
        long start = made + Float.BYTES * ((long) down.first() * row + (long) across.first() * image.length());
        long first = ((long) piece.image() * image.height() + down.pixel()) * line + across.pixel() * pixel;
        OneDnnBlockOrder order = orders.computeIfAbsent(new Place(piece.images(), down.with(), across.with(), pixel), p -> {
            long stride = image.stride();
            long channels = image.channels();
            long[] blocks = {(long) tiles.pieces.rowsOfEach * row, row, stride * channels, image.length(), channels, 1};
            long[] places = {image.height() * line, outputs * stride * line, line, outputs * stride * pixel, pixel, 1};
            return OneDnnBlockOrder.toImage(p.images, p.rows, p.columns, image.channels(), blocks, places, given);
        });
        order.run(start, to.tensor().address() + Float.BYTES * (long) to.first() + bytes * first);
    }

    @Override
    public void close() {
        orders.values().forEach(OneDnnBlockOrder::close);
        orders.clear();
        factors.close();
        activations.values().forEach(OneDnnPrimitive::close);
    }
}
