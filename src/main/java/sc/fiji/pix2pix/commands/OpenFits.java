package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.host.StatusProgress;

/**
 * Opens an image of a FITS file as 32-bit image or stack: every type of pixels, extensions, cubes, gzip and tile-compressed (fpack) files.
 * All cards of the header are in the Info property.
 */
@Plugin(type = Command.class, label = "Open FITS Image...", headless = true)
public class OpenFits extends Pix2PixCommand {

    @Parameter(label = "Path of the FITS file", style = OPEN, persist = false, description = "FITS file, also .fits.gz or .fits.fz")
    private File path;

    @Parameter(label = "Hdu: number or name (empty: first image)", required = false, persist = false,
        description = "Which image of the file: number from 0, EXTNAME, or EXTNAME,EXTVER; empty: the first")
    private String hdu = "";

    @Parameter(label = "Output file (empty: a new window)", style = SAVE, required = false, persist = false,
        description = "File that the image is saved to, instead of being shown: .tif or .fits")
    private File output;

    @Parameter(type = ItemIO.OUTPUT, label = "Image")
    private ImagePlus image;

    @Override
    void execute() throws IOException {
        Path file = path(path, "path");
        if (given(output)) ImageSaver.check(output.toPath());
        if (!Files.exists(file)) throw new IOException("The image " + file + " does not exist: check its path.");
        try (StatusProgress progress = new StatusProgress()) {
            ImagePlus opened = ImageFiles.openFits(file, hdu == null ? "" : hdu, progress);
            if (!given(output)) {
                image = opened;
                return;
            }
            OriginalFile.refuse(opened, output.toPath());
            ImageSaver.save(opened, output.toPath());
        }
    }
}
