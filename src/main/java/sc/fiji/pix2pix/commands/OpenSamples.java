package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import ij.ImageStack;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.host.ImageFiles;

/**
 * Opens the sample images as stacks to train on by title (galaxies as input and target, shapes side by side, each with a test part), or
 * writes them as files into a folder.
 */
@Plugin(type = Command.class, label = "Open Pix2Pix Sample Images", headless = true)
public class OpenSamples extends Pix2PixCommand {

    @Parameter(label = "Output folder (empty: open as stacks)", style = FOLDER, required = false, persist = false,
        description = "Folder that the files are written to, instead of being opened")
    private File output;

    @Parameter(type = ItemIO.OUTPUT, label = "Shapes for testing")
    private ImagePlus shapesTest;

    @Parameter(type = ItemIO.OUTPUT, label = "Shapes for training")
    private ImagePlus shapes;

    @Parameter(type = ItemIO.OUTPUT, label = "Sharp galaxies for testing")
    private ImagePlus galaxiesTestTarget;

    @Parameter(type = ItemIO.OUTPUT, label = "Blurred galaxies for testing")
    private ImagePlus galaxiesTestInput;

    @Parameter(type = ItemIO.OUTPUT, label = "Sharp galaxies for training")
    private ImagePlus galaxiesTarget;

    @Parameter(type = ItemIO.OUTPUT, label = "Blurred galaxies for training")
    private ImagePlus galaxiesInput;

    @Override
    void execute() throws IOException {
        if (given(output)) {
            SampleFiles.copyTo(output.toPath());
            return;
        }
        Path folder = Files.createTempDirectory("pix2pix-samples");
        try {
            SampleFiles.copyTo(folder);
            galaxiesInput = stack(folder.resolve("galaxies/train/input"), "galaxies-input");
            galaxiesTarget = stack(folder.resolve("galaxies/train/target"), "galaxies-target");
            galaxiesTestInput = stack(folder.resolve("galaxies/test/input"), "galaxies-test-input");
            galaxiesTestTarget = stack(folder.resolve("galaxies/test/target"), "galaxies-test-target");
            shapes = stack(folder.resolve("shapes/train"), "shapes");
            shapesTest = stack(folder.resolve("shapes/test"), "shapes-test");
        } finally {
            delete(folder);
        }
    }

    private static ImagePlus stack(Path folder, String title) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(Files::isRegularFile).sorted().toList();
        }
        ImageStack stack = null;
        for (Path file : files) {
            ImagePlus image = ImageFiles.open(file);
            if (stack == null) stack = new ImageStack(image.getWidth(), image.getHeight());
            stack.addSlice(file.getFileName().toString(), image.getProcessor());
        }
        return new ImagePlus(title, stack);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
