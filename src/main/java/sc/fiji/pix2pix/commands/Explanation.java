package sc.fiji.pix2pix.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** What a failure says to the user, in one sentence. */
public final class Explanation {
    private Explanation() {}

    /** Whether the failure is one that the user can understand and mend; any other is a fault of this software or the system. */
    public static boolean expected(Throwable failure) {
        return failure instanceof IllegalArgumentException || failure instanceof IllegalStateException || failure instanceof IOException
            || failure instanceof UncheckedIOException || failure instanceof OutOfMemoryError;
    }

    public static String of(Throwable failure) {
        Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        String message = cause.getMessage();
        if (cause instanceof OutOfMemoryError)
            return "There is not enough memory (" + message + "); give Java more, or use a smaller crop, batch or tile.";
        if (cause instanceof AccessDeniedException) return message + " cannot be read or written: access is denied.";
        if (cause instanceof FileSystemException e && e.getReason() == null)
            return message + ": " + cause.getClass().getSimpleName().replace("Exception", "") + ".";
        return message == null ? "Unexpected " + cause.getClass().getSimpleName() + "." : message.replaceAll("\\s*\\R\\s*", " ");
    }
}
