package sc.fiji.pix2pix.model;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file entirely or not at all: into a temporary file beside it, forced to disk, then moved over it. Until the move the old file is
 * untouched; after a failure of any kind no temporary file stays.
 */
public final class AtomicFile {

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * @param size bytes the content will have about, to tell a full disk from other failures
     * @throws IOException with one sentence that names the file or folder and the remedy
     */
    public static void write(Path file, long size, Content content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(); // a link stays a link
        Path folder = target.getParent();
        if (Files.isDirectory(target))
            throw new BadFile(file + " is a folder: give the name of a file in it, for example " + file.resolve("model.zip") + ".");
        if (folder == null || !Files.isDirectory(folder))
            throw new BadFile("The folder " + folder + " does not exist: create it, or choose another one for " + file.getFileName() + ".");

        Path temporary = folder.resolve(".pix2pix-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        // Not a channel: an interrupt of the thread, which ImageJ uses to stop things, would close it in the middle.
        try (FileOutputStream out = create(temporary, folder, file)) {
            content.writeTo(out);
            out.getFD().sync();
        } catch (BadFile e) {
            Files.deleteIfExists(temporary);
            throw e;
        } catch (IOException e) {
            boolean full = folder.toFile().getUsableSpace() < size;
            Files.deleteIfExists(temporary);
            throw full ? new BadFile("The disk has no room for " + file + " (" + ((size >> 20) + 1)
                + " MB): free some space or choose another folder.", e)
                    : new BadFile(file + " could not be written (" + e.getMessage() + "): choose another folder.", e);
        } catch (RuntimeException | Error e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        move(temporary, target, file);
        sync(folder);
    }

    private static FileOutputStream create(Path temporary, Path folder, Path file) throws BadFile {
        try {
            return new FileOutputStream(temporary.toFile());
        } catch (IOException e) {
            throw new BadFile("Nothing can be written into the folder " + folder + ": allow writing there, or choose another one for "
                + file.getFileName() + ".", e);
        }
    }

    private static void move(Path temporary, Path target, Path file) throws IOException {
        try {
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING); // some network drives
            }
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            String reason = e instanceof AccessDeniedException ? "it is open in another program or protected" : e.getMessage();
            throw new BadFile(file + " could not be replaced (" + reason + "): close it there, or choose another name.", e);
        }
    }

    /** The move itself survives a power cut only when the folder is on disk; Windows does not open folders and does not need it. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}
