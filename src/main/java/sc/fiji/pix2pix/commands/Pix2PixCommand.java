package sc.fiji.pix2pix.commands;

import ij.IJ;
import ij.Prefs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.scijava.command.Command;
import sc.fiji.pix2pix.nn.Engine;
import sc.fiji.pix2pix.nn.Precision;

/**
 * A command reads its inputs, calls the library and leaves its outputs. Its fields are the one definition behind menu, macro, script and
 * command line: the name of an input is its key, the first word of its label is its name. Failures are exceptions whose message is for the
 * user.
 */
abstract class Pix2PixCommand implements Command {

    /** Marks an input that the dialog leaves out; macros, scripts and the command line have it. */
    static final String ADVANCED = "advanced";
    /** Attribute of tables whose rows ImageJ adds to those of earlier calls, as it does with its own measurements. */
    static final String APPENDED = "appended";
    /** Widget styles of inputs that name a folder, a file to read, a file to write. */
    static final String FOLDER = "directory";
    static final String OPEN = "open";
    static final String SAVE = "save";

    @Override
    public final void run() {
        Engine.useThreads(Prefs.getThreads());
        try {
            execute();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    abstract void execute() throws IOException;

    static Path path(File file, String key) {
        if (file == null || file.getPath().isBlank()) throw new IllegalArgumentException("\"" + key + "\" is missing.");
        return file.toPath();
    }

    /** The precision of that name if this computer has it, otherwise float32, with the reason in the log. */
    static Precision precision(String name) {
        return Precision.of(name).usable(IJ::log);
    }

    static boolean given(File file) {
        return file != null && !file.getPath().isBlank();
    }

    static boolean given(String text) {
        return text != null && !text.isBlank();
    }
}
