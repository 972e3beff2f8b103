package sc.fiji.pix2pix.nn;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A way to divide a generator between the tiles of an image and the whole of it ({@link TiledInference}): the outer levels see little and
 * are computed in tiles, the inner ones see far, but on an image 4 to the power of {@code level} times as small. Work is in multiply-adds
 * per pixel.
 *
 * @param level of the first inner level; as many as there are levels, if all are computed in tiles
 * @param stride sides and places of tiles are multiples of this
 * @param radius how far, in pixels, an output pixel sees beyond what is known of the whole image: a tile's pixels that are further than
 *        this from its border do not depend on what lies beyond
 * @param surveyWork for each pixel of the tiles, in the passes before the last
 * @param tileWork for each pixel of the tiles, in the last pass
 * @param wholeWork for each pixel of the image, on its inner levels
 */
public record Cut(int level, int stride, int radius, double surveyWork, double tileWork, double wholeWork) {
    /** The time that it takes to write and read a value, in multiply-adds: it counts in narrow networks and near the full image size. */
    private static final double TRAFFIC = 100;

    /** All ways from the first level to the last. */
    public static List<Cut> all(GeneratorSettings g) {
        return IntStream.rangeClosed(1, g.levels()).mapToObj(level -> of(g, level)).toList();
    }

    /** @param level 1 to the network's levels */
    public static Cut of(GeneratorSettings g, int level) {
        int n = g.levels();
        int skips = level < n ? level - 1 : n;
        double surveys = level < n ? down(g, 0, level) : 0;
        if (g.norm() == NormKind.INSTANCE) {
            for (int k = 1; k <= level - 2; k++) surveys += down(g, 0, k + 1);
            for (int k = level - 1; k >= 1; k--) surveys += down(g, 0, skips) + up(g, k, level);
        }
        double last = down(g, 0, skips) + up(g, 0, level) + refinement(g);
        return new Cut(level, 1 << level, radius(level, n, g.refinement()), surveys, last, down(g, level, n) + up(g, level, n));
    }

    /** Of encoder levels {@code from} to {@code to} - 1. */
    private static double down(GeneratorSettings g, int from, int to) {
        double work = 0;
        for (int i = from; i < to; i++) {
            int in = i == 0 ? g.inputChannels() : g.channels(i - 1);
            work += (16.0 * in + 3 * TRAFFIC) * g.channels(i) / (4 << 2 * i);
        }
        return work;
    }

    /** Of decoder levels {@code from} to {@code to} - 1. */
    private static double up(GeneratorSettings g, int from, int to) {
        double work = 0;
        for (int i = from; i < to; i++) {
            double in = g.channels(i) * (i == g.levels() - 1 ? 1 : 2);
            int out = i == 0 ? g.decodedChannels() : g.channels(i - 1);
            // 16 weights for each small pixel, or 9 for each of the doubled image, which is written first
            double each = g.upsampling() == Upsampling.RESIZE ? 9 * in * out + TRAFFIC * in : 4 * in * out;
            work += (each + 2 * TRAFFIC * out) / (1 << 2 * i);
        }
        return work;
    }

    private static double refinement(GeneratorSettings g) {
        double work = 0;
        for (int i = 0; i < g.refinement(); i++) {
            double in = g.refinementInput(i);
            int out = g.refinementOutput(i);
            work += 9 * in * out + TRAFFIC * (in + out);
        }
        return work;
    }

    private static int radius(int level, int levels, int refinement) {
        long radius = 0;
        for (int o = 0; o < 1 << level; o++) {
            long low = o - refinement;
            long high = o + refinement;
            for (int i = 0; i < level; i++) {
                // Both upsamplings: output o depends on the inputs (o - 1) / 2 to (o + 1) / 2, rounded down.
                low = Math.floorDiv(low - 1, 2);
                high = Math.floorDiv(high + 1, 2);
                // The skip connection at the cut is known of the whole image; the others see as far as their encoder levels do.
                int reach = level < levels && i == level - 1 ? 0 : 1;
                long first = low;
                long last = high;
                for (int k = 0; k <= i; k++) {
                    first = 2 * first - reach;
                    last = 2 * last + 1 + reach;
                }
                radius = Math.max(radius, Math.max(o - first, last - o));
            }
        }
        return Math.toIntExact(radius);
    }
}
