package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

/** One call of a command with inputs given as text, from a macro, a dialog or the command line. */
public final class CommandCall {

    /** Finds the image that an input names. */
    @FunctionalInterface
    public interface ImageFinder {
        ImagePlus find(String name) throws IOException;
    }

    private final CommandEntry entry;
    private final CommandInfo info;
    private final Module module;

    public CommandCall(CommandEntry entry) {
        this.entry = entry;
        this.info = new CommandInfo(entry.type());
        try {
            this.module = info.createModule();
        } catch (ModuleException e) {
            throw new IllegalStateException("The command \"" + entry.label() + "\" cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * Runs a command that needs no open image.
     *
     * @param values its inputs as text, by key
     */
    public static void run(CommandEntry entry, Map<String, String> values) throws IOException {
        CommandCall call = new CommandCall(entry);
        call.setInputs(values, name -> null);
        try {
            call.run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    public CommandEntry entry() {
        return entry;
    }

    /** The inputs, in the order of their definition. */
    public List<ModuleItem<?>> inputs() {
        List<ModuleItem<?>> items = new ArrayList<>();
        info.inputs().forEach(items::add);
        return items;
    }

    /** An input's default as text; empty if it has none. */
    public static String defaultText(ModuleItem<?> item) {
        Object value = item.getDefaultValue();
        return Objects.toString(value, "");
    }

    /** What the input is for, in a few words. */
    public static String description(ModuleItem<?> item) {
        String description = item.getDescription();
        return description == null || description.isEmpty() ? item.getLabel() : description;
    }

    /** Whether the dialog leaves this input out. */
    public static boolean advanced(ModuleItem<?> item) {
        return item.is(Pix2PixCommand.ADVANCED);
    }

    /**
     * Sets inputs from text; those not named keep their defaults.
     *
     * @param values by key; a switch that is named without a value has the value "true"
     * @param images finds the image of an input of that kind; asked with an empty name for one that is not given
     * @throws IllegalArgumentException for an unknown key, a value of the wrong kind, or a missing input
     */
    public void setInputs(Map<String, String> values, ImageFinder images) throws IOException {
        for (String key : values.keySet()) {
            if (info.getInput(key) == null || inputs().stream().noneMatch(i -> i.getName().equals(key)))
                throw new IllegalArgumentException("\"" + key + "\" is no key of \"" + entry.label() + "\"; its keys are " + keys() + ".");
        }
        for (ModuleItem<?> item : inputs()) {
            String text = values.getOrDefault(item.getName(), "").trim();
            if (item.getType() == ImagePlus.class) module.setInput(item.getName(), images.find(text));
            else if (!text.isEmpty()) module.setInput(item.getName(), value(item, text));
            else if (item.isRequired() && defaultText(item).isEmpty())
                throw new IllegalArgumentException("\"" + item.getName() + "\" is missing for \"" + entry.label() + "\": "
                    + description(item) + ".");
        }
    }

    /** Runs the command. Its exceptions pass through. */
    public void run() {
        module.run();
    }

    /** The outputs that exist, by name. */
    public Map<String, Object> outputs() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        for (ModuleItem<?> item : info.outputs()) {
            Object value = module.getOutput(item.getName());
            if (value != null) outputs.put(item.getName(), value);
        }
        return outputs;
    }

    /** What an output is called in a title. */
    public String outputLabel(String name) {
        return info.getOutput(name).getLabel();
    }

    /** Whether ImageJ adds the rows of this table to those that are shown. */
    public boolean appended(String name) {
        return info.getOutput(name).is(Pix2PixCommand.APPENDED);
    }

    private String keys() {
        return inputs().stream().map(ModuleItem::getName).collect(Collectors.joining(", "));
    }

    private static Object value(ModuleItem<?> item, String text) {
        Class<?> type = item.getType();
        try {
            if (type == File.class) return new File(text);
            if (type == int.class || type == Integer.class) return Integer.valueOf(text);
            if (type == long.class || type == Long.class) return Long.valueOf(text);
            if (type == double.class || type == Double.class) return finite(text);
        } catch (NumberFormatException e) {
            String kind = type == double.class || type == Double.class ? "a number" : "a whole number";
            throw new IllegalArgumentException(item.getName() + "=" + text + " is not possible: it has to be " + kind + ".", e);
        }
        if (type == boolean.class || type == Boolean.class) return bool(item, text);
        List<?> choices = item.getChoices();
        return choices == null || choices.isEmpty() ? text : choice(item, choices, text);
    }

    private static Double finite(String text) {
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) throw new NumberFormatException(text);
        return value;
    }

    private static Boolean bool(ModuleItem<?> item, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException(item.getName() + "=" + text + " is not possible: it is true or false.");
        };
    }

    private static Object choice(ModuleItem<?> item, List<?> choices, String text) {
        for (Object choice : choices) if (text.equalsIgnoreCase(String.valueOf(choice))) return choice;
        String possible = choices.stream().map(String::valueOf).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(item.getName() + "=" + text + " is not possible: it is one of " + possible + ".");
    }
}
