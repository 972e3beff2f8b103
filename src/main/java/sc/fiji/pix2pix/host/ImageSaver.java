package sc.fiji.pix2pix.host;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import sc.fiji.pix2pix.fits.FitsFiles;

/**
 * Saves images in the format that the file's name asks for: TIFF for everything, FITS for everything as
 * 32-bit floats, PNG for a single RGB plane.
 * A file appears whole or not at all.
 */
public final class ImageSaver {
    /** More than what a file holds besides the pixels. */
    private static final int HEADER = 1 << 16;

    private ImageSaver() {}

    /** @throws IllegalArgumentException if the format cannot hold the image, @throws IOException if the file cannot be written */
    public static void save(ImagePlus image, Path file) throws IOException {
        Path path = file.toAbsolutePath();
        String extension = check(file);
        checkHolds(image, file, extension);
        if (isFits(file)) {
            FitsFiles.write(file, FitsImages.of(image, false));
            return;
        }
        Path temporary = path.resolveSibling(".pix2pix-" + System.nanoTime() + "-" + path.getFileName());
        String title = image.getTitle();
        try {
            reserve(image, temporary, file);
            write(image, temporary, file, extension);
            checkWhole(image, temporary, file);
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
            image.setTitle(title);
            image.changes = true;
        }
    }

    /**
     * Fails early, before anything was computed.
     *
     * @return the extension in lower case
     * @throws IllegalArgumentException if the name has none of a format, @throws IOException if the folder is none, or closed
     */
    public static String check(Path file) throws IOException {
        String extension = extension(file);
        checkFolder(file);
        return extension;
    }

    /** @throws IOException if the folder that a file is to be saved in is none, or closed */
    public static void checkFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) throw new IOException("The folder " + folder + " does not exist; make it first.");
        if (!Files.isWritable(folder)) throw new IOException("The folder " + folder + " cannot be written to; choose another one.");
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "tif", "tiff", "fits", "fit", "fts", "png" -> extension;
            default -> throw new IllegalArgumentException("The file " + file
                + " has to end in .tif, .fits or .png, the formats that results are saved in.");
        };
    }

    /** Whether the name is that of a FITS file. */
    public static boolean isFits(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(fits?|fts)");
    }

    private static void checkHolds(ImagePlus image, Path file, String extension) {
        boolean rgb = image.getBitDepth() == 24;
        if (!extension.equals("png")) return;
        if (image.getStackSize() > 1)
            throw new IllegalArgumentException(file + " cannot hold the " + image.getStackSize() + " planes of \"" + image.getTitle()
                + "\"; save as .tif.");
        if (!rgb)
            throw new IllegalArgumentException(file + " cannot hold the 32-bit values of \"" + image.getTitle()
                + "\"; save as .tif or .fits.");
    }

    /** ImageJ's writers do not always say when the disk is full. */
    private static void checkWhole(ImagePlus image, Path temporary, Path file) throws IOException {
        long pixels = bytes(image);
        boolean packed = file.toString().toLowerCase(Locale.ROOT).endsWith("png");
        if (!Files.exists(temporary) || Files.size(temporary) < (packed ? 1 : pixels))
            throw new IOException("The image " + file + " could not be written whole: free space on the disk, or choose another folder.");
    }

    private static long bytes(ImagePlus image) {
        return (long) image.getWidth() * image.getHeight() * image.getStackSize() * (image.getBitDepth() / 8);
    }

    /**
     * Finds out whether the file can be made and has room, before ImageJ's writers do, which print on the standard output. The space that
     * the system states is not right everywhere: where it looks too little, that is tried.
     */
    private static void reserve(ImagePlus image, Path temporary, Path file) throws IOException {
        long size = bytes(image);
        try (OutputStream out = Files.newOutputStream(temporary)) {
            if (temporary.getParent().toFile().getUsableSpace() > size + HEADER) return;
            byte[] block = new byte[HEADER];
            for (long written = 0; written < size; written += block.length) out.write(block);
        } catch (IOException e) {
            String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
            throw new IOException("The image " + file + " of " + ((size >> 20) + 1) + " MB cannot be written (" + reason
                + "): free space on the disk if it is full, or choose another folder.", e);
        }
    }

    private static void write(ImagePlus image, Path temporary, Path file, String extension) throws IOException {
        FileSaver saver = new FileSaver(image);
        IJ.redirectErrorMessages(true);
        try {
            boolean written = switch (extension.charAt(0)) {
                case 'p' -> saver.saveAsPng(temporary.toString());
                default -> saver.saveAsTiff(temporary.toString());
            };
            if (!written)
                throw new IOException("The image " + file + " could not be written (" + String.valueOf(IJ.getErrorMessage())
                    .replace(temporary.toString(), file.toString()) + "): free space on the disk if it is full, or choose another folder.");
        } finally {
            IJ.redirectErrorMessages(false);
        }
    }
}
