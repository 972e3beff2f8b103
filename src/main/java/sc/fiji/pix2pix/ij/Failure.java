package sc.fiji.pix2pix.ij;

import ij.IJ;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import sc.fiji.pix2pix.commands.Explanation;

/**
 * Reports a command's failure once: in a dialog to somebody at the screen, as an error of the macro that called it otherwise. Where nobody
 * can close a dialog (batch mode, no ImageJ window) the message goes to the log and the macro ends.
 */
final class Failure {
    private static final String TITLE = "Pix2Pix";
    private static final int LINE = 90;

    private Failure() {}

    /** Whether dialogs may not open. */
    static boolean batch() {
        return GraphicsEnvironment.isHeadless() || IJ.getInstance() == null || Interpreter.isBatchMode();
    }

    /** @param called whether a macro or script called the command */
    static void report(Throwable failure, boolean called) {
        if (!Explanation.expected(failure)) IJ.handleException(failure);
        String message = Explanation.of(failure);
        if (GraphicsEnvironment.isHeadless() && !called) throw new IllegalStateException(message, failure);
        Interpreter macro = called ? Interpreter.getInstance() : null;
        boolean quiet = batch();
        if (macro != null) {
            if (quiet) {
                IJ.log(TITLE + ": " + message);
                macro.setIgnoreErrors(true);
            }
            macro.abort(quiet ? message : Lines.wrap(message, LINE));
            return;
        }
        if (quiet) IJ.redirectErrorMessages();
        IJ.error(TITLE, quiet ? message : Lines.wrap(message, LINE));
    }
}
