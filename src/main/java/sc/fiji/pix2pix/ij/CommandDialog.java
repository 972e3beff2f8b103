package sc.fiji.pix2pix.ij;

import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.io.SaveDialog;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.TextField;
import java.awt.event.ActionListener;
import java.io.File;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Vector;
import org.scijava.module.ModuleItem;
import sc.fiji.pix2pix.commands.CommandCall;

/**
 * The dialog of a command, made from its inputs. Values are remembered in ImageJ's preferences, but not the image nor switches: what is
 * right once need not be right the next time, and a result's file would be written over. Numbers are text fields, so that no digit is lost; the dialog itself records nothing.
 */
final class CommandDialog {
    private static final int COLUMNS = 28;
    private static final int TEXT_COLUMNS = 14; // room for 0.8-1.4arcsec
    private static final int NUMBER_COLUMNS = 8;
    private final CommandCall call;
    private final List<ModuleItem<?>> items;

    CommandDialog(CommandCall call) {
        this.call = call;
        this.items = call.inputs().stream().filter(i -> !CommandCall.advanced(i)).toList();
    }

    /** @return what the user entered, by key, without empty values; null if the dialog was cancelled */
    Map<String, String> show() {
        GenericDialog dialog = new GenericDialog(call.entry().label().replace("...", ""));
        for (ModuleItem<?> item : items) add(dialog, item);
        dialog.addHelp(DialogHelp.of(call, items));
        dialog.showDialog();
        if (dialog.wasCanceled()) return null;
        Map<String, String> values = read(dialog);
        for (ModuleItem<?> item : items) if (remembered(item)) Prefs.set(preference(item), values.getOrDefault(item.getName(), ""));
        values.values().removeIf(String::isEmpty);
        return values;
    }

    private void add(GenericDialog dialog, ModuleItem<?> item) {
        String label = item.getLabel();
        String value = remembered(item) ? Prefs.get(preference(item), CommandCall.defaultText(item)) : CommandCall.defaultText(item);
        List<?> choices = item.getChoices();
        String style = item.getWidgetStyle() == null ? "" : item.getWidgetStyle();
        if (item.getType() == ImagePlus.class) {
            String[] titles = WindowManager.getImageTitles();
            ImagePlus active = WindowManager.getCurrentImage();
            dialog.addChoice(label, titles, active == null ? null : active.getTitle());
        } else if (item.getType() == boolean.class) dialog.addCheckbox(label, Boolean.parseBoolean(value));
        else if (choices != null && !choices.isEmpty()) dialog.addChoice(label, choices.stream().map(String::valueOf)
            .toArray(String[]::new), value);
        else if (style.equals("directory")) dialog.addDirectoryField(label, value, COLUMNS);
        else if (style.equals("open")) dialog.addFileField(label, value, COLUMNS);
        else if (style.equals("save")) addSaveField(dialog, label, value);
        else dialog.addStringField(label, value, item.getType() == String.class ? TEXT_COLUMNS : NUMBER_COLUMNS);
    }

    /** ImageJ's file field, but its button asks for a file to write: the field's own lets nobody name a new one. */
    private static void addSaveField(GenericDialog dialog, String label, String value) {
        dialog.addFileField(label, value, COLUMNS);
        TextField field = (TextField) dialog.getStringFields().lastElement();
        for (Component component : field.getParent().getComponents()) {
            if (!(component instanceof Button button)) continue;
            for (ActionListener listener : button.getActionListeners()) button.removeActionListener(listener);
            button.addActionListener(e -> {
                File old = new File(field.getText());
                SaveDialog chooser = new SaveDialog(label, old.getParent(), old.getName(), null);
                if (chooser.getFileName() != null) field.setText(chooser.getDirectory() + chooser.getFileName());
            });
        }
    }

    /** Reads the fields themselves: the dialog's own getters would record the values with their own rules. */
    private Map<String, String> read(GenericDialog dialog) {
        Iterator<?> texts = iterator(dialog.getStringFields());
        Iterator<?> choices = iterator(dialog.getChoices());
        Iterator<?> switches = iterator(dialog.getCheckboxes());
        Map<String, String> values = new LinkedHashMap<>();
        for (ModuleItem<?> item : items) {
            List<?> possible = item.getChoices();
            boolean choice = item.getType() == ImagePlus.class || possible != null && !possible.isEmpty();
            String value;
            if (item.getType() == boolean.class) value = ((Checkbox) switches.next()).getState() ? "true" : "";
            else if (choice) value = ((Choice) choices.next()).getSelectedItem();
            else value = ((TextField) texts.next()).getText().trim();
            values.put(item.getName(), value == null ? "" : forwardSlashes(item, value));
        }
        return values;
    }

    private static Iterator<?> iterator(Vector<?> fields) {
        return fields == null ? List.of().iterator() : fields.iterator();
    }

    /** In a macro a backslash starts an escape sequence. */
    private static String forwardSlashes(ModuleItem<?> item, String value) {
        boolean path = item.getWidgetStyle() != null && !item.getWidgetStyle().isEmpty();
        return path && File.separatorChar == '\\' ? value.replace('\\', '/') : value;
    }

    private static boolean remembered(ModuleItem<?> item) {
        boolean result = "save".equals(item.getWidgetStyle()) && !item.getName().equals("model");
        return item.getType() != ImagePlus.class && item.getType() != boolean.class && !result;
    }

    private String preference(ModuleItem<?> item) {
        // The model that was trained is the one to continue, apply and look at.
        return item.getName().equals("model") ? "pix2pix.model" : "pix2pix." + call.entry().id() + "." + item.getName();
    }
}
