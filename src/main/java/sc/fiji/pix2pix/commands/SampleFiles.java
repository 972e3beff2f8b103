package sc.fiji.pix2pix.commands;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample images that are packed into the plugin's jar, under {@code sample-images/}. */
final class SampleFiles {
    private static final String FOLDER = "sample-images";

    private SampleFiles() {}

    /** Copies all of them, with their folders; files of the same name are replaced. */
    static void copyTo(Path folder) throws IOException {
        Path home = home();
        if (Files.isDirectory(home)) {
            copy(home.resolve(FOLDER), folder);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
            copy(jar.getPath(FOLDER), folder);
        }
    }

    private static void copy(Path source, Path folder) throws IOException {
        if (!Files.isDirectory(source))
            throw new IOException("This installation of Pix2Pix holds no sample images; install the released zip.");
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path to = folder.resolve(source.relativize(file).toString());
            byte[] bytes = Files.readAllBytes(file);
            try {
                Files.createDirectories(to.getParent());
                Files.write(to, bytes);
            } catch (IOException e) {
                String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason()
                    : e instanceof AccessDeniedException ? "access is denied" : e.getMessage();
                throw new IOException("The sample image " + to + " cannot be written (" + reason
                    + "): free space on the disk if it is full, or choose another folder.", e);
            }
        }
    }

    private static Path home() throws IOException {
        try {
            return Path.of(SampleFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("The sample images cannot be found: " + e.getMessage(), e);
        }
    }
}
