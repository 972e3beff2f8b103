package sc.fiji.pix2pix.nn;

/** Whether products of transformed tiles ({@link WinogradTiles}) take less time than what oneDNN does without, by measured times. */
final class WinogradCost {
    /** More values of one row of tiles, or of transformed weights, take more memory than the time that they save is worth. */
    private static final long MOST = 1 << 25;
    /**
     * What a value takes, measured, in the time of a multiplication in large products: a transformed one of a tile or of its result for each point along a side,
     * transforming a weight, and reading it. In bf16 products take half of their time, and a value takes 25 on a quiet
     * machine, by the profile of a layer of 256 channels at 512 x 512, and about twice as much where other programs fill the last cache: a number between both.
     */
    private static final double TILE = 24;
    private static final double TILE_OF_BF16 = 37;
    private static final double WEIGHT = 100;
    private static final double READ = 35;
    /** What is saved at least, for what the estimate does not know. */
    private static final double WORTH = 0.95;
    /** Times of oneDNN for as many multiplications, in that of a convolution. */
    static final double SLOW_ENLARGEMENT = 1.15;
    static final double SLOW_GRADIENT = 1.25;

    private WinogradCost() {}

    /**
     * @param uses how often weights are used before they change
     * @param slowness of oneDNN, against plain convolutions: {@link #SLOW_ENLARGEMENT} or so
     */
    static boolean isWorthIt(WinogradTiles t, double uses, double slowness) {
        Winograd w = t.winograd;
        double values = t.large.length() + t.small.length();
        double pairs = (double) t.large.length() * t.small.length();
        double plain = (double) t.pieces.batch() * t.small.height() * t.small.width() * w.taps * w.taps * pairs;
        double tile = (w.precision == Precision.BF16 ? TILE_OF_BF16 : TILE) * w.points;
        double products = (double) t.all() * w.squarePoints() * (pairs + tile * values) + t.weights() * (READ + WEIGHT / uses);
        return Math.max(t.weights(), t.rowValues()) <= MOST && products < WORTH * slowness * plain;
    }
}
