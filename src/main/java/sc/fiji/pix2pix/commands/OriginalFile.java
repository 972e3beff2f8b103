package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The file that an image was opened from. */
final class OriginalFile {
    private OriginalFile() {}

    /** A result must not replace the file that the image was opened from, by whatever path or link it is named. */
    static void refuse(ImagePlus image, Path file) throws IOException {
        FileInfo info = image.getOriginalFileInfo();
        String original = info == null || info.fileName == null ? null : info.getFilePath();
        if (original == null || original.contains("://") || !Files.exists(file)) return;
        Path source;
        try {
            source = Path.of(original);
        } catch (InvalidPathException e) {
            return;
        }
        if (Files.exists(source) && Files.isSameFile(source, file))
            throw new IllegalArgumentException("The output " + file + " is the file that the image \"" + image.getTitle()
                + "\" was opened from, and the result would replace it; choose another \"output\".");
    }
}
