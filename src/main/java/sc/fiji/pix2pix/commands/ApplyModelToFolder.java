package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;

/**
 * Applies a model to every image file of a folder. Results have the names of the images: FITS for FITS, PNG for an RGB result of a PNG,
 * otherwise TIFF. One image that fails does not keep the others from being done.
 */
@Plugin(type = Command.class, label = "Apply Pix2Pix Model to Folder...", headless = true)
public class ApplyModelToFolder extends Pix2PixCommand {

    @Parameter(label = "Input folder", style = FOLDER, persist = false)
    private File input;

    @Parameter(label = "Model file", style = OPEN, persist = false)
    private File model;

    @Parameter(label = "Output folder", style = FOLDER, persist = false, description = "Folder for the results; made if it does not exist")
    private File output;

    @Parameter(label = "Tile in pixels (0: automatic)", required = false, persist = false,
        description = "Side of the tiles that large images are cut into")
    private int tile;

    @Parameter(label = "Overlap of tiles (-1: automatic)", required = false, persist = false,
        description = "Pixels that neighbouring tiles share")
    private int overlap = -1;

    @Override
    void execute() throws IOException {
        Path from = path(input, "input").toAbsolutePath().normalize();
        Path to = path(output, "output").toAbsolutePath().normalize();
        TileSettings tiles = ApplyModel.tiles(tile, overlap);
        List<Path> files = images(from);
        if (from.equals(to))
            throw new IllegalArgumentException("The results cannot go into the input folder " + from + "; choose another \"output\".");
        try (StatusProgress progress = new StatusProgress(); Predictor predictor = Predictor.open(path(model, "model"))) {
            Files.createDirectories(to);
            List<String> failures = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                progress.check();
                progress.report((double) i / files.size(), "Image " + (i + 1) + "/" + files.size());
                try {
                    apply(predictor, files.get(i), to, tiles, progress);
                } catch (IOException | IllegalArgumentException e) {
                    failures.add(e.getMessage());
                }
            }
            if (!failures.isEmpty())
                throw new IOException(failures.size() + " of " + files.size() + " images failed: " + String.join(" ", failures));
        }
    }

    private static void apply(Predictor predictor, Path file, Path folder, TileSettings tiles, StatusProgress progress) throws IOException {
        ImagePlus image = ImageFiles.open(file);
        ImagePlus made = ModelApplication.apply(predictor, image, "result", tiles, progress);
        made.setTitle(image.getTitle());
        ImageSaver.save(made, folder.resolve(name(file, made)));
    }

    private static List<Path> images(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) throw new IOException("The folder " + folder + " does not exist.");
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(f -> Files.isRegularFile(f) && !f.getFileName().toString().startsWith(".")).sorted().toList();
            if (files.isEmpty()) throw new IOException("The folder " + folder + " holds no image.");
            return files;
        }
    }

    static String name(Path file, ImagePlus made) {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean plane = made.getStackSize() == 1;
        boolean rgb = made.getBitDepth() == 24;
        boolean fits = extension.startsWith("fit") || extension.equals("fts");
        if (plane && (rgb ? extension.equals("png") : fits)) return name;
        return name.substring(0, name.length() - (name.lastIndexOf('.') < 0 ? 0 : extension.length() + 1)) + ".tif";
    }
}
