package sc.fiji.pix2pix.commands;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.galaxy.FluxPin;
import sc.fiji.pix2pix.galaxy.GalaxyModel;
import sc.fiji.pix2pix.galaxy.Observation;
import sc.fiji.pix2pix.host.FitsImages;
import sc.fiji.pix2pix.host.HeldImage;
import sc.fiji.pix2pix.host.ImageFacts;
import sc.fiji.pix2pix.host.ImageRasters;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.host.ResultImage;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Undoes the seeing of a galaxy image with the bundled model, or one trained likewise: every slice, frame and channel, or the rectangle of the
 * selection. The result has the units and the header of the image.
 */
@Plugin(type = Command.class, label = "Deconvolve Galaxy Image...", headless = true)
public class DeconvolveGalaxy extends Pix2PixCommand {
    /** Where the FWHM is measured: sharp, but still sampled. */
    private static final double MEASURED_STARS = 2;

    @Parameter(label = "Image", persist = false,
        description = "In ImageJ the title of an open image (the active one if left out), else a file; values linear in flux, in any unit")
    private ImagePlus image;

    @Parameter(label = "FWHM to undo (0: measured)", required = false, persist = false,
        description = "Full width at half maximum of the PSF that is to be undone, in pixels, or as 1.2arcsec by the scale that the header states; 0: what the seeing of the image's stars has beyond \"starfwhm\"")
    private String fwhm = "0";

    @Parameter(label = "Beta of the PSF (0: Gaussian)", required = false, persist = false,
        description = "Where the FWHM is given: exponent of the PSF's Moffat profile; 0: it is a Gaussian")
    private double beta;

    @Parameter(label = "Starfwhm of the result (0: not known)", required = false, persist = false,
        description = "FWHM of stars in the result, in pixels (as 2px), or as 0.6arcsec: of those in a sharp image of the same field, for example; if in doubt less rather than more. 0: not known; where the FWHM to undo is measured, 2px")
    private String starfwhm = "0";

    @Parameter(label = "Pixelscale in arcsec (empty: the header's)", required = false, persist = false,
        description = "Arcseconds per pixel, whatever the header says; if given, a plain FWHM is in arcseconds, too")
    private Double pixelscale;

    @Parameter(label = "Noise of the sky (0: measured)", required = false, persist = false,
        description = "Standard deviation of the empty sky in the image's units; 0: measured where it is quietest")
    private double noise;

    @Parameter(label = "Pin local mean flux to the image", required = false, persist = false,
        description = "Holds the local mean flux at that of the image, both blurred to four times the FWHM")
    private boolean pin;

    @Parameter(label = "Fast: do not average quarter turns", required = false, persist = false,
        description = "The network sees the image once; otherwise in four orientations, the results of which are averaged: somewhat nearer to the truth, about twice the time in all")
    private boolean fast;

    @Parameter(label = "Output file (empty: a new window)", style = SAVE, required = false, persist = false,
        description = "File for the result: .tif or .fits")
    private File output;

    @Parameter(label = "Model file (empty: the bundled one)", style = OPEN, required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "A model trained with \"conditions\"; empty: the bundled one")
    private File model;

    @Parameter(label = "Tile in pixels (0: automatic)", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Side of the tiles that large images are cut into")
    private int tile;

    @Parameter(label = "Overlap of tiles (-1: automatic)", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Pixels that neighbouring tiles share")
    private int overlap = -1;

    @Parameter(type = ItemIO.OUTPUT, label = "Result")
    private ImagePlus result;

    @Parameter(type = ItemIO.OUTPUT, label = "Warning")
    private String warning;

    @Override
    void execute() throws IOException {
        if (image == null) throw new IllegalArgumentException("\"image\" is missing.");
        if (pixelscale != null && !(pixelscale > 0))
            throw new IllegalArgumentException("pixelscale=" + pixelscale + " is not possible: it is the number of arcseconds per pixel, above 0.");
        Fwhm width = Fwhm.parseOne("fwhm", fwhm, 0, pixelscale == null ? 0 : pixelscale);
        Fwhm stars = Fwhm.parseOne("starfwhm", starfwhm, 0, pixelscale == null ? 0 : pixelscale);
        if (beta != 0 && !(beta > 1)) throw new IllegalArgumentException("beta=" + beta + " is not possible: it is above 1, or 0 for a Gaussian.");
        if (!(noise >= 0)) throw new IllegalArgumentException("noise=" + noise + " is not possible: it is in the image's units, or 0 for measured.");
        if (image.getBitDepth() == 24)
            throw new IllegalArgumentException("The RGB image \"" + image.getTitle() + "\" holds no linear flux: split its channels, or open the data they were made from.");
        TileSettings tiles = ApplyModel.tiles(tile, overlap);
        if (given(output)) {
            ImageSaver.check(output.toPath());
            OriginalFile.refuse(image, output.toPath());
        }
        Path file = given(model) ? model.toPath() : GalaxyModel.copyOfBundled();
        try (HeldImage held = new HeldImage(image); StatusProgress progress = new StatusProgress(); GalaxyModel network = given(model) ? GalaxyModel.open(file) : GalaxyModel.bundled(file)) {
            Map<String, List<Integer>> byText = new LinkedHashMap<>();
            ImagePlus made = deconvolve(network, width, stars, tiles, progress, byText);
            List<String> warnings = byPlane(byText, made.getStackSize());
            FitsImages.addHistory(made, List.of(Provenance.model(given(model) ? file.getFileName().toString() : "galaxy (bundled)", file, network.description())));
            for (String text : warnings) FitsImages.addHistory(made, List.of("Pix2Pix warning: " + text));
            if (!warnings.isEmpty()) warning = String.join("\n", warnings);
            if (given(output)) ImageSaver.save(made, output.toPath());
            else result = made;
        } catch (IllegalArgumentException e) {
            String named = "\"" + image.getTitle() + "\"";
            throw e.getMessage().contains(named) ? e : new IllegalArgumentException(named + ": " + e.getMessage(), e);
        } finally {
            if (!given(model)) Files.deleteIfExists(file);
        }
    }

    private ImagePlus deconvolve(GalaxyModel network, Fwhm width, Fwhm stars, TileSettings tiles, StatusProgress progress, Map<String, List<Integer>> warnings) {
        ImageRasters source = ImageRasters.ofSelection(image);
        ResultImage made = new ResultImage(source, true);
        ImageFacts facts = ImageFacts.of(image);
        OptionalDouble scale = pixelscale == null ? facts.scale() : OptionalDouble.of(pixelscale);
        double given = width.pixels(facts::arcsecPerPixel).low();
        double wanted = stars.pixels(facts::arcsecPerPixel).low();
        Set<String> history = new LinkedHashSet<>();
        int planes = source.size() * source.channels();
        for (int i = 0; i < source.size(); i++) {
            for (int c = 0; c < source.channels(); c++) {
                progress.check();
                int number = i * source.channels() + c;
                Raster plane = source.channel(i, c);
                if (planes > 1 && blank(plane)) {
                    made.add(plane);
                    history.add("Pix2Pix left plane " + (number + 1) + " as it is: it is blank.");
                    continue;
                }
                Progress part = progress.numbered(number, planes);
                network.domain().requirePossible(given, plane);
                Observation seen = given > 0 ? Observation.measure(plane, Observation.psf(given, beta), given, noise).withStars(wanted)
                    : Observation.measureAll(plane, wanted > 0 ? wanted : MEASURED_STARS, noise);
                for (String text : network.domain().warnings(plane, seen, scale, facts.saturation()))
                    warnings.computeIfAbsent(text, t -> new ArrayList<>()).add(number + 1);
                history.add(text(seen, given > 0));
                if (network.asksForStars()) history.add(stars(seen));
                Raster restored = network.deconvolve(plane, seen, fast, tiles, part);
                made.add(pin ? FluxPin.apply(plane, restored, seen.fwhm()) : restored);
            }
        }
        if (!network.exact())
            IJ.log(image.getTitle() + ": there is too little memory for tiles that overlap as far as the model sees, so the result may differ slightly from that "
                + "of the whole image; close other programs or images for an exact one.");
        ImagePlus all = made.toImage(image.getTitle() + " (deconvolved)");
        FitsImages.addHistory(all, List.copyOf(history));
        return all;
    }

    /** With the planes that a warning is about, unless it is about all. */
    private static List<String> byPlane(Map<String, List<Integer>> warnings, int planes) {
        return warnings.entrySet().stream().map(warning -> {
            List<Integer> of = warning.getValue();
            if (of.size() == planes) return warning.getKey();
            return "Plane " + of.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ": " + warning.getKey();
        }).toList();
    }

    /** Whether there is nothing in a plane but one value, or none. */
    private static boolean blank(Raster plane) {
        float first = Float.NaN;
        for (float value : plane.plane(0)) {
            if (Float.isFinite(value) && Float.isNaN(first)) first = value;
            if (Float.isFinite(value) && value != first) return false;
        }
        return true;
    }

    private static String stars(Observation seen) {
        return seen.starFwhm() > 0 ? String.format(Locale.ROOT, "Pix2Pix was told that stars of the result have a FWHM of %.3f pixels.", seen.starFwhm())
            : "Pix2Pix was not told how sharp stars of the result are.";
    }

    private String text(Observation seen, boolean given) {
        return String.format(Locale.ROOT, "Pix2Pix deconvolved a PSF of FWHM %.3f pixels (%s%s), sky level %.6g, sky noise %.6g (%s)%s%s.", seen.fwhm(),
            given ? "given" : "measured", given && beta > 0 ? ", beta " + beta : "", seen.level(), seen.noise(), noise > 0 ? "given" : "measured", pin ? ", local mean flux pinned" : "", fast ? "" : ", mean of four quarter turns");
    }
}
