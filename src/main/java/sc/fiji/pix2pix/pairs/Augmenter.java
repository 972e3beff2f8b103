package sc.fiji.pix2pix.pairs;

import java.util.random.RandomGenerator;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.image.Reflection;

/**
 * Random square crops, mirrored and turned by quarter turns: pixels are moved, never interpolated, so that pixel scale, sharpness and noise
 * stay what they were.
 */
public final class Augmenter {
    private Augmenter() {}

    /**
     * Takes the same random crop of both images. All positions are equally likely, and so are the eight mirrored and turned orientations.
     * An image narrower or lower than the crop is continued by {@link Reflection}, at a random offset.
     *
     * @param pair two images of one size
     * @param crop side of the crop in pixels, at least 1
     * @param augment whether to mirror and turn as well
     * @param random decides; as many numbers are drawn with augmentation as without it
     * @return a new pair of that name, {@code crop} x {@code crop} pixels
     * @throws IllegalArgumentException if the crop is below 1 or the two sizes differ
     */
    public static Pair crop(Pair pair, int crop, boolean augment, RandomGenerator random) {
        if (crop < 1) throw new IllegalArgumentException("A crop of " + crop + " pixels is not possible: at least 1 is needed.");
        Raster input = pair.input();
        Raster target = pair.target();
        if (input.width() != target.width() || input.height() != target.height()) throw new IllegalArgumentException(
            "The images of pair " + pair.name() + " differ in size: " + Names.size(input) + " and " + Names.size(target) + ".");
        int[] columns = window(input.width(), crop, random);
        int[] rows = window(input.height(), crop, random);
        int orientation = random.nextInt(8);
        if (!augment) orientation = 0;
        return new Pair(pair.name(), take(input, columns, rows, orientation), take(target, columns, rows, orientation));
    }

    /** Source positions of the crop along one axis. */
    private static int[] window(int length, int crop, RandomGenerator random) {
        int room = length - crop;
        int first = room >= 0 ? random.nextInt(room + 1) : -random.nextInt(1 - room);
        int[] positions = new int[crop];
        for (int i = 0; i < crop; i++) positions[i] = Reflection.index(first + i, length);
        return positions;
    }

    /** Bits of the orientation: 1 mirrors left and right, 2 top and bottom, 4 swaps rows and columns; together all eight symmetries. */
    private static Raster take(Raster image, int[] columns, int[] rows, int orientation) {
        int crop = columns.length;
        Raster result = new Raster(crop, crop, image.channels(), image.type());
        for (int c = 0; c < image.channels(); c++) {
            float[] from = image.plane(c);
            float[] to = result.plane(c);
            for (int y = 0; y < crop; y++) {
                int v = (orientation & 2) == 0 ? y : crop - 1 - y;
                for (int x = 0; x < crop; x++) {
                    int u = (orientation & 1) == 0 ? x : crop - 1 - x;
                    int column = (orientation & 4) == 0 ? columns[u] : columns[v];
                    int row = (orientation & 4) == 0 ? rows[v] : rows[u];
                    to[y * crop + x] = from[row * image.width() + column];
                }
            }
        }
        return result;
    }
}
