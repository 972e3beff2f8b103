package sc.fiji.pix2pix.commands;

import ij.measure.ResultsTable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.astro.DegradationSettings;
import sc.fiji.pix2pix.astro.FieldSettings;
import sc.fiji.pix2pix.astro.GalaxySimulator;
import sc.fiji.pix2pix.astro.Range;
import sc.fiji.pix2pix.evaluation.Table;
import sc.fiji.pix2pix.fits.FitsCard;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsImage;
import sc.fiji.pix2pix.host.StatusProgress;

/**
 * Writes simulated fields of galaxies and stars as FITS images into OUTPUT/sharp, if asked for also the same fields blurred and noisy into
 * OUTPUT/degraded, and OUTPUT/fields.csv with what was drawn for each.
 */
@Plugin(type = Command.class, label = "Simulate Galaxy Images...", headless = true)
public class SimulateGalaxies extends Pix2PixCommand {
    private static final String TABLE = "fields.csv";
    private static final List<String> COLUMNS = List.of("seed", "pixelscale_arcsec", "star_fwhm_px", "sky", "sky_sigma", "psf_fwhm_px", "psf_beta", "noise");

    @Parameter(label = "Output folder", style = FOLDER, persist = false, description = "Folder for the images; made if it does not exist")
    private File output;

    @Parameter(label = "Count of images", required = false, persist = false)
    private int count = 20;

    @Parameter(label = "Size in pixels", required = false, persist = false, description = "Width and height of each image")
    private int size = 128;

    @Parameter(label = "Pixelscale in arcsec", required = false, persist = false,
        description = "Arcseconds per pixel, or a range as 0.02-0.1: galaxies have the sizes of those in the COSMOS field")
    private String pixelscale = "0.05";

    @Parameter(label = "Starfwhm in pixels", required = false, persist = false, description = "FWHM of stars in the sharp images, or a range")
    private String starfwhm = "2";

    @Parameter(label = "Exposure: photons per count", required = false, persist = false,
        description = "Photons per count in the sharp images, on a sky of 100 counts: the more, the less noise")
    private double exposure = 25;

    @Parameter(label = "Galaxies per image", required = false, persist = false, description = "Number of galaxies, or a range")
    private String galaxies = "4";

    @Parameter(label = "Stars per image", required = false, persist = false, description = "Number of stars, or a range")
    private String stars = "3-8";

    @Parameter(label = "Brightness factor", required = false, persist = false, description = "Factor on all fluxes, or a range")
    private String brightness = "1";

    @Parameter(label = "Texture of discs", required = false, persist = false, description = "Strength of clumps and lanes, 0 to 3, or a range")
    private String texture = "0";

    @Parameter(label = "Blank share", required = false, persist = false, description = "Share of images without any source, 0 to 1")
    private double blank;

    @Parameter(label = "Degrade as well", required = false, persist = false, description = "Writes blurred and noisy images of the same fields, too")
    private boolean degrade;

    @Parameter(label = "PSF of degraded images", choices = {"gaussian", "moffat", "mixed"}, required = false, persist = false)
    private String psf = "gaussian";

    @Parameter(label = "FWHM of that PSF in pixels", required = false, persist = false, description = "With degrade: FWHM of the PSF in pixels, or a range")
    private String fwhm = "2-6";

    @Parameter(label = "Noise of degraded images", required = false, persist = false,
        description = "With degrade: sky noise over that of the sharp image, or a range")
    private String noise = "1-10";

    @Parameter(label = "Seed", required = false, persist = false, description = "Of the first image; each further one has the next number")
    private long seed = 1;

    @Parameter(label = "Overwrite existing files", required = false, persist = false)
    private boolean overwrite;

    @Parameter(type = ItemIO.OUTPUT, label = "Simulated fields")
    private ResultsTable fields;

    private record Made(String name, GalaxySimulator.Observation field, DegradationSettings.Drawn drawn, long seed) {}

    @Override
    void execute() throws IOException {
        if (count < 1 || count > 1_000_000) throw new IllegalArgumentException("count=" + count + " is not possible: give 1 to 1000000.");
        FieldSettings settings = new FieldSettings(size, Range.parse("pixelscale", pixelscale, 1e-6), Range.parse("starfwhm", starfwhm, 1), exposure,
            Range.parse("galaxies", galaxies, 0), Range.parse("stars", stars, 0), Range.parse("brightness", brightness, 1e-9),
            Range.parse("texture", texture, 0), blank, true);
        DegradationSettings degradation = new DegradationKeys(Map.of("psf", psf, "fwhm", fwhm, "noise", noise)).settings();
        if (degrade && degradation.fwhm().high() > size)
            throw new IllegalArgumentException("fwhm=" + fwhm + " is not possible: a PSF is no wider than the images of " + size + " pixels.");
        Path folder = path(output, "output");
        Path table = folder.resolve(TABLE);
        if (!overwrite && Files.exists(table))
            throw new IOException("The folder " + folder + " holds simulated images already; choose another, or say overwrite=true (in a macro: overwrite).");
        Files.createDirectories(folder.resolve("sharp"));
        if (degrade) Files.createDirectories(folder.resolve("degraded"));
        Table.Row[] rows = new Table.Row[count];
        AtomicInteger done = new AtomicInteger();
        try (StatusProgress progress = new StatusProgress()) {
            IntStream.range(0, count).parallel().forEach(i -> {
                progress.check();
                Made made = simulate(settings, degradation, i);
                write(folder, made);
                rows[i] = row(made);
                progress.report((double) done.incrementAndGet() / count, "Simulating image " + done.get() + "/" + count);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Table all = new Table("Simulated fields", "name", COLUMNS, List.of(rows));
        Files.writeString(table, all.toCsv());
        fields = Tables.toResultsTable(all);
    }

    private static Table.Row row(Made made) {
        GalaxySimulator.Observation field = made.field;
        DegradationSettings.Drawn drawn = made.drawn;
        return new Table.Row(made.name, made.seed, field.pixelScale(), field.fwhm(), field.sky(), field.skySigma(), drawn == null ? Double.NaN : drawn.fwhm(),
            drawn == null ? Double.NaN : drawn.beta(), drawn == null ? Double.NaN : drawn.degradation().noise());
    }

    private Made simulate(FieldSettings settings, DegradationSettings degradation, int i) {
        long own = seed + i;
        DegradationSettings.Drawn drawn = degrade ? degradation.draw(new SplittableRandom(own)) : null;
        GalaxySimulator.Observation field = new GalaxySimulator(settings, drawn == null ? null : drawn.degradation()).observe(own);
        return new Made(String.format("field-%0" + Math.max(4, Integer.toString(count - 1).length()) + "d.fits", i), field, drawn, own);
    }

    private static void write(Path folder, Made made) {
        GalaxySimulator.Observation field = made.field;
        try {
            FitsFiles.write(folder.resolve("sharp").resolve(made.name), FitsImage.of(field.sharp(), cards(made, field.fwhm(), field.skySigma())));
            if (made.drawn != null) {
                List<FitsCard> cards = cards(made, Math.hypot(field.fwhm(), made.drawn.fwhm()), made.drawn.degradation().noise() * field.skySigma());
                cards.add(FitsCard.of("PSFFWHM", rounded(made.drawn.fwhm()), "[pixel] of the PSF that blurred it"));
                cards.add(FitsCard.of("PSFBETA", rounded(made.drawn.beta()), "Moffat's exponent, 0 for a Gaussian"));
                cards.add(FitsCard.of("NOISEFAC", rounded(made.drawn.degradation().noise()), "sky noise over the sharp image's"));
                FitsFiles.write(folder.resolve("degraded").resolve(made.name), FitsImage.of(field.degraded(), cards));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<FitsCard> cards(Made made, double starFwhm, double sigma) {
        return new ArrayList<>(List.of(
            FitsCard.of("OBJECT", "simulated galaxies", "no real sky"),
            FitsCard.of("BUNIT", "adu", "unit of the pixels"),
            FitsCard.of("PIXSCALE", rounded(made.field.pixelScale()), "[arcsec] width of a pixel"),
            FitsCard.of("STARFWHM", rounded(starFwhm), "[pixel] of stars in this image"),
            FitsCard.of("SKY", rounded(made.field.sky()), "[adu] brightness of the empty sky"),
            FitsCard.of("NOISE", rounded(sigma), "[adu] standard deviation of the empty sky"),
            FitsCard.of("SEED", made.seed, "of the simulation")));
    }

    /** Enough digits for a reader, few enough for a header. */
    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.6g", value));
    }
}
