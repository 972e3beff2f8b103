package sc.fiji.pix2pix.commands;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.host.FitsImages;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.pairs.ImageReader;
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

    @Parameter(label = "Precision", choices = {"float32", "bf16"}, required = false, persist = false,
        description = "bf16: convolutions multiply in bfloat16, faster on processors that have it; on others float32 is used")
    private String precision = "float32";

    @Override
    void execute() throws IOException {
        Path from = path(input, "input").toAbsolutePath().normalize();
        Path to = path(output, "output").toAbsolutePath().normalize();
        TileSettings tiles = ApplyModel.tiles(tile, overlap);
        List<Path> files = images(from);
        if (from.equals(to) || Files.exists(to) && Files.isSameFile(from, to))
            throw new IllegalArgumentException("The results cannot go into the input folder " + from + "; choose another \"output\".");
        Precision used = precision(precision);
        try (StatusProgress progress = new StatusProgress(); Predictor predictor = Predictor.open(path(model, "model"), used)) {
            checkNames(files, predictor.description());
            List<String> history = Provenance.of(model.toPath(), predictor.description(), tiles, used);
            Files.createDirectories(to);
            Map<Path, Path> saved = new HashMap<>();
            List<String> failures = new ArrayList<>();
            for (int i = 0; i < files.size(); i++) {
                progress.check();
                progress.report((double) i / files.size(), "Image " + (i + 1) + "/" + files.size());
                try {
                    apply(predictor, files.get(i), to, saved, tiles, history, progress);
                } catch (IOException | IllegalArgumentException | OutOfMemoryError e) {
                    failures.add(files.get(i).getFileName() + ": " + Explanation.of(e).replaceAll("\\.$", ""));
                }
            }
            if (!failures.isEmpty())
                throw new IOException(failures.size() + " of " + files.size() + " images failed: " + String.join("; ", failures)
                    + ".");
        }
    }

    private static void apply(Predictor predictor, Path file, Path folder, Map<Path, Path> saved, TileSettings tiles,
        List<String> history, StatusProgress progress) throws IOException {
        ImagePlus image = ImageFiles.open(file);
        ImagePlus made = ModelApplication.apply(predictor, image, "result", tiles, progress);
        made.setTitle(image.getTitle());
        FitsImages.addHistory(made, history);
        Path to = folder.resolve(name(file, made));
        Path other = saved.putIfAbsent(to, file);
        if (other != null) throw sameName(other, file, to.getFileName().toString());
        ImageSaver.save(made, to);
    }

    /**
     * Two inputs of one output name would leave one result: that is known before anything is computed, but for a stack in a PNG's place,
     * which {@link #apply} finds. Case is ignored, as many file systems do.
     */
    static void checkNames(List<Path> files, ModelDescription model) {
        boolean rgb = model.target().type() == PixelType.RGB;
        boolean plane = rgb || model.generator().outputChannels() == 1;
        Map<String, Path> names = new HashMap<>();
        for (Path file : files) {
            String name = name(file, plane, rgb);
            Path other = names.putIfAbsent(name.toLowerCase(Locale.ROOT), file);
            if (other != null) throw sameName(other, file, name);
        }
    }

    private static IllegalArgumentException sameName(Path one, Path other, String name) {
        return new IllegalArgumentException("The results of " + one.getFileName() + " and " + other.getFileName()
            + " would both be saved as " + name + "; rename one of the two images, or put it into another folder.");
    }

    private static List<Path> images(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) throw new IOException("The folder " + folder + " does not exist: check its path.");
        try (Stream<Path> entries = Files.list(folder)) {
            Map<Boolean, List<Path>> files = entries.filter(f -> Files.isRegularFile(f) && !f.getFileName().toString().startsWith("."))
                .sorted().collect(Collectors.partitioningBy(ImageFiles::mayBeImage));
            List<Path> others = files.get(false);
            if (files.get(true).isEmpty()) throw new IOException("The folder " + folder + " holds no image that ImageJ can open.");
            if (!others.isEmpty())
                IJ.log(others.size() + " file(s) in " + folder + " passed over as no image: " + others.stream().limit(5)
                    .map(f -> f.getFileName().toString()).collect(Collectors.joining(", ", "", others.size() > 5 ? ", ..." : ".")));
            return files.get(true);
        }
    }

    static String name(Path file, ImagePlus made) {
        return name(file, made.getStackSize() == 1, made.getBitDepth() == 24);
    }

    private static String name(Path file, boolean plane, boolean rgb) {
        String name = file.getFileName().toString();
        String unpacked = ImageReader.withoutPacking(name);
        String extension = unpacked.substring(unpacked.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!rgb && ImageSaver.isFits(Path.of(unpacked))) return unpacked;
        if (plane && rgb && extension.equals("png")) return name;
        return unpacked.substring(0, unpacked.length() - (unpacked.lastIndexOf('.') < 0 ? 0 : extension.length() + 1)) + ".tif";
    }
}
