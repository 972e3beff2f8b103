package sc.fiji.pix2pix.host;

import ij.IJ;
import ij.macro.Interpreter;
import java.util.List;
import java.util.Locale;
import sc.fiji.pix2pix.train.EpochRecord;
import sc.fiji.pix2pix.train.TrainListener;

/**
 * Shows a training: status bar and a window with curves in ImageJ, one line per epoch in the log (standard output on the command line)
 * where no window may open. Escape stops the training.
 */
public final class TrainingMonitor implements TrainListener, AutoCloseable {
    private final StatusProgress status = new StatusProgress();
    private final TrainingWindow window;

    /** @param name of the model, for the window's title */
    public TrainingMonitor(String name) {
        boolean mayOpen = IJ.getInstance() != null && !Interpreter.isBatchMode();
        window = mayOpen ? new TrainingWindow("Training " + name) : null;
    }

    @Override
    public void report(double fraction, String message) {
        status.report(fraction, message);
    }

    @Override
    public boolean cancelled() {
        return status.cancelled();
    }

    @Override
    public void note(String sentence) {
        IJ.log(sentence);
    }

    @Override
    public void epochEnded(List<EpochRecord> history) {
        if (history.isEmpty()) return;
        if (window != null) window.show(history);
        else IJ.log(line(history.get(history.size() - 1)));
    }

    @Override
    public void close() {
        status.close();
    }

    /** One line of the log; values that do not exist are left out. */
    static String line(EpochRecord e) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "Epoch %d: L1 loss %.4g", e.epoch(), e.lossL1()));
        append(line, ", D(real) %.2f", e.dReal());
        append(line, ", D(fake) %.2f", e.dFake());
        append(line, ", validation L1 %.4g", e.validationL1());
        append(line, ", PSNR %.2f dB", e.validationPsnr());
        append(line, ", %.1f s", e.seconds());
        return line.toString();
    }

    private static void append(StringBuilder line, String format, double value) {
        if (!Double.isNaN(value)) line.append(String.format(Locale.ROOT, format, value));
    }
}
