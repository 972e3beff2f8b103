package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The image files directly in a folder, listed once, in the order of their names (by character code, the same on every system).
 *
 * @param folder the folder
 * @param files its images, at least one
 * @param notes what was passed over: hidden files, files that are no images, sub-folders
 */
record ImageFolder(Path folder, List<Path> files, List<String> notes) {

    /**
     * @param role what messages call the folder: "input folder"
     * @param known a folder that the user gave as well, so that its being a sub-folder is not worth a note; may be null
     * @throws IOException if it is missing, no folder, unreadable, or without an image
     */
    static ImageFolder list(Path folder, String role, ImageReader reader, Path known) throws IOException {
        if (!Files.exists(folder)) throw new IOException("The " + role + " " + folder + " does not exist: check its path.");
        if (!Files.isDirectory(folder)) throw new IOException("The " + role + " " + folder + " is a file: give the folder it is in.");
        List<Path> images = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(".") || Files.isHidden(entry)) hidden.add(name);
                else if (reader.accepts(name) && Files.isRegularFile(entry)) images.add(entry);
                else if (!Files.isDirectory(entry)) foreign.add(name);
                else if (known == null || !Files.isDirectory(known) || !Files.isSameFile(entry, known)) folders.add(name);
            }
        } catch (AccessDeniedException e) {
            throw new IOException("The " + role + " " + folder + " cannot be read: you have no permission.", e);
        } catch (DirectoryIteratorException e) {
            throw new IOException("The " + role + " " + folder + " cannot be read: " + e.getCause().getMessage(), e.getCause());
        }
        if (images.isEmpty()) throw new IOException(withoutImages(folder, role, foreign, folders));
        images.sort(Comparator.comparing(file -> file.getFileName().toString()));
        List<String> notes = new ArrayList<>();
        note(notes, hidden, "hidden file", "in " + folder + " passed over");
        note(notes, foreign, "file", "in " + folder + " passed over as no image");
        note(notes, folders, "sub-folder", "of " + folder + " not searched");
        return new ImageFolder(folder, List.copyOf(images), List.copyOf(notes));
    }

    private static void note(List<String> notes, List<String> names, String noun, String what) {
        if (!names.isEmpty()) notes.add(Names.count(names.size(), noun) + " " + what + ": " + Names.some(names) + ".");
    }

    private static String withoutImages(Path folder, String role, List<String> foreign, List<String> folders) {
        if (!folders.isEmpty())
            return "The " + role + " " + folder + " has no images itself, only sub-folders: give one, " + Names.some(folders) + ".";
        if (foreign.isEmpty()) return "The " + role + " " + folder + " is empty: put images into it or give another folder.";
        return "The " + role + " " + folder + " has no images that can be opened, only " + Names.some(foreign)
            + ": convert them to TIFF or PNG.";
    }

    /**
     * The file name up to its last dot, {@code .ome} before {@code .tif} and {@code .fits} before {@code .gz} taken off as well, in composed Unicode: file systems of macOS
     * decompose accented letters, and a folder copied from there should still match.
     */
    static String baseName(Path file) {
        String name = ImageReader.withoutPacking(Normalizer.normalize(file.getFileName().toString(), Normalizer.Form.NFC));
        int dot = name.lastIndexOf('.');
        if (dot < 0) return name;
        String base = name.substring(0, dot);
        String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
        boolean ome = extension.startsWith("tif") && base.toLowerCase(Locale.ROOT).endsWith(".ome");
        return ome ? base.substring(0, base.length() - 4) : base;
    }
}
