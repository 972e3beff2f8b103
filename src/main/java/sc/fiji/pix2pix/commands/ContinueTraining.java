package sc.fiji.pix2pix.commands;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.host.OpenImages;
import sc.fiji.pix2pix.host.TrainingMonitor;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.train.Trainer;

/** Goes on with a training as if it had not ended, on the pairs it was started with unless others are named. */
@Plugin(type = Command.class, label = "Continue Pix2Pix Training...", headless = true)
public class ContinueTraining extends Pix2PixCommand {

    @Parameter(label = "Model file", style = OPEN, persist = false)
    private File model;

    @Parameter(label = "Epochs to add", persist = false, description = "Further passes over the training pairs")
    private Integer epochs = 10;

    @Parameter(label = "Input if it moved (folder or title)", style = FOLDER, required = false, persist = false,
        description = "The training pairs, if they are no longer where they were")
    private String input = "";

    @Parameter(label = "Target if it moved (folder or title)", style = FOLDER, required = false, persist = false)
    private String target = "";

    @Parameter(label = "Precision", choices = {"unchanged", "float32", "bf16"}, required = false, persist = false,
        description = "What convolutions multiply; unchanged: as in the training so far")
    private String precision = "unchanged";

    @Override
    void execute() throws IOException {
        Path file = path(model, "model");
        Map<String, Object> origin = Trainer.sourceOf(file);
        if (given(text(origin, "sharp"))) {
            continueSharp(file, origin);
            return;
        }
        String from = given(input) ? input : text(origin, "input");
        String to = given(target) ? target : text(origin, "target");
        if (!given(from))
            throw new IllegalArgumentException("The model " + file
                + " does not say what it was trained on; name it with \"input\" and \"target\".");
        if (!given(input)) checkThere(file, from);
        if (!given(target) && given(to)) checkThere(file, to);
        String direction = given(text(origin, "direction")) ? text(origin, "direction") : "AtoB";
        try (PairData data = PairData.open(from, to, direction); TrainingMonitor monitor = new TrainingMonitor(model.getName())) {
            Trainer.resume(file, epochs, wanted(), data.pairs(), data.origin(), monitor);
        }
    }

    private void continueSharp(Path file, Map<String, Object> origin) throws IOException {
        Map<String, Object> how = new LinkedHashMap<>(origin);
        if (given(input)) how.put("sharp", input);
        else checkThere(file, text(origin, "sharp"));
        try (PairData data = PairData.openSharp(how); TrainingMonitor monitor = new TrainingMonitor(model.getName())) {
            Trainer.resume(file, epochs, wanted(), data.pairs(), data.origin(), monitor);
        }
    }

    /** Null: as before. */
    private Precision wanted() {
        return "unchanged".equals(precision) ? null : Precision.of(precision);
    }

    /** What the model names may be a folder or the title of an image that was open. */
    private static void checkThere(Path model, String data) {
        try {
            if (Files.isDirectory(Path.of(data))) return;
        } catch (InvalidPathException e) {
            // A title may hold what a path may not: it is looked for among the images.
        }
        if (OpenImages.find(data) != null) return;
        throw new IllegalArgumentException("The model " + model + " was trained on " + data
            + ", which is neither a folder now nor an open image; say where it is now with the keys \"input\" and \"target\".");
    }

    private static String text(Map<String, Object> origin, String key) {
        return origin.get(key) instanceof String text ? text : "";
    }
}
