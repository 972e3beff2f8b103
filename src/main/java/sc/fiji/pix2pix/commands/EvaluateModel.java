package sc.fiji.pix2pix.commands;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.evaluation.EvaluatedImage;
import sc.fiji.pix2pix.evaluation.Evaluation;
import sc.fiji.pix2pix.evaluation.EvaluationTables;
import sc.fiji.pix2pix.evaluation.Method;
import sc.fiji.pix2pix.evaluation.NoiseUnitPairs;
import sc.fiji.pix2pix.evaluation.Restoration;
import sc.fiji.pix2pix.evaluation.Treatment;
import sc.fiji.pix2pix.galaxy.TrainedDomain;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.metrics.ContactSheet;
import sc.fiji.pix2pix.metrics.Judge;
import sc.fiji.pix2pix.metrics.Measure;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.pairs.Direction;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Judges a model on pairs that it was not trained on: tables of all measures for each image, of aperture fluxes by magnitude and of detections
 * by signal to noise, and a contact sheet of the worst, the median and the best result. With a point spread function also of
 * Richardson-Lucy and Wiener at their best.
 */
@Plugin(type = Command.class, label = "Evaluate Pix2Pix Model...", headless = true)
public class EvaluateModel extends Pix2PixCommand {

    @Parameter(label = "Input folder, or title of an open stack", style = FOLDER, persist = false)
    private String input;

    @Parameter(label = "Target folder or title (empty: side by side)", style = FOLDER, required = false, persist = false,
        description = "Folder or title of an open stack; empty: each image of the input holds both, side by side")
    private String target = "";

    @Parameter(label = "Direction if side by side", choices = {"AtoB", "BtoA"}, required = false, persist = false,
        description = "Side by side: which half is the input, A (left) or B (right)")
    private String direction = "AtoB";

    @Parameter(label = "Model file", style = OPEN, persist = false)
    private File model;

    @Parameter(label = "FWHM of the PSF (empty: unknown)", required = false, persist = false,
        description = "Width of the PSF by which the targets were blurred, in pixels, or as 1.2arcsec by the scale that each header states; with it or \"psf\" also "
            + "Richardson-Lucy and Wiener are judged; without both, the PSF of each pair is that of the table pairs.csv beside its folders, if \"pairs\" made them")
    private String fwhm = "";

    @Parameter(label = "Beta of a Moffat PSF (empty: Gaussian)", required = false, persist = false,
        description = "Exponent of a Moffat profile, above 1; empty: a Gaussian")
    private Double beta;

    @Parameter(label = "PSF image (empty: none)", style = OPEN, required = false, persist = false,
        description = "Image of the PSF by which the targets were blurred, instead of \"fwhm\": a file, or the title of an open image")
    private String psf = "";

    @Parameter(label = "Pixelscale in arcsec (empty: the header's)", required = false, persist = false,
        description = "Arcseconds per pixel, whatever the header says; if given, a plain FWHM is in arcseconds, too")
    private Double pixelscale;

    @Parameter(label = "Starfwhm of the targets (empty: unknown)", required = false, persist = false,
        description = "FWHM of stars in the targets, in pixels (as 2px), or as 0.1arcsec, for a model that asks for it as the bundled galaxy model does")
    private String starfwhm = "";

    @Parameter(label = "Precision", choices = {"float32", "bf16"}, required = false, persist = false,
        description = "bf16: convolutions multiply in bfloat16, faster on processors that have it; on others float32 is used")
    private String precision = "float32";

    @Parameter(label = "Output table (empty: windows)", style = SAVE, required = false, persist = false,
        description = "File NAME.csv for the table; NAME.png, NAME-flux.csv and NAME-detections.csv are written beside it")
    private File output;

    @Parameter(type = ItemIO.OUTPUT, label = "Contact sheet")
    private ImagePlus sheet;

    @Parameter(type = ItemIO.OUTPUT, label = "Detections by signal to noise")
    private ResultsTable detections;

    @Parameter(type = ItemIO.OUTPUT, label = "Aperture flux by magnitude")
    private ResultsTable fluxes;

    @Parameter(type = ItemIO.OUTPUT, label = "Evaluation")
    private ResultsTable evaluation;

    @Parameter(type = ItemIO.OUTPUT, label = "Summary")
    private String summary;

    @Override
    void execute() throws IOException {
        EvaluationFiles files = given(output) ? EvaluationFiles.at(output.toPath()) : null;
        PsfChoice choice = PsfChoice.of(fwhm, beta, psf, pixelscale);
        Fwhm sharp = Fwhm.parseOne("starfwhm", given(starfwhm) ? starfwhm : "0", 0, pixelscale == null ? 0 : pixelscale);
        try (PairData data = PairData.open(input, target, direction);
            StatusProgress progress = new StatusProgress();
            Predictor predictor = Predictor.open(path(model, "model"), precision(precision))) {
            data.pairs().notes().forEach(IJ::log);
            boolean conditions = wantsConditions(predictor.description(), data.pairs());
            // As Deconvolve Galaxy Image does it, which is what such models are for.
            Restoration network = conditions ? (image, p) -> predictor.applyTurned(image, TileSettings.AUTOMATIC, p) : (image, p) -> predictor.apply(image, TileSettings.AUTOMATIC, p);
            PairSource pairs = conditions ? new NoiseUnitPairs(data.pairs()) : data.pairs();
            boolean stars = conditions && TrainedDomain.asksForStars(predictor.description());
            if (!stars && sharp.range().high() > 0)
                throw new IllegalArgumentException("The model " + model + " does not ask how sharp stars are: leave \"starfwhm\" out.");
            Treatment treatment = treatment(network, EvaluationPsf.of(choice, data, conditions), conditions,
                i -> stars ? sharp.pixels(() -> scale(data, i)).low() : 0, predictor.description().input().channels());
            Evaluation result = Evaluation.run(pairs, treatment, predictor.description().target().maps(), progress);
            BufferedImage picture = ContactSheet.draw(rows(result, pairs, treatment, progress));
            if (files != null) files.write(result, picture);
            else show(result, picture);
            summary = EvaluationText.of(result) + (given(target) ? "" : "\nAs \"target\" is empty, each image was taken for two, side by side: "
                + (PairData.direction(direction) == Direction.AtoB ? "its left half for the input, its right half for the target." : "its right half for the input, its left half for the target."));
            String failed = failures(result, data.pairs().size());
            if (failed.isEmpty()) return;
            if (files != null) throw new IOException(failed + " The tables hold the others.");
            IJ.log(failed);
        }
    }

    private static String failures(Evaluation result, int pairs) {
        List<String> failures = result.failures();
        return failures.isEmpty() ? "" : failures.size() + " of " + pairs + " pairs could not be judged: " + String.join("; ", failures) + ".";
    }

    /** Whether the model has to be told PSF and noise, which plain pairs do not bring. */
    private static boolean wantsConditions(ModelDescription description, PairSource pairs) throws IOException {
        boolean conditions = description.training().get("data") instanceof Map<?, ?> data && "true".equals(String.valueOf(data.get("conditions")));
        return conditions && pairs.load(0).input().channels() == 1;
    }

    private static double scale(PairData data, int i) {
        try {
            return data.scale(i);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param stars finds their FWHM in the target of pair i, in pixels; 0: not known */
    private static Treatment treatment(Restoration network, EvaluationPsf psf, boolean conditions, IntToDoubleFunction stars, int planes) {
        return new Treatment() {
            @Override
            public Restoration restoration(int i) throws IOException {
                if (!conditions) return network;
                return NoiseUnitPairs.withPlanes(network, psf.of(i).kernel(), psf.of(i).fwhm(), stars.applyAsDouble(i), planes);
            }

            @Override
            public Kernel psf(int i) throws IOException {
                DegradationTable.Width known = psf.of(i);
                return known == null ? null : known.kernel();
            }
        };
    }

    private void show(Evaluation result, BufferedImage picture) {
        sheet = new ImagePlus("Worst, median and best of " + model.getName(), picture);
        evaluation = Tables.toResultsTable(EvaluationTables.images(result));
        fluxes = Tables.toResultsTable(EvaluationTables.fluxes(result));
        detections = Tables.toResultsTable(EvaluationTables.detections(result));
    }

    /** Results are not kept while all pairs are judged: those three that are shown are made again. */
    private static List<ContactSheet.Row> rows(Evaluation result, PairSource pairs, Treatment treatment, Progress progress) throws IOException {
        List<EvaluatedImage> images = result.worstMedianBest();
        String[] names = {"worst: ", "median: ", "best: "};
        List<ContactSheet.Row> rows = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            EvaluatedImage image = images.get(i);
            Pair pair = pairs.load(image.index());
            String caption = ContactSheet.caption((images.size() == 3 ? names[i] : "") + image.name(), image.get(Measure.PSNR, Method.INPUT),
                image.get(Measure.PSNR, Method.MODEL));
            rows.add(new ContactSheet.Row(caption, Judge.first(pair.input(), pair.target().channels()), treatment.restoration(image.index()).apply(pair.input(), progress),
                pair.target()));
        }
        return rows;
    }
}
