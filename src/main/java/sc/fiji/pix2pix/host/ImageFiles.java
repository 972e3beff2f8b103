package sc.fiji.pix2pix.host;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.OpenDialog;
import ij.io.Opener;
import ij.io.TiffDecoder;
import ij.process.ImageConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.ImageReader;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Opens image files with ImageJ's readers, FITS with those of this software, without a dialog: whatever cannot be read is an exception
 * that names the file. A palette of colours in a PNG, GIF or BMP file makes an RGB image; a colour table in any other format leaves the
 * pixel values alone.
 */
public final class ImageFiles {
    private static final Set<Integer> IMAGES = Set.of(Opener.TIFF, Opener.DICOM, Opener.TIFF_AND_DICOM, Opener.PGM,
        Opener.JPEG, Opener.GIF, Opener.BMP, Opener.PNG, Opener.ZIP);
    private static final Set<Integer> PALETTES = Set.of(Opener.PNG, Opener.GIF, Opener.BMP);

    private static final Set<Integer> PACKED = Set.of(FileInfo.BITMAP, FileInfo.GRAY12_UNSIGNED, FileInfo.GRAY10_UNSIGNED);

    private ImageFiles() {}

    /** @throws IOException if there is no such file or ImageJ cannot read it */
    public static synchronized ImagePlus open(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        if (!Files.exists(path)) throw new IOException("The image " + file + " does not exist: check its path.");
        if (Files.isDirectory(path)) throw new IOException(file + " is a folder, not an image.");
        if (Files.size(path) == 0) throw new IOException("The image " + file + " is empty.");
        int type = new Opener().getFileType(path.toString());
        if (type == Opener.FITS || FitsFiles.isFits(path)) return openFits(file, "", Progress.NONE);
        if (type == Opener.TIFF) checkTiff(path);
        ImagePlus image = IMAGES.contains(type) ? openQuietly(path) : type == Opener.UNKNOWN ? Opener.openUsingBioFormats(path.toString())
            : null;
        if (image == null || image.getWidth() == 0)
            throw new IOException("ImageJ cannot open " + file + " as an image: " + reason(type)
                + ". Remove it, or save it as TIFF, FITS or PNG.");
        if (image.getType() == ImagePlus.COLOR_256 && PALETTES.contains(type)) new ImageConverter(image).convertToRGB();
        return image;
    }

    /**
     * Opens an image of a FITS file, with its header in the Info property.
     *
     * @param hdu empty for the first image, else number, EXTNAME or EXTNAME,EXTVER
     */
    public static ImagePlus openFits(Path file, String hdu, Progress progress) throws IOException {
        return FitsImages.toImage(FitsFiles.read(file, hdu, progress), file);
    }

    /** Whether {@link #open} may read the file, going by its name and first bytes; Bio-Formats, if installed, reads more than ImageJ. */
    public static boolean mayBeImage(Path file) {
        ImageReader reader = ImageFiles::read;
        if (reader.accepts(file.getFileName().toString())) return true;
        if (FitsFiles.isFits(file)) return true;
        int type = new Opener().getFileType(file.toAbsolutePath().toString());
        return IMAGES.contains(type) || type == Opener.UNKNOWN && bioFormats();
    }

    private static boolean bioFormats() {
        try {
            Class.forName("loci.plugins.LociImporter", false, IJ.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Opens a file that holds one image of any number of channels. @throws IOException also if it holds several slices or frames */
    public static Raster read(Path file) throws IOException {
        ImageRasters rasters = ImageRasters.of(open(file));
        if (rasters.size() > 1)
            throw new IOException("The file " + file + " holds " + rasters.size()
                + " slices or frames; a pair needs single images. Open the stacks in ImageJ and train by their titles.");
        return rasters.raster(0);
    }

    private static String reason(int type) {
        return switch (type) {
            case Opener.TEXT, Opener.JAVA_OR_TEXT, Opener.TABLE -> "it holds text";
            case Opener.UNKNOWN -> "its format is unknown";
            default -> IMAGES.contains(type) ? "the file is damaged or of an unsupported variety of " + Opener.types[type]
                : "it holds something else (" + Opener.types[type] + ")";
        };
    }

    /** ImageJ's reader reports by modal dialogs, changes the folder that the user's next dialog shows, and throws on damaged files. */
    private static ImagePlus openQuietly(Path path) throws IOException {
        String folder = OpenDialog.getLastDirectory();
        String name = OpenDialog.getLastName();
        Opener opener = new Opener();
        opener.setSilentMode(true);
        IJ.redirectErrorMessages(true);
        try {
            return opener.openImage(path.toString());
        } catch (RuntimeException e) {
            return null;
        } catch (OutOfMemoryError e) {
            throw new IOException("The image " + path + " needs more memory than Java has: raise the memory in Edit>Options>Memory & "
                + "Threads, or with -Xmx on the command line.", e);
        } finally {
            IJ.redirectErrorMessages(false);
            OpenDialog.setLastDirectory(folder);
            OpenDialog.setLastName(name);
        }
    }

    /** ImageJ fills what is missing of a TIFF that was cut short with zeros, and asks other plugins about one it cannot parse. */
    private static void checkTiff(Path path) throws IOException {
        FileInfo[] directories;
        try {
            directories = new TiffDecoder(path.getParent() + "/", path.getFileName().toString()).getTiffInfo();
        } catch (IOException | RuntimeException e) {
            throw new IOException("The TIFF file " + path + " is damaged or of a variety that ImageJ cannot read (" + e.getMessage() + ").",
                e);
        }
        if (directories == null) throw new IOException("The TIFF file " + path + " holds no image.");
        long length = Files.size(path);
        for (FileInfo info : directories) {
            long end = Math.max(endOfStrips(info), endOfPixels(info));
            if (info.width < 1 || info.height < 1 || end > length)
                throw new IOException("The TIFF file " + path + " is cut short: it has " + length + " bytes, its header says " + end + ".");
        }
    }

    private static long endOfStrips(FileInfo info) {
        long end = 0;
        if (info.stripOffsets == null || info.stripLengths == null) return end;
        for (int i = 0; i < Math.min(info.stripOffsets.length, info.stripLengths.length); i++)
            end = Math.max(end, (info.stripOffsets[i] & 0xffffffffL) + (info.stripLengths[i] & 0xffffffffL));
        return end;
    }

    /** For what is stored plainly in whole bytes; ImageJ's own stacks list the strip of the first slice only. */
    private static long endOfPixels(FileInfo info) {
        boolean plain = info.compression <= FileInfo.COMPRESSION_NONE && !PACKED.contains(info.fileType);
        return plain ? info.getOffset() + (long) info.width * info.height * Math.max(1, info.nImages) * info.getBytesPerPixel() : 0;
    }
}
