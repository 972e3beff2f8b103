package sc.fiji.pix2pix.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What a failure says to the user, in one sentence. */
public final class Explanation {
    /** The remedy where Java's memory is too little. */
    static final String MORE_MEMORY = "raise the memory in Edit>Options>Memory & Threads, or with -Xmx on the command line";

    private Explanation() {}

    /** Whether the failure is one that the user can understand and mend; any other is a fault of this software or the system. */
    public static boolean expected(Throwable failure) {
        return failure instanceof IllegalArgumentException || failure instanceof IllegalStateException || failure instanceof IOException
            || failure instanceof UncheckedIOException || failure instanceof OutOfMemoryError;
    }

    public static String of(Throwable failure) {
        Throwable thrown = original(failure);
        Throwable cause = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
        String message = cause.getMessage();
        if (cause instanceof OutOfMemoryError)
            return "There is not enough memory (" + message + "): " + MORE_MEMORY + "; a training needs less with a smaller crop or batch.";
        if (cause instanceof FileSystemException e && e.getFile() != null) return ofFile(e);
        return message == null ? "Unexpected " + cause.getClass().getSimpleName() + "." : message.replaceAll("\\s*\\R\\s*", " ");
    }

    /** What was thrown in another thread of a parallel stream comes as the cause of one of the same class, whose message is the other's as text, or none. */
    private static Throwable original(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean copy = cause != null && cause.getClass() == failure.getClass()
            && (failure.getMessage() == null || failure.getMessage().equals(cause.toString()));
        return copy ? original(cause) : failure;
    }

    /** Java's own messages name the file and at most the reason. */
    private static String ofFile(FileSystemException e) {
        String file = e.getFile();
        if (e instanceof NoSuchFileException) return file + " does not exist: check the path.";
        if (e instanceof FileAlreadyExistsException) return file + " exists already: choose another name.";
        if (e instanceof NotDirectoryException) return file + " is no folder: choose a folder.";
        if (e instanceof AccessDeniedException)
            return file + " cannot be read or written, access is denied: allow it, or choose another file or folder.";
        String reason = e.getReason() == null ? e.getClass().getSimpleName().replace("Exception", "") : e.getReason();
        return file + " cannot be read or written (" + reason + "): choose another folder, or free space on the disk if it is full.";
    }
}
