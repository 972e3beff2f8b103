package sc.fiji.pix2pix.predict;

/**
 * Tiles along one axis. Positions count pixels of the padded image, which is the image with reflected pixels on both sides up to a
 * certain multiple. Neighbours are blended in a band around the middle of what they share; no position lies in two bands, so that a
 * position belongs to at most two tiles, with weights w and 1 - w.
 */
final class AxisPlan {
    private final int length;
    private final int padded;
    private final int stride;
    private final int tile;
    private final int[] origins;
    private final int[] cuts;
    private final int half;

    /**
     * @param length pixels of the image
     * @param multiple the padded image's length is one of this, which is a multiple of the stride
     * @param stride tiles begin at multiples of this
     * @param tile pixels of a tile, a multiple of the stride; shortened if the image needs less
     * @param overlap least number of pixels that neighbours share, a multiple of the stride below {@code tile}
     * @param radius how far an output pixel sees: bands stay that far from the ends of tiles where the overlap allows it
     */
    AxisPlan(int length, int multiple, int stride, int tile, int overlap, int radius) {
        this.length = length;
        this.stride = stride;
        padded = Math.toIntExact(ceil(length, multiple));
        int units = gaps(padded, tile, overlap);
        // the shortest tile that does with as many
        this.tile = units == 0 ? padded : (int) Math.min(tile, ceil(ceilDiv(padded - overlap, units + 1) + overlap, stride));
        origins = new int[units + 1];
        long steps = (padded - this.tile) / stride;
        for (int i = 0; i <= units; i++) origins[i] = units == 0 ? 0 : (int) (steps * i / units) * stride;
        cuts = new int[units];
        int band = Integer.MAX_VALUE;
        for (int i = 0; i < units; i++) {
            int shared = origins[i] + this.tile - origins[i + 1];
            cuts[i] = origins[i + 1] + shared / 2;
            band = Math.min(band, shared >= 2 * radius ? shared / 2 - radius : shared / 8);
            if (i > 0) band = Math.min(band, (cuts[i] - cuts[i - 1]) / 2);
        }
        half = units == 0 ? 0 : band;
    }

    static long ceil(long value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }

    private static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }

    private static int gaps(int padded, int tile, int overlap) {
        return padded <= tile ? 0 : (int) ceilDiv(padded - tile, tile - overlap);
    }

    /** How many tiles there are along the axis, found without making the plan. */
    static long count(int padded, int tile, int overlap) {
        return 1L + gaps(padded, tile, overlap);
    }

    int length() {
        return length;
    }

    int padded() {
        return padded;
    }

    /** Reflected pixels before the image. */
    int before() {
        return (padded - length) / 2;
    }

    /** Pixels of each tile. */
    int tile() {
        return tile;
    }

    int count() {
        return origins.length;
    }

    int origin(int i) {
        return origins[i];
    }

    /** First position of the image that tile {@code i} gives a value to. */
    int first(int i) {
        return Math.max(before(), i == 0 ? 0 : cuts[i - 1] - half);
    }

    /** The position after the last. */
    int end(int i) {
        return Math.min(before() + length, i == cuts.length ? padded : cuts[i] + half);
    }

    /** First position that tile {@code i} alone gives a value to, from there to {@link #aloneEnd}. */
    int aloneFirst(int i) {
        return i == 0 ? first(i) : Math.min(end(i), Math.max(first(i), cuts[i - 1] + half));
    }

    /** The position after the last. */
    int aloneEnd(int i) {
        return i == cuts.length ? end(i) : Math.max(aloneFirst(i), Math.min(end(i), cuts[i] - half));
    }

    /** Share of tile {@code i} in the value at a position between {@link #first} and {@link #end}. */
    float weight(int i, int position) {
        if (i > 0 && position < cuts[i - 1] + half) return ramp(position - cuts[i - 1]);
        if (i < cuts.length && position >= cuts[i] - half) return 1 - ramp(position - cuts[i]);
        return 1;
    }

    /** Rises from 0 to 1 across the band; a cosine has no kink at its ends. */
    private float ramp(int distance) {
        return (float) (0.5 + 0.5 * Math.sin(Math.PI / 2 * (distance + 0.5) / half));
    }

    /**
     * First position of the part that tile {@code i} counts in statistics: parts are disjoint, cover everything and begin at multiples of
     * the stride.
     */
    int interiorFirst(int i) {
        return i == 0 ? 0 : cuts[i - 1] / stride * stride;
    }

    int interiorEnd(int i) {
        return i == cuts.length ? padded : cuts[i] / stride * stride;
    }
}
