package sc.fiji.pix2pix;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.scijava.module.ModuleItem;
import sc.fiji.pix2pix.commands.CommandCall;
import sc.fiji.pix2pix.commands.CommandEntry;
import sc.fiji.pix2pix.commands.Explanation;
import sc.fiji.pix2pix.host.ImageFiles;

/** Reads the arguments of the command line and runs the command that they name. */
public final class CommandLine {
    private CommandLine() {}

    /** @return the exit code: 0, or 1 after a failure, which one line on {@code err} explains */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 0) {
            out.print(usage());
            return 0;
        }
        try {
            CommandCall call = new CommandCall(CommandEntry.of(args[0]));
            Map<String, String> values = values(args);
            boolean image = call.inputs().stream().anyMatch(i -> i.getType() == ImagePlus.class);
            boolean opensWindows = switch (call.entry()) {
                case SAMPLES, OPEN_FITS, EVALUATE -> true;
                default -> false;
            };
            if ((image || opensWindows) && values.getOrDefault("output", "").isEmpty())
                throw new IllegalArgumentException("\"output\" is missing: where the result of \"" + args[0] + "\" is to be saved.");
            call.setInputs(values, CommandLine::open);
            call.run();
            // Tables are in files by now.
            call.outputs().values().stream().filter(output -> !(output instanceof ResultsTable)).forEach(out::println);
            return 0;
        } catch (IOException | RuntimeException | Error e) {
            if (!Explanation.expected(e)) e.printStackTrace(out);
            err.println("Pix2Pix: " + Explanation.of(e));
            return 1;
        }
    }

    private static Map<String, String> values(String[] args) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String key = equals < 0 ? args[i] : args[i].substring(0, equals);
            String value = equals < 0 ? "true" : args[i].substring(equals + 1);
            if (values.put(key, value) != null) throw new IllegalArgumentException("The key \"" + key + "\" is given twice.");
        }
        return values;
    }

    private static ImagePlus open(String file) throws IOException {
        if (file.isEmpty()) throw new IllegalArgumentException("\"image\" is missing: the file to work on.");
        return ImageFiles.open(Path.of(file));
    }

    /** The commands with their keys and defaults. */
    static String usage() {
        StringBuilder text = new StringBuilder("Pix2Pix for ImageJ. Commands and their keys, each given as key=value (* required):\n");
        for (CommandEntry entry : CommandEntry.values()) {
            text.append("\n").append(entry.id()).append("  (").append(entry.label()).append(")\n");
            for (ModuleItem<?> item : new CommandCall(entry).inputs()) {
                String value = CommandCall.defaultText(item);
                boolean required = item.isRequired() && value.isEmpty();
                text.append(String.format("  %-11s%s ", item.getName(), required ? "*" : " ")).append(CommandCall.description(item))
                    .append(choices(item)).append(value.isEmpty() ? "" : " [" + value + "]").append('\n');
            }
        }
        return text.toString();
    }

    /** The same as a page in Markdown, which docs/COMMANDS.md is. */
    static String page() {
        StringBuilder text = new StringBuilder("""
            # Commands and keys

            A macro calls `run("LABEL", "key=value key=[value with spaces] switch")`, the command line `Main COMMAND key=value`;
            a script names the class. This page is made from the commands themselves.
            """);
        for (CommandEntry entry : CommandEntry.values()) {
            text.append("\n## ").append(entry.label()).append("\n\n`").append(entry.id()).append("` on the command line, `")
                .append(entry.type().getName())
                .append("` in scripts.\n\n| key | default | meaning |\n|---|---|---|\n");
            for (ModuleItem<?> item : new CommandCall(entry).inputs()) {
                String value = CommandCall.defaultText(item);
                String shown = value.isEmpty() ? item.isRequired() ? "required" : "" : "`" + value + "`";
                text.append("| `").append(item.getName()).append("` | ").append(shown).append(" | ").append(CommandCall.description(item))
                    .append(choices(item)).append(" |\n");
            }
        }
        return text.toString();
    }

    private static String choices(ModuleItem<?> item) {
        if (item.getChoices() == null || item.getChoices().isEmpty()) return "";
        return item.getChoices().stream().map(String::valueOf).collect(Collectors.joining(", ", " (", ")"));
    }
}
