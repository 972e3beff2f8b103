package sc.fiji.pix2pix.commands;

import ij.measure.ResultsTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.astro.DegradationSettings;
import sc.fiji.pix2pix.astro.DegradedPairs;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsHeader;
import sc.fiji.pix2pix.fits.FitsImage;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.model.SoftwareVersion;

/**
 * Makes training pairs from sharp images: 32-bit FITS with equal names in OUTPUT/input (blurred and noisy) and OUTPUT/target, and
 * OUTPUT/pairs.csv with the true degradation of each. Headers are kept.
 */
@Plugin(type = Command.class, label = "Make Pix2Pix Training Pairs...", headless = true)
public class MakePairs extends Pix2PixCommand {

    @Parameter(label = "Input: sharp images", style = FOLDER, persist = false, description = "Folder of sharp images, or the title of an open image or stack")
    private String input;

    @Parameter(label = "Output folder", style = FOLDER, persist = false, description = "Folder for the pairs; made if it does not exist")
    private File output;

    @Parameter(label = "PSF: gaussian, moffat, mixed or file", style = OPEN, required = false, persist = false, description = "gaussian, moffat, mixed, or the file of a PSF image")
    private String psf = "gaussian";

    @Parameter(label = "FWHM of the PSF (empty: 2-6)", required = false, persist = false,
        description = "Full width at half maximum or a range: in pixels, or as 0.8-1.4arcsec by the scale that each image's header states; empty: 2-6, or the width that a "
            + "PSF image has, which otherwise is stretched")
    private String fwhm = "";

    @Parameter(label = "Beta of Moffat's profile", required = false, persist = false, description = "Exponent of Moffat's profile, or a range")
    private String beta = "2.5-4.5";

    @Parameter(label = "Noise over the sharp image's", required = false, persist = false,
        description = "Sky noise of the input over that of the sharp image, or a range; the noise that is in the image already is counted")
    private String noise = "1-10";

    @Parameter(label = "Gain: photons per unit (0: none)", required = false, persist = false,
        description = "Photons per unit of the sharp image, for the noise of bright sources, or a range; 0 for none")
    private String gain = "0";

    @Parameter(label = "Targetfwhm (0: as sharp as it is)", required = false, persist = false,
        description = "The target is the sharp image blurred by a Gaussian of this FWHM, in pixels or as 0.1arcsec; 0: it is the sharp image")
    private String targetfwhm = "0";

    @Parameter(label = "Sky noise (0: measured)", required = false, persist = false,
        description = "Standard deviation of the sharp images' sky in pixel values; 0: measured in each")
    private double sky;

    @Parameter(label = "Pixelscale in arcsec (0: the header's)", required = false, persist = false,
        description = "Arcseconds per pixel of all images, whatever their headers say; if given, plain FWHMs are in arcseconds, too")
    private double pixelscale;

    @Parameter(label = "Versions of each image", required = false, persist = false, description = "How many inputs are made of each sharp image")
    private int versions = 1;

    @Parameter(label = "Seed", required = false, persist = false, description = "Same seed and images: same pairs")
    private long seed = 1;

    @Parameter(label = "Overwrite existing pairs", required = false, persist = false)
    private boolean overwrite;

    @Parameter(type = ItemIO.OUTPUT, label = "Pairs")
    private ResultsTable pairs;

    @Override
    void execute() throws IOException {
        if (versions < 1) throw new IllegalArgumentException("versions=" + versions + " is not possible: give 1 or more.");
        Path folder = path(output, "output");
        Path file = folder.resolve(DegradationTable.NAME);
        if (!overwrite && Files.exists(file))
            throw new IOException("The folder " + folder + " holds pairs already; choose another, or say overwrite=true (in a macro: overwrite).");
        DegradationKeys keys = new DegradationKeys(keys());
        ResultsTable table = new ResultsTable();
        try (SharpImages sharp = SharpImages.open(input); StatusProgress progress = new StatusProgress()) {
            List<DegradationSettings> settings = SharpPairs.settings(keys, sharp.size(), sharp::facts);
            Files.createDirectories(folder.resolve("input"));
            Files.createDirectories(folder.resolve("target"));
            List<SharpPairs> made = new ArrayList<>();
            for (int version = 0; version < versions; version++) made.add(SharpPairs.of(sharp, settings, false, seed + 1_000_003L * version));
            for (int i = 0; i < sharp.size(); i++) {
                for (int version = 1; version <= versions; version++) {
                    progress.check();
                    progress.report((i + (version - 1.0) / versions) / sharp.size(), "Image " + (i + 1) + "/" + sharp.size());
                    DegradedPairs.Made pair = made.get(version - 1).make(i);
                    String name = sharp.name(i) + (versions == 1 ? "" : "-" + version) + ".fits";
                    write(folder, name, sharp.header(i), sharp.load(i), pair, settings.get(i).targetFwhm());
                    DegradationTable.add(table, name, pair, settings.get(i), psf);
                }
            }
        }
        DegradationTable.save(table, file);
        pairs = table;
    }

    private Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("psf", psf);
        keys.put("fwhm", fwhm);
        keys.put("beta", beta);
        keys.put("noise", noise);
        keys.put("gain", gain);
        keys.put("targetfwhm", targetfwhm);
        keys.put("sky", sky);
        keys.put("pixelscale", pixelscale);
        return keys;
    }

    private void write(Path folder, String name, FitsHeader header, Raster sharp, DegradedPairs.Made made, double targetWidth) throws IOException {
        DegradationSettings.Drawn drawn = made.drawn();
        String software = "Pix2Pix " + SoftwareVersion.current() + ": ";
        String blurred = String.format(Locale.ROOT, "convolved with a PSF of FWHM %.4f pixels%s, sky noise %.6g (%.4f times that of the sharp image), seed %d.",
            drawn.fwhm(), drawn.beta() > 0 ? String.format(Locale.ROOT, " (Moffat, beta %.3f)", drawn.beta()) : "", made.sigma(), made.sigma() / made.sharpSigma(), seed);
        FitsFiles.write(folder.resolve("input").resolve(name), new FitsImage(MissingValues.copy(sharp, made.pair().input()), header.history(software + blurred)));
        String target = targetWidth > 0 ? String.format(Locale.ROOT, "convolved with a Gaussian of FWHM %.4f pixels.", targetWidth) : "the sharp image.";
        FitsFiles.write(folder.resolve("target").resolve(name), new FitsImage(MissingValues.copy(sharp, made.pair().target()), header.history(software + target)));
    }
}
