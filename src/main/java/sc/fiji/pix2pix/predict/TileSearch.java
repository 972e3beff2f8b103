package sc.fiji.pix2pix.predict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sc.fiji.pix2pix.nn.Cut;

/** The choice of what is computed in tiles, and of their side, for an image. */
final class TileSearch {
    /** Memory is spared at up to this much more work, where it spares as large a share of it: the network is then also sooner done with a layer when the user cancels. */
    private static final double SPARE = 1.05;
    /** The time that a tile takes whatever its size, in multiply-adds. */
    private static final double PER_TILE = 1e8;
    /** Less memory than this is of no use: small tiles keep threads waiting for each other more than an estimate of work says. */
    private static final long ENOUGH = 3L << 30;

    private final TileFunction f;
    private final List<Cut> cuts;
    private final Cut allInTiles;
    private final int wanted;
    private final long bytes;
    /** The image's, padded. */
    private final int width;
    private final int height;
    private final int longest;

    /**
     * @param wanted overlap; -1 for automatic
     * @param bytes memory that the network may use
     */
    TileSearch(int width, int height, TileFunction f, int wanted, long bytes) {
        this.f = f;
        cuts = f.cuts();
        allInTiles = cuts.get(cuts.size() - 1);
        this.wanted = wanted;
        this.bytes = bytes;
        this.width = multiple(width, f.stride());
        this.height = multiple(height, f.stride());
        longest = Math.max(this.width, this.height);
    }

    private static int multiple(long pixels, int stride) {
        return (int) Math.min(AxisPlan.ceil(pixels, stride), Integer.MAX_VALUE / stride * stride);
    }

    /** Square tiles of a side in pixels, of which neighbours share some. */
    record Choice(Cut cut, int tile, int overlap, boolean exact, long need, double work) {}

    private Choice choice(Cut cut, int tile) {
        int overlap = overlap(cut, tile);
        boolean single = tile >= longest;
        // Surveys count tiles up to the middle of what neighbours share, rounded to the stride.
        boolean exact = single || overlap / 2 / cut.stride() * cut.stride() >= cut.radius();
        long tiles = f.bytes(cut, 1, Math.min(tile, height), Math.min(tile, width));
        long whole = single ? 0 : f.wholeBytes(cut, height, width);
        long need = tiles > Long.MAX_VALUE - whole ? Long.MAX_VALUE : tiles + whole;
        return new Choice(cut, tile, overlap, exact, need, single ? cut.tileWork() * width * height : work(cut, tile, overlap));
    }

    private double work(Cut cut, int tile, int overlap) {
        if (tile <= overlap) return Double.POSITIVE_INFINITY;
        double tiles = (double) AxisPlan.count(width, tile, overlap) * AxisPlan.count(height, tile, overlap);
        double pixels = (double) Math.min(tile, width) * Math.min(tile, height);
        return cut.wholeWork() * width * height + tiles * ((cut.surveyWork() + cut.tileWork()) * pixels + PER_TILE);
    }

    /** Overlap that makes the plan exact. */
    private static int fullOverlap(Cut cut) {
        return multiple(2L * cut.radius(), 2 * cut.stride());
    }

    /** The given overlap; or the full one, or half of a tile where the full one would multiply the work by more than nine. */
    private int overlap(Cut cut, int tile) {
        if (wanted >= 0) return multiple(wanted, cut.stride());
        return tile >= 1.5 * fullOverlap(cut) ? fullOverlap(cut) : tile / 2 / cut.stride() * cut.stride();
    }

    /** Keeping something of the whole image is of use only where that makes several tiles exact. */
    private boolean possible(Choice c) {
        boolean several = c.tile < longest && c.tile > c.overlap;
        return (c.cut == allInTiles ? several || c.tile >= longest : several && c.exact) && c.need <= bytes;
    }

    /** The one that spares most of memory and work together, with little more work than the best; exact ones first. */
    Choice automatic() {
        for (boolean exact : new boolean[] {true, false}) {
            List<Choice> possible = new ArrayList<>();
            for (Cut cut : cuts) {
                for (int tile = cut.stride(); tile <= longest; tile += cut.stride()) {
                    Choice c = choice(cut, tile);
                    if (c.exact == exact && possible(c)) possible.add(c);
                }
            }
            double least = possible.stream().mapToDouble(Choice::work).min().orElse(0);
            Optional<Choice> best = possible.stream().filter(c -> c.work <= SPARE * least)
                .min(Comparator.comparingDouble(c -> c.work * Math.max(c.need, ENOUGH)));
            if (best.isPresent()) return best.get();
        }
        throw tooLittle(f.stride());
    }

    /** The given tile, raised to what the overlap needs. */
    Choice near(int given) {
        Optional<Choice> best = cuts.stream().map(cut -> choice(cut, raised(cut, given))).filter(c -> c.exact && possible(c))
            .min(Comparator.comparingInt(Choice::tile).thenComparingDouble(Choice::work));
        if (best.isPresent()) return best.get();
        int tile = Math.min(multiple(given, allInTiles.stride()), longest);
        for (int side : new int[] {raised(allInTiles, given), tile}) {
            Choice c = choice(allInTiles, side);
            if (possible(c)) return c;
        }
        throw tooLittle(tile);
    }

    private int raised(Cut cut, int given) {
        int least = wanted >= 0 ? multiple(wanted, cut.stride()) + cut.stride() : 2 * fullOverlap(cut);
        return Math.min(longest, Math.max(multiple(given, cut.stride()), least));
    }

    private IllegalArgumentException tooLittle(int tile) {
        long need = choice(allInTiles, tile).need;
        String needed = need == Long.MAX_VALUE ? "more memory than one array can have" : (need >> 20) + 1 + " MB of memory";
        return new IllegalArgumentException("A tile of " + tile + " pixels needs " + needed + ", and " + (bytes >> 20)
            + " MB can be used: close images or programs, or give a smaller tile.");
    }
}
