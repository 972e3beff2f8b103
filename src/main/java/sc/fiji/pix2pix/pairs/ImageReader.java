package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import sc.fiji.pix2pix.image.Raster;

/** Reads image files for this package, which knows no file format itself. */
@FunctionalInterface
public interface ImageReader {

    /** Extensions of the formats that ImageJ or this software opens, in lower case. */
    Set<String> EXTENSIONS = Set.of("tif", "tiff", "png", "jpg", "jpeg", "gif", "bmp", "fits", "fit", "fts", "dcm", "dicom", "pgm", "ppm",
        "pbm", "pnm", "zip");

    /**
     * Reads the one image in a file.
     *
     * @throws IOException if it cannot be read, is no image, or holds several; the message names the file and says what to do
     */
    Raster read(Path file) throws IOException;

    /** Whether files of this name are images; decided by the extension, in upper or lower case. */
    default boolean accepts(String fileName) {
        String name = withoutPacking(fileName);
        int dot = name.lastIndexOf('.');
        return dot >= 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** The name of the FITS file that is packed in a file of this name (.fits.gz, .fits.fz), or the name itself. */
    static String withoutPacking(String fileName) {
        return fileName.replaceFirst("(?i)(\\.(?:fits?|fts))\\.[gf]z$", "$1");
    }
}
