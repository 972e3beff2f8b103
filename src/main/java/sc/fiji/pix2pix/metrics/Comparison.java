package sc.fiji.pix2pix.metrics;

import sc.fiji.pix2pix.image.Raster;

/** What two images have to have in common to be compared. */
final class Comparison {
    private Comparison() {}

    /** @throws IllegalArgumentException if sizes or channels differ */
    static void requireSameShape(Raster image, Raster truth) {
        if (image.width() != truth.width() || image.height() != truth.height() || image.channels() != truth.channels())
            throw new IllegalArgumentException("An image of " + image.width() + " x " + image.height() + " pixels and " + image.channels()
                + " channels cannot be compared with one of " + truth.width() + " x " + truth.height() + " and " + truth.channels() + ".");
    }

    /** @throws IllegalArgumentException if the range is not a positive number */
    static void requireRange(double range, String metric) {
        if (!(range > 0 && range < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("A " + metric + " needs a positive data range, not " + range + ".");
    }
}
