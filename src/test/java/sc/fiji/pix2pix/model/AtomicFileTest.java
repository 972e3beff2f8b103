package sc.fiji.pix2pix.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final byte[] HALF = new byte[100_000];

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesAndReplaces() throws IOException {
        Path file = folder.resolve("m.zip");
        for (int i = 1; i <= 2; i++) {
            byte[] content = {(byte) i};
            AtomicFile.write(file, 1, out -> out.write(content));
            assertEquals(i, Files.readAllBytes(file)[0]);
        }
        assertEquals(List.of("m.zip"), names());
    }

    @Test
    void afterAnyFailureTheOldFileIsUntouchedAndNothingElseIsThere() throws IOException {
        Path file = folder.resolve("m.zip");
        Files.writeString(file, "old");
        for (Throwable failure : List.of(new IOException("drive gone"), new IllegalArgumentException("diverged"),
            new OutOfMemoryError("test"))) {
            Throwable e = assertThrows(Throwable.class, () -> AtomicFile.write(file, 1, out -> {
                out.write(HALF);
                if (failure instanceof IOException io) throw io;
                if (failure instanceof RuntimeException runtime) throw runtime;
                throw (Error) failure;
            }));
            if (failure instanceof IOException) assertEquals(file + " could not be written (drive gone): choose another folder.",
                e.getMessage());
            else assertSame(failure, e);
            assertEquals("old", Files.readString(file));
            assertEquals(List.of("m.zip"), names());
        }
    }

    @Test
    void aFullDiskIsCalledAFullDisk() {
        Path file = folder.resolve("m.zip");
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(file, Long.MAX_VALUE, out -> {
            throw new IOException("no space left");
        }));
        assertTrue(e.getMessage().startsWith("The disk has no room for " + file), e.getMessage());
    }

    @Test
    void namesAMissingFolderAndAFolderInPlaceOfAFile() {
        Path missing = folder.resolve("none").resolve("m.zip");
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(missing, 1, out -> out.write(1)));
        assertTrue(e.getMessage().startsWith("The folder " + folder.resolve("none") + " does not exist"), e.getMessage());
        e = assertThrows(IOException.class, () -> AtomicFile.write(folder, 1, out -> out.write(1)));
        assertTrue(e.getMessage().startsWith(folder + " is a folder"), e.getMessage());
    }

    @Test
    void namesAFolderThatCannotBeWritten() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false));
        try {
            assumeFalse(Files.isWritable(closed), "the administrator may write everywhere");
            IOException e = assertThrows(IOException.class, () -> AtomicFile.write(closed.resolve("m.zip"), 1, out -> out.write(1)));
            assertTrue(e.getMessage().startsWith("Nothing can be written into the folder " + closed), e.getMessage());
        } finally {
            closed.toFile().setWritable(true);
        }
    }

    @Test
    void namesAFolderThatNotEvenAnAdministratorCanWrite() {
        Path closed = Path.of("/proc");
        assumeTrue(Files.isDirectory(closed));
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(closed.resolve("m.zip"), 1, out -> out.write(1)));
        assertTrue(e.getMessage().startsWith("Nothing can be written into the folder " + closed), e.getMessage());
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = Files.createDirectory(folder.resolve("elsewhere")).resolve("real.zip");
        Files.writeString(file, "old");
        Path link = folder.resolve("m.zip");
        try {
            Files.createSymbolicLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no links here");
        }
        AtomicFile.write(link, 1, out -> out.write('n'));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("n", Files.readString(file));
    }

    @Test
    void anInterruptDoesNotTearTheFile() throws IOException {
        Path file = folder.resolve("m.zip");
        Thread.currentThread().interrupt();
        try {
            AtomicFile.write(file, 1, out -> out.write(HALF));
        } finally {
            Thread.interrupted();
        }
        assertEquals(HALF.length, Files.size(file));
    }
}
