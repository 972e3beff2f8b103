package sc.fiji.pix2pix.host;

import ij.ImagePlus;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.Direction;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;

/**
 * Pairs from open images, slice by slice and frame by frame; a single image is a stack of one. Slices are converted when they are asked
 * for.
 */
public final class StackPairs implements PairSource {
    private final ImageRasters input;
    private final ImageRasters target;
    private final Direction direction;

    private StackPairs(ImageRasters input, ImageRasters target, Direction direction) {
        this.input = input;
        this.target = target;
        this.direction = direction;
    }

    /** @throws IllegalArgumentException if the numbers of slices and frames differ */
    public static StackPairs of(ImagePlus input, ImagePlus target) {
        ImageRasters inputs = ImageRasters.of(input);
        ImageRasters targets = ImageRasters.of(target);
        if (inputs.size() != targets.size())
            throw new IllegalArgumentException("\"" + input.getTitle() + "\" has " + inputs.size() + " slices and frames, \""
                + target.getTitle() + "\" has "
                + targets.size() + "; pairs need the same number.");
        return new StackPairs(inputs, targets, null);
    }

    /** Each slice holds both images, A in its left half. @throws IllegalArgumentException if the width is odd */
    public static StackPairs sideBySide(ImagePlus image, Direction direction) {
        if (image.getWidth() % 2 != 0)
            throw new IllegalArgumentException("\"" + image.getTitle() + "\" is " + image.getWidth()
                + " pixels wide; side-by-side images need an even width.");
        return new StackPairs(ImageRasters.of(image), null, direction);
    }

    @Override
    public int size() {
        return input.size();
    }

    @Override
    public String name(int i) {
        return input.size() == 1 ? input.image().getTitle() : input.image().getTitle() + " slice " + (i + 1);
    }

    @Override
    public String inputName(int i) {
        return "\"" + name(i) + "\"";
    }

    @Override
    public String targetName(int i) {
        return target == null ? inputName(i) : "\"" + target.image().getTitle() + "\"" + (target.size() == 1 ? "" : " slice " + (i + 1));
    }

    @Override
    public Pair load(int i) {
        Raster first = input.raster(i);
        if (target != null) return new Pair(name(i), first, target.raster(i));
        int half = first.width() / 2;
        Raster a = first.crop(0, 0, half, first.height());
        Raster b = first.crop(half, 0, half, first.height());
        return direction == Direction.AtoB ? new Pair(name(i), a, b) : new Pair(name(i), b, a);
    }
}
