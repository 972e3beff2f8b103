package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.pix2pix.image.Raster;

/**
 * Pairs from one folder of images that show A in their left half and B in their right half, as the data sets published with pix2pix do. The
 * folder is listed once, when opened; images are read when asked for. Sub-folders are not searched.
 */
public final class SideBySidePairs implements PairSource {
    private final ImageFolder folder;
    private final Direction direction;
    private final ImageReader reader;

    private SideBySidePairs(ImageFolder folder, Direction direction, ImageReader reader) {
        this.folder = folder;
        this.direction = direction;
        this.reader = reader;
    }

    /**
     * Lists the images of a folder; reads none.
     *
     * @param direction {@code AtoB}: the left half is the input and the right half the target; {@code BtoA}: the other way round
     * @throws IOException if the folder is missing, no folder, unreadable or without an image; the message names it
     */
    public static SideBySidePairs open(Path folder, Direction direction, ImageReader reader) throws IOException {
        return new SideBySidePairs(ImageFolder.list(folder, "folder of side-by-side images", reader, null), direction, reader);
    }

    @Override
    public int size() {
        return folder.files().size();
    }

    /** The file that holds both images of pair {@code i}. */
    public Path file(int i) {
        return folder.files().get(i);
    }

    /** The file name without extension. */
    @Override
    public String name(int i) {
        return ImageFolder.baseName(folder.files().get(i));
    }

    /** @throws IOException if the file cannot be read or its width is odd, so that it has no two equal halves; the message names it */
    @Override
    public Pair load(int i) throws IOException {
        Path file = folder.files().get(i);
        Raster both = reader.read(file);
        if (both.width() % 2 != 0) throw new IOException("The image " + file + " is " + both.width()
            + " pixels wide: a side-by-side image needs an even width, half for the input and half for the target.");
        int half = both.width() / 2;
        Raster a = both.crop(0, 0, half, both.height());
        Raster b = both.crop(half, 0, half, both.height());
        return direction == Direction.AtoB ? new Pair(name(i), a, b) : new Pair(name(i), b, a);
    }

    @Override
    public String inputName(int i) {
        return (direction == Direction.AtoB ? "left half of " : "right half of ") + folder.files().get(i);
    }

    @Override
    public String targetName(int i) {
        return (direction == Direction.AtoB ? "right half of " : "left half of ") + folder.files().get(i);
    }

    @Override
    public List<String> notes() {
        return folder.notes();
    }
}
