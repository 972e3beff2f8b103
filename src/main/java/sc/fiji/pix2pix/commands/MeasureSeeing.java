package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.FloatProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.host.HeldImage;
import sc.fiji.pix2pix.host.ImageFacts;
import sc.fiji.pix2pix.host.ImageRasters;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.Seeing;
import sc.fiji.pix2pix.photometry.SeeingResult;

/**
 * Measures the width of the stars of an image, its sky and its noise: a row for each plane, of the selection if there is one. The point spread function is that of
 * the first plane.
 */
@Plugin(type = Command.class, label = "Measure Seeing...", headless = true)
public class MeasureSeeing extends Pix2PixCommand {

    @Parameter(label = "Image", persist = false, description = "In ImageJ the title of an open image (the active one if left out), else a file")
    private ImagePlus image;

    @Parameter(label = "Scale in arcsec/pixel (empty: the image's)", required = false, persist = false,
        description = "Arcseconds per pixel; empty: from the image's header, if it says it")
    private Double scale;

    @Parameter(label = "Kernel: show the PSF as an image", required = false, persist = false,
        description = "Build the empirical point spread function from the stars and show it")
    private boolean kernel;

    @Parameter(label = "Psf file (empty: none)", style = SAVE, required = false, persist = false,
        description = "File for the empirical point spread function: .tif or .fits")
    private File psf;

    @Parameter(label = "Output table (empty: a window)", style = SAVE, required = false, persist = false, description = "File for the table: .csv")
    private File output;

    @Parameter(type = ItemIO.OUTPUT, label = "PSF")
    private ImagePlus shownPsf;

    @Parameter(type = ItemIO.OUTPUT, label = "Seeing", attrs = @Attr(name = APPENDED))
    private ResultsTable table;

    @Override
    void execute() throws IOException {
        if (image == null) throw new IllegalArgumentException("\"image\" is missing.");
        if (scale != null && !(scale > 0)) throw new IllegalArgumentException("scale=" + scale + " is not possible: it is above 0.");
        if (given(psf)) ImageSaver.check(psf.toPath());
        if (given(output)) checkTable(output.toPath());
        ResultsTable results = new ResultsTable();
        SeeingResult first = null;
        try (HeldImage held = new HeldImage(image); StatusProgress progress = new StatusProgress()) {
            ImageRasters rasters = ImageRasters.ofSelection(image);
            int planes = rasters.size() * rasters.channels();
            for (int n = 0; n < planes; n++) {
                progress.check();
                progress.report((double) n / planes, "Measuring seeing");
                Raster whole = rasters.raster(n / rasters.channels());
                Raster plane = new Raster(whole.width(), whole.height(), whole.type(), whole.plane(n % rasters.channels()));
                SeeingResult seeing = measure(plane, planes);
                if (first == null) first = seeing;
                addRow(results, planes == 1 ? image.getTitle() : image.getTitle() + " " + (n + 1), seeing);
            }
        }
        if (first == null) throw new IllegalArgumentException("\"" + image.getTitle() + "\": no plane has enough stars; give the FWHM instead.");
        give(results, first);
    }

    /** In a stack a plane without stars has an empty row; a single image without stars is an error. */
    private SeeingResult measure(Raster plane, int planes) {
        try {
            return Seeing.measure(plane, scale == null ? ImageFacts.of(image).scale() : OptionalDouble.of(scale));
        } catch (IllegalArgumentException e) {
            if (planes > 1) return null;
            throw new IllegalArgumentException("\"" + image.getTitle() + "\": " + e.getMessage(), e);
        }
    }

    private static void addRow(ResultsTable table, String name, SeeingResult seeing) {
        table.incrementCounter();
        table.addValue("Image", name);
        table.addValue("FWHM_px", seeing == null ? Double.NaN : seeing.fwhm());
        table.addValue("FWHM_arcsec", seeing == null ? Double.NaN : seeing.arcsec().orElse(Double.NaN));
        table.addValue("FWHM_Gaussian_px", seeing == null ? Double.NaN : seeing.gaussianFwhm());
        table.addValue("Beta", seeing == null ? Double.NaN : seeing.beta());
        table.addValue("Ellipticity", seeing == null ? Double.NaN : seeing.ellipticity());
        table.addValue("Angle", seeing == null ? Double.NaN : seeing.angle());
        table.addValue("Stars", seeing == null ? 0 : seeing.stars().size());
        table.addValue("Sky", seeing == null ? Double.NaN : seeing.sky());
        table.addValue("Noise", seeing == null ? Double.NaN : seeing.noise());
    }

    private void give(ResultsTable results, SeeingResult seeing) throws IOException {
        for (int i = 0; i <= results.getLastColumn(); i++) results.setDecimalPlaces(i, ResultsTable.AUTO_FORMAT);
        ImagePlus made = new ImagePlus("PSF of " + image.getTitle(), new FloatProcessor(seeing.psf().width(), seeing.psf().height(), seeing.psf().plane(0)));
        if (given(psf)) ImageSaver.save(made, psf.toPath());
        if (kernel) shownPsf = made;
        if (given(output)) results.saveAs(output.getAbsolutePath());
        else table = results;
    }

    private static void checkTable(Path file) throws IOException {
        if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
            throw new IllegalArgumentException("The file " + file + " has to end in .csv, the format that tables are saved in.");
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) throw new IOException("The folder " + folder + " does not exist; make it first.");
    }
}
