package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.host.FitsImages;
import sc.fiji.pix2pix.host.HeldImage;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;

/**
 * Applies a model to an image: all its slices, frames and channels, or the rectangle of its selection. The result is titled "NAME (MODEL)".
 */
@Plugin(type = Command.class, label = "Apply Pix2Pix Model...", headless = true)
public class ApplyModel extends Pix2PixCommand {

    @Parameter(label = "Image", persist = false,
        description = "In ImageJ the title of an open image (the active one if left out), else a file")
    private ImagePlus image;

    @Parameter(label = "Model file", style = OPEN, persist = false)
    private File model;

    @Parameter(label = "Tile in pixels (0: automatic)", required = false, persist = false,
        description = "Side of the tiles that large images are cut into")
    private int tile;

    @Parameter(label = "Overlap of tiles (-1: automatic)", required = false, persist = false,
        description = "Pixels that neighbouring tiles share")
    private int overlap = -1;

    @Parameter(label = "Precision", choices = {"float32", "bf16"}, required = false, persist = false,
        description = "bf16: convolutions multiply in bfloat16, faster on processors that have it; on others float32 is used")
    private String precision = "float32";

    @Parameter(label = "Output file (empty: a new window)", style = SAVE, required = false, persist = false,
        description = "File for the result: .tif, .fits or .png (RGB)")
    private File output;

    @Parameter(type = ItemIO.OUTPUT, label = "Result")
    private ImagePlus result;

    @Override
    void execute() throws IOException {
        if (image == null) throw new IllegalArgumentException("\"image\" is missing.");
        TileSettings tiles = tiles(tile, overlap);
        if (given(output)) {
            ImageSaver.check(output.toPath());
            OriginalFile.refuse(image, output.toPath());
        }
        Precision used = precision(precision);
        try (HeldImage held = new HeldImage(image);
            StatusProgress progress = new StatusProgress();
            Predictor predictor = Predictor.open(path(model, "model"), used)) {
            ImagePlus made = apply(predictor, tiles, progress);
            FitsImages.addHistory(made, Provenance.of(model.toPath(), predictor.description(), tiles, used));
            if (given(output)) ImageSaver.save(made, output.toPath());
            else result = made;
        }
    }

    private ImagePlus apply(Predictor predictor, TileSettings tiles, StatusProgress progress) throws IOException {
        try {
            return ModelApplication.apply(predictor, image, title(model), tiles, progress);
        } catch (IllegalArgumentException e) {
            String named = "\"" + image.getTitle() + "\"";
            throw e.getMessage().contains(named) ? e : new IllegalArgumentException(named + ": " + e.getMessage(), e);
        }
    }

    static TileSettings tiles(int tile, int overlap) {
        if (tile < 0)
            throw new IllegalArgumentException("tile=" + tile + " is not possible: it is a number of pixels, or 0 for automatic.");
        if (overlap < -1)
            throw new IllegalArgumentException("overlap=" + overlap + " is not possible: it is a number of pixels, or -1 for automatic.");
        return new TileSettings(tile, overlap);
    }

    private static String title(File model) {
        return model.getName().replaceFirst("(-latest)?\\.zip$", "");
    }
}
