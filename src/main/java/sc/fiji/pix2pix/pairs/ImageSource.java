package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.util.List;
import sc.fiji.pix2pix.image.Raster;

/** Single images that are known by number and name, and read when asked for. May be called from several threads. */
public interface ImageSource {

    /** Number of images, at least 1. */
    int size();

    /** Name of image {@code i}, without reading it: a file name without extension, a slice label. */
    String name(int i);

    /**
     * Image {@code i}; treat its pixels as read-only.
     *
     * @throws IOException if its file cannot be read; the message names it
     */
    Raster load(int i) throws IOException;

    /** Sentences that the user should read once; may be empty. */
    default List<String> notes() {
        return List.of();
    }
}
