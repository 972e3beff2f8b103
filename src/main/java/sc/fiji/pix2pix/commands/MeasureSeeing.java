package sc.fiji.pix2pix.commands;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.FloatProcessor;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.evaluation.Table;
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
    private static final List<String> COLUMNS = List.of("FWHM_px", "FWHM_arcsec", "FWHM_Gaussian_px", "Beta", "Ellipticity", "Angle", "Stars", "Sky", "Noise");

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
        if (given(output)) Tables.check(output.toPath());
        List<Table.Row> rows = new ArrayList<>();
        SeeingResult first = null;
        try (HeldImage held = new HeldImage(image); StatusProgress progress = new StatusProgress()) {
            ImageRasters rasters = ImageRasters.ofSelection(image);
            int planes = rasters.size() * rasters.channels();
            for (int n = 0; n < planes; n++) {
                progress.check();
                progress.report((double) n / planes, "Measuring seeing");
                SeeingResult seeing = measure(rasters.channel(n / rasters.channels(), n % rasters.channels()), planes);
                if (first == null) first = seeing;
                rows.add(row(planes == 1 ? image.getTitle() : image.getTitle() + " " + (n + 1), seeing));
            }
        }
        if (scale == null) ImageFacts.of(image).withoutScale().ifPresent(reason -> IJ.log(reason + ": FWHM_arcsec is left empty; give \"scale\"."));
        if (first == null) throw new IllegalArgumentException("\"" + image.getTitle() + "\": no plane has enough stars; give the FWHM instead.");
        give(Tables.toResultsTable(new Table("Seeing", "Image", COLUMNS, rows)), first);
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

    /** @param seeing null where there were too few stars */
    private static Table.Row row(String name, SeeingResult seeing) {
        if (seeing == null) return new Table.Row(name, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, Double.NaN, Double.NaN);
        return new Table.Row(name, seeing.fwhm(), seeing.arcsec().orElse(Double.NaN), seeing.gaussianFwhm(), seeing.beta(), seeing.ellipticity(), seeing.angle(),
            seeing.stars().size(), seeing.sky(), seeing.noise());
    }

    private void give(ResultsTable results, SeeingResult seeing) throws IOException {
        ImagePlus made = new ImagePlus("PSF of " + image.getTitle(), new FloatProcessor(seeing.psf().width(), seeing.psf().height(), seeing.psf().plane(0)));
        if (given(psf)) ImageSaver.save(made, psf.toPath());
        if (kernel) shownPsf = made;
        if (given(output)) results.saveAs(output.getAbsolutePath());
        else table = results;
    }
}
