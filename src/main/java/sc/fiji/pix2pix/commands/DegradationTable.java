package sc.fiji.pix2pix.commands;

import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.astro.DegradationSettings;
import sc.fiji.pix2pix.astro.DegradedPairs;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.host.ImageFiles;

/** The table that lies beside pairs made from sharp images and says what was done to each. */
final class DegradationTable {
    /** Name of the file, in the folder that holds those of inputs and targets. */
    static final String NAME = "pairs.csv";

    private static final String PAIR = "Name";
    private static final String FWHM = "FWHM_px";
    private static final String BETA = "Beta";
    private static final String PSF = "PSF";
    private static final String TARGET_FWHM = "Target_FWHM_px";
    private static final String SEPARATOR = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"; // not within quotes

    private final Path file;
    private final Map<String, Map<String, String>> rows;

    /** A PSF with its FWHM in pixels. */
    record Width(Kernel kernel, double fwhm) {}

    private DegradationTable(Path file, Map<String, Map<String, String>> rows) {
        this.file = file;
        this.rows = rows;
    }

    /** @param psf what the user gave: a shape, or the file of a PSF image */
    static void add(ResultsTable table, String name, DegradedPairs.Made made, DegradationSettings settings, String psf) {
        DegradationSettings.Drawn drawn = made.drawn();
        boolean measured = settings.shape() == DegradationSettings.Shape.MEASURED;
        table.incrementCounter();
        table.addValue(PAIR, name);
        table.addValue(FWHM, drawn.fwhm());
        table.addValue(BETA, drawn.beta());
        table.addValue("Noise", made.sigma() / made.sharpSigma());
        table.addValue("Gain", drawn.gain());
        table.addValue("Sky", made.skyLevel());
        table.addValue("Sharp_sigma", made.sharpSigma());
        table.addValue("Sigma", made.sigma());
        table.addValue(TARGET_FWHM, settings.targetFwhm());
        table.addValue(PSF, measured ? Path.of(psf).toAbsolutePath().normalize().toString() : drawn.beta() > 0 ? "moffat" : "gaussian");
    }

    /** With as many digits as each value needs. */
    static void save(ResultsTable table, Path file) throws IOException {
        for (int i = 0; i <= table.getLastColumn(); i++) table.setDecimalPlaces(i, ResultsTable.AUTO_FORMAT);
        table.saveAs(file.toString());
    }

    /** The table beside two folders of pairs; null if they do not lie in one folder that has it. */
    static DegradationTable beside(Path input, Path target) throws IOException {
        Path parent = input.toAbsolutePath().normalize().getParent();
        if (parent == null || !parent.equals(target.toAbsolutePath().normalize().getParent())) return null;
        Path file = parent.resolve(NAME);
        return Files.isRegularFile(file) ? read(file) : null;
    }

    private static DegradationTable read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> columns = lines.isEmpty() ? List.of() : cells(lines.get(0));
        if (!columns.containsAll(List.of(PAIR, FWHM, BETA, PSF, TARGET_FWHM)))
            throw new IOException("The table " + file + " does not say what was done to the pairs beside it (columns " + String.join(", ", PAIR, FWHM, BETA, PSF, TARGET_FWHM)
                + "): give \"fwhm\" or \"psf\", or move it elsewhere.");
        Map<String, Map<String, String>> rows = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) row.put(columns.get(i), cells.get(i));
            rows.put(String.valueOf(row.get(PAIR)), row);
        }
        return new DegradationTable(file, rows);
    }

    private static List<String> cells(String line) {
        return new ArrayList<>(Arrays.asList(line.split(SEPARATOR, -1))).stream().map(cell -> cell.strip().replaceAll("^\"|\"$", "")).toList();
    }

    Path file() {
        return file;
    }

    /**
     * The PSF that lies between target and input of a pair.
     *
     * @param input name of the input's file
     * @throws IOException if the table does not say it
     */
    Width psf(String input) throws IOException {
        Map<String, String> row = rows.get(input);
        if (row == null) throw new IOException("The table " + file + " has no row for " + input + ": give \"fwhm\" or \"psf\".");
        double fwhm = number(row, FWHM, input);
        double beta = number(row, BETA, input);
        if (number(row, TARGET_FWHM, input) > 0)
            throw new IOException("By the table " + file + " the target of " + input + " was blurred, too, so that it has no PSF between the two: give \"fwhm\" or \"psf\".");
        String shape = row.getOrDefault(PSF, "");
        if (shape.equals("gaussian")) return new Width(Kernel.gaussian(fwhm), fwhm);
        if (shape.equals("moffat")) return new Width(Kernel.moffat(fwhm, beta), fwhm);
        if (!Files.isRegularFile(Path.of(shape))) throw new IOException("The PSF image " + shape + " of the table " + file + " does not exist any more: give \"psf\".");
        return new Width(DegradationSettings.scaled(Kernel.fromRaster(ImageFiles.read(Path.of(shape))), fwhm), fwhm);
    }

    private double number(Map<String, String> row, String column, String input) throws IOException {
        try {
            return Double.parseDouble(row.getOrDefault(column, ""));
        } catch (NumberFormatException e) {
            throw new IOException("The table " + file + " has no number in column " + column + " of " + input + ": give \"fwhm\" or \"psf\".", e);
        }
    }
}
