package sc.fiji.pix2pix.commands;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;

/** Says what a model file is: what it takes and gives, how it was trained, and how well it did. */
@Plugin(type = Command.class, label = "Pix2Pix Model Info...", headless = true)
public class ModelInfo extends Pix2PixCommand {

    @Parameter(label = "Model file", style = OPEN, persist = false)
    private File model;

    @Parameter(type = ItemIO.OUTPUT, label = "Info")
    private String info;

    @Override
    void execute() throws IOException {
        Path file = path(model, "model");
        try (ModelFile opened = ModelFile.open(file)) {
            info = describe(file, opened);
        }
    }

    private static String describe(Path file, ModelFile opened) {
        ModelDescription d = opened.description();
        StringBuilder text = new StringBuilder();
        line(text, "File", file.toAbsolutePath());
        line(text, "Written by", "Pix2Pix " + opened.softwareVersion());
        line(text, "Input", side(d.generator().inputChannels(), d.input()));
        line(text, "Target", side(d.generator().outputChannels(), d.target()));
        line(text, "Generator", d.generator().describe());
        line(text, "Can be continued", opened.hasCheckpoint() ? "yes" : "no, the file beside it that ends in -latest.zip can");
        section(text, "Training", d.training());
        history(text, d.history());
        return text.toString().stripTrailing();
    }

    private static String side(int channels, ImageSide side) {
        return channels + (channels == 1 ? " channel" : " channels") + " of " + side.type() + ", intensities " + side.maps().toList();
    }

    private static void section(StringBuilder text, String name, Map<String, Object> entries) {
        entries.forEach((key, value) -> {
            if (value instanceof Map<?, ?> map) map.forEach((k, v) -> line(text, name + " " + key + "." + k, v));
            else line(text, name + " " + key, value);
        });
    }

    private static void history(StringBuilder text, List<Map<String, Object>> history) {
        if (history.isEmpty()) return;
        line(text, "Epochs", history.size());
        for (Map<String, Object> epoch : history) {
            text.append("  ");
            epoch.forEach((key, value) -> text.append(key).append(' ').append(value instanceof Double d ? String.format("%.5g", d) : value)
                .append("  "));
            text.append('\n');
        }
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(": ").append(value).append('\n');
    }
}
