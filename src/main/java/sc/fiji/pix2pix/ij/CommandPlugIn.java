package sc.fiji.pix2pix.ij;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.plugin.PlugIn;
import ij.plugin.frame.Recorder;
import ij.text.TextWindow;
import java.awt.Font;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.scijava.module.ModuleItem;
import sc.fiji.pix2pix.commands.CommandCall;
import sc.fiji.pix2pix.commands.CommandEntry;
import sc.fiji.pix2pix.host.OpenImages;
import sc.fiji.pix2pix.progress.CancelledException;

/**
 * The one ImageJ plugin: runs the command that its argument names. A macro's options are read without a dialog; otherwise a dialog asks for
 * the inputs and the call is recorded. Images that the command gives are shown.
 */
public final class CommandPlugIn implements PlugIn {
    private static final int LINE = 95;

    @Override
    public void run(String id) {
        // ImageJ knows the options only on this thread, and only until another command runs.
        String options = Macro.getOptions();
        boolean called = options != null || IJ.isMacro();
        try {
            CommandCall call = new CommandCall(CommandEntry.of(id));
            Map<String, String> values = values(call, options);
            if (values == null) return;
            call.setInputs(values, OpenImages::get);
            runAside(call);
            show(call);
        } catch (CancelledException e) {
            IJ.showStatus("Pix2Pix: cancelled.");
            if (called && Interpreter.getInstance() == null) Macro.abort();
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            if (Macro.MACRO_CANCELED.equals(e.getMessage())) throw (RuntimeException) e;
            Failure.report(e, called);
        }
    }

    /** @return null if the user cancelled */
    private static Map<String, String> values(CommandCall call, String options) {
        if (options != null) return MacroOptions.parse(options, CommandPlugIn::variable);
        boolean asks = call.entry().label().endsWith("...");
        if (!asks) return Map.of();
        if (Failure.batch())
            throw new IllegalArgumentException("\"" + call.entry().label() + "\" needs its inputs as options here, for no dialog can open: "
                + call.inputs().stream().filter(ModuleItem::isRequired).map(i -> i.getName() + "=...").toList() + ".");
        if (call.inputs().stream().anyMatch(i -> i.getType() == ImagePlus.class)) OpenImages.get("");
        Map<String, String> values = new CommandDialog(call).show();
        if (values != null) record(call, values);
        else Recorder.disableCommandRecording();
        return values;
    }

    private static String variable(String name) {
        Interpreter macro = Interpreter.getInstance();
        return macro == null ? null : macro.getVariableAsString(name);
    }

    /**
     * Records what differs from the defaults and what has none, so that the recorded call runs again unchanged. The line is written at once:
     * ImageJ does so when a command ends, and by then has forgotten it if the user started another one meanwhile.
     */
    private static void record(CommandCall call, Map<String, String> values) {
        if (!Recorder.record) return;
        for (ModuleItem<?> item : call.inputs()) {
            String value = values.get(item.getName());
            if (value == null || value.equals(CommandCall.defaultText(item))) continue;
            if (item.getType() == boolean.class) Recorder.recordOption(item.getName());
            else Recorder.recordOption(item.getName(), value);
        }
        Recorder.saveCommand();
    }

    /**
     * Runs the command in a thread of its own: on Escape ImageJ kills the thread of a macro after two seconds, and what was trained could
     * not be saved. The libraries find their parts through the thread's class loader, which in ImageJ is not the plugins' one.
     */
    private static void runAside(CommandCall call) {
        Throwable[] failure = new Throwable[1];
        Thread worker = new Thread(() -> {
            try {
                call.run();
            } catch (Throwable e) {
                failure[0] = e;
            }
        }, "Pix2Pix-" + call.entry().id());
        worker.setContextClassLoader(CommandPlugIn.class.getClassLoader());
        worker.start();
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (Error e) {
                // ThreadDeath, ImageJ's way to end a macro: the worker has seen Escape as well, and what it saves must not be cut short.
                interrupted = false;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (failure[0] instanceof RuntimeException e) throw e;
        if (failure[0] instanceof Error e) throw e;
    }

    /** Where no window can open the table goes to the log, as ImageJ does with its own results. */
    private static void show(ResultsTable table, String title, boolean appended) {
        ResultsTable shown = appended ? ResultsTable.getResultsTable(title) : null;
        boolean alike = shown != null && Arrays.equals(shown.getHeadings(), table.getHeadings());
        if (!Failure.batch()) (alike ? joined(shown, table) : table).show(title);
        else {
            IJ.log(table.getColumnHeadings());
            for (int row = 0; row < table.size(); row++) IJ.log(table.getRowAsString(row));
        }
    }

    /** The rows of both, which have the same columns. */
    private static ResultsTable joined(ResultsTable first, ResultsTable second) {
        ResultsTable all = new ResultsTable();
        for (ResultsTable table : List.of(first, second)) {
            for (int row = 0; row < table.size(); row++) {
                all.incrementCounter();
                for (String column : second.getHeadings()) {
                    double value = table.getValue(column, row);
                    if (Double.isNaN(value)) all.addValue(column, table.getStringValue(column, row)); // a name, or NaN
                    else all.addValue(column, value);
                }
            }
        }
        for (int i = 0; i <= all.getLastColumn(); i++) all.setDecimalPlaces(i, ResultsTable.AUTO_FORMAT);
        return all;
    }

    private static void show(CommandCall call) {
        for (Map.Entry<String, Object> named : call.outputs().entrySet()) {
            Object output = named.getValue();
            if (output instanceof ImagePlus image) image.show();
            else if (output instanceof ResultsTable table) show(table, call.outputLabel(named.getKey()), call.appended(named.getKey()));
            else if (Failure.batch()) IJ.log(output.toString());
            else show(output.toString(), call.entry().label().replace("...", ""));
        }
    }

    /** In letters of one width, so that columns stand below each other. */
    private static void show(String text, String title) {
        TextWindow window = new TextWindow(title, Lines.wrap(text, LINE), 800, 500);
        window.getTextPanel().setFont(new Font(Font.MONOSPACED, Font.PLAIN, 12), true);
    }
}
