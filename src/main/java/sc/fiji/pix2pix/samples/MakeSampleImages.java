package sc.fiji.pix2pix.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Makes the repository's sample images anew, the same each time: {@code galaxies/{train,test}/{input,target}/*.fits} and
 * {@code shapes/{train,test}/*.png}. The only argument is the folder, {@code sample-images} if there is none.
 */
public final class MakeSampleImages {
    static final int GALAXIES_TRAIN = 44;
    static final int GALAXIES_TEST = 6;
    static final int SHAPES_TRAIN = 60;
    static final int SHAPES_TEST = 6;

    /** Training images have the seeds from here on, test images from the other: no image is in both. */
    private static final long TRAIN_SEED = 1000;
    private static final long TEST_SEED = 2000;

    private MakeSampleImages() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args.length > 0 ? args[0] : "sample-images");
        for (int i = 1; i <= GALAXIES_TRAIN; i++) writeGalaxies(folder, "train", i);
        for (int i = 1; i <= GALAXIES_TEST; i++) writeGalaxies(folder, "test", i);
        for (int i = 1; i <= SHAPES_TRAIN; i++) writeShapes(folder, "train", i);
        for (int i = 1; i <= SHAPES_TEST; i++) writeShapes(folder, "test", i);
    }

    /** Writes the pair of the given part and number, from 1 on. */
    static void writeGalaxies(Path folder, String part, int number) throws IOException {
        GalaxySamples.write(folder.resolve("galaxies").resolve(part), String.format(Locale.ROOT, "galaxies-%02d.fits", number), seed(part, number));
    }

    static void writeShapes(Path folder, String part, int number) throws IOException {
        ShapeSamples.write(folder.resolve("shapes").resolve(part), String.format(Locale.ROOT, "shapes-%02d.png", number), seed(part, number));
    }

    private static long seed(String part, int number) {
        return (part.equals("train") ? TRAIN_SEED : TEST_SEED) + number;
    }
}
