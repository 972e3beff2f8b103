package sc.fiji.pix2pix.pairs;

import java.util.Objects;
import sc.fiji.pix2pix.image.Raster;

/**
 * Two aligned images: what the network is given and what it should make of it. They may differ in channels and pixel type, not in size
 * ({@link PairChecks} sees to that). Pixels are only read, never written, by everything in this package.
 *
 * @param name what both have in common, as the user knows it: a file name without extension, a slice label
 * @param input the image the network is given
 * @param target the image it should make
 */
public record Pair(String name, Raster input, Raster target) {

    public Pair {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(target, "target");
    }
}
