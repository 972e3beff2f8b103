package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsImage;
import sc.fiji.pix2pix.host.FitsImages;
import sc.fiji.pix2pix.host.HeldImage;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.model.SoftwareVersion;

/**
 * Saves an image or stack of any type as FITS with 32-bit floats and the header that its Info property holds; an RGB image becomes a
 * cube of red, green and blue.
 */
@Plugin(type = Command.class, label = "Save Image as FITS...", headless = true)
public class SaveFits extends Pix2PixCommand {

    @Parameter(label = "Image", persist = false,
        description = "In ImageJ the title of an open image (the active one if left out), else a file")
    private ImagePlus image;

    @Parameter(label = "Output file", style = SAVE, persist = false, description = "FITS file to write, ending in .fits, .fit or .fts")
    private File output;

    @Parameter(label = "Selection only", required = false, persist = false,
        description = "Saves the rectangle around the selection; the coordinates in the header follow")
    private boolean selection;

    @Override
    void execute() throws IOException {
        if (image == null) throw new IllegalArgumentException("\"image\" is missing.");
        Path file = path(output, "output");
        if (!ImageSaver.isFits(file)) throw new IllegalArgumentException("The file " + file + " has to end in .fits, .fit or .fts.");
        OriginalFile.refuse(image, file);
        try (HeldImage held = new HeldImage(image); StatusProgress progress = new StatusProgress()) {
            FitsImage fits = FitsImages.of(image, selection);
            String saved = "Saved by Pix2Pix " + SoftwareVersion.current() + " as 32-bit floats.";
            FitsFiles.write(file, new FitsImage(fits.raster(), fits.header().history(saved)), progress);
            image.changes = false;
        }
    }
}
