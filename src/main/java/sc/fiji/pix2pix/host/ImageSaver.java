package sc.fiji.pix2pix.host;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * Saves images in the format that the file's name asks for: TIFF for everything, FITS for a single grey plane, PNG for a single RGB plane.
 * A file appears whole or not at all.
 */
public final class ImageSaver {
    private ImageSaver() {}

    /** @throws IllegalArgumentException if the format cannot hold the image, @throws IOException if the file cannot be written */
    public static void save(ImagePlus image, Path file) throws IOException {
        Path path = file.toAbsolutePath();
        String extension = checkName(file);
        checkHolds(image, file, extension);
        if (!Files.isDirectory(path.getParent()))
            throw new IOException("The folder " + path.getParent() + " does not exist; make it first.");
        if (!Files.isWritable(path.getParent()))
            throw new IOException("The folder " + path.getParent() + " cannot be written to; choose another one.");
        Path temporary = path.resolveSibling(".pix2pix-" + System.nanoTime() + "-" + path.getFileName());
        String title = image.getTitle();
        try {
            write(image, temporary, extension);
            checkWhole(image, temporary, file);
            Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
            image.setTitle(title);
            image.changes = true;
        }
    }

    /** Fails early, before anything was computed. @return the extension in lower case */
    public static String checkName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "tif", "tiff", "fits", "fit", "fts", "png" -> extension;
            default -> throw new IllegalArgumentException("The file " + file
                + " has to end in .tif, .fits or .png, the formats that results are saved in.");
        };
    }

    private static void checkHolds(ImagePlus image, Path file, String extension) {
        boolean rgb = image.getBitDepth() == 24;
        if (extension.startsWith("tif")) return;
        if (image.getStackSize() > 1)
            throw new IllegalArgumentException(file + " cannot hold the " + image.getStackSize() + " planes of \"" + image.getTitle()
                + "\"; save as .tif.");
        if (extension.equals("png") && !rgb)
            throw new IllegalArgumentException(file + " cannot hold the 32-bit values of \"" + image.getTitle()
                + "\"; save as .tif or .fits.");
        if (extension.startsWith("f") && rgb)
            throw new IllegalArgumentException(file + " cannot hold the colours of \"" + image.getTitle() + "\"; save as .tif or .png.");
    }

    /** ImageJ's FITS writer says nothing when the disk is full. */
    private static void checkWhole(ImagePlus image, Path temporary, Path file) throws IOException {
        long pixels = (long) image.getWidth() * image.getHeight() * image.getStackSize() * (image.getBitDepth() / 8);
        boolean packed = file.toString().toLowerCase(Locale.ROOT).endsWith("png");
        if (!Files.exists(temporary) || Files.size(temporary) < (packed ? 1 : pixels))
            throw new IOException("The image " + file + " could not be written whole; is the disk full?");
    }

    private static void write(ImagePlus image, Path temporary, String extension) throws IOException {
        FileSaver saver = new FileSaver(image);
        IJ.redirectErrorMessages(true);
        try {
            boolean written = switch (extension.charAt(0)) {
                case 'f' -> saver.saveAsFits(temporary.toString());
                case 'p' -> saver.saveAsPng(temporary.toString());
                default -> saver.saveAsTiff(temporary.toString());
            };
            if (!written) throw new IOException("ImageJ could not write into " + temporary.getParent() + ": " + IJ.getErrorMessage());
        } finally {
            IJ.redirectErrorMessages(false);
        }
    }
}
