package sc.fiji.pix2pix.commands;

import ij.IJ;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.commands.DegradationTable.Width;
import sc.fiji.pix2pix.image.Raster;

/**
 * The point spread function of each pair that is judged: as the user gave it, in pixels or by each pair's own scale; else as the table says that lies beside
 * pairs made from sharp images; else unknown.
 */
final class EvaluationPsf {
    private final PsfChoice choice;
    private final PairData data;
    private final Raster first;
    private final List<Width> known;
    private final Map<Double, Width> made = new HashMap<>();

    private EvaluationPsf(PsfChoice choice, PairData data, Raster first, List<Width> known) {
        this.choice = choice;
        this.data = data;
        this.first = first;
        this.known = known;
    }

    /**
     * @param needed whether the model cannot do without
     * @throws IllegalArgumentException if it is needed and not known, or what was given is no PSF
     */
    static EvaluationPsf of(PsfChoice choice, PairData data, boolean needed) throws IOException {
        List<Width> known = choice.given() ? List.of() : byTable(data, needed);
        if (needed && !choice.given() && known.isEmpty())
            throw new IllegalArgumentException("The model wants to know the PSF by which the targets were blurred: give \"fwhm\" or \"psf\".");
        EvaluationPsf psf = new EvaluationPsf(choice, data, choice.given() ? data.pairs().load(0).input() : null, known);
        psf.of(0);
        return psf;
    }

    /** Of every pair; none where there is no table, or it does not say all. */
    private static List<Width> byTable(PairData data, boolean needed) throws IOException {
        if (data.files() == null) return List.of();
        try {
            DegradationTable table = DegradationTable.beside(data.files().input(0).getParent(), data.files().target(0).getParent());
            if (table == null) return List.of();
            List<Width> widths = new ArrayList<>();
            for (int i = 0; i < data.pairs().size(); i++) widths.add(table.psf(data.files().input(i).getFileName().toString()));
            IJ.log("The PSF of each pair is that of the table " + table.file() + ".");
            return widths;
        } catch (IOException e) {
            if (needed) throw e;
            IJ.log("Judged without the classical methods: " + e.getMessage());
            return List.of();
        }
    }

    /** That of pair {@code i}, null if unknown. @throws IllegalArgumentException if the headers do not say the scale that the width depends on */
    Width of(int i) throws IOException {
        if (!choice.given()) return known.isEmpty() ? null : known.get(i);
        double scale = choice.needsScale() ? data.scale(i) : 0;
        if (!made.containsKey(scale)) {
            Kernel kernel = choice.kernel(first, () -> scale);
            made.put(scale, new Width(kernel, choice.fwhm() == null ? kernel.fwhm() : choice.pixels(() -> scale)));
        }
        return made.get(scale);
    }
}
