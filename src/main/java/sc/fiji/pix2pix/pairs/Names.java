package sc.fiji.pix2pix.pairs;

import java.util.Collection;
import java.util.stream.Collectors;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** Wording that messages of this package share. */
final class Names {
    private static final int SHOWN = 5;

    private Names() {}

    /** The first five in order, and how many more there are. */
    static String some(Collection<String> names) {
        String shown = names.stream().sorted().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
    }

    static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    static String size(Raster image) {
        return image.width() + " x " + image.height();
    }

    /** The kind of an image in ImageJ's words. */
    static String kind(Raster image) {
        boolean plain = image.channels() == 1 || image.type() == PixelType.RGB;
        return kind(image.type()) + (plain ? "" : " with " + image.channels() + " channels");
    }

    private static String kind(PixelType type) {
        return switch (type) {
            case GRAY8 -> "8-bit";
            case GRAY16 -> "16-bit";
            case FLOAT32 -> "32-bit";
            case RGB -> "RGB";
        };
    }
}
