package sc.fiji.pix2pix.commands;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.host.TrainingMonitor;
import sc.fiji.pix2pix.train.TrainSettings;
import sc.fiji.pix2pix.train.Trainer;

/** Trains a model on pairs of images. An input that is left empty, or is "preset", is as the preset says. */
@Plugin(type = Command.class, label = "Train Pix2Pix Model...", headless = true)
public class TrainModel extends Pix2PixCommand {

    @Parameter(label = "Input folder, or title of an open stack", style = FOLDER, required = false, persist = false,
        description = "Folder or title of an open stack; empty with \"sharp\"")
    private String input = "";

    @Parameter(label = "Target folder or title (empty: side by side)", style = FOLDER, required = false, persist = false,
        description = "Folder or title of an open stack; empty: each image of the input holds both, side by side")
    private String target = "";

    @Parameter(label = "Direction if side by side", choices = {"AtoB", "BtoA"}, required = false, persist = false,
        description = "Side by side: which half is the input, A (left) or B (right)")
    private String direction = "AtoB";

    @Parameter(label = "Sharp images alone: folder or title", style = FOLDER, required = false, persist = false,
        description = "In place of input and target: sharp images, which are blurred and made noisy at random while training")
    private String sharp = "";

    @Parameter(label = "Model file to write", style = SAVE, persist = false)
    private File model;

    @Parameter(label = "Preset", choices = {"small", "light", "paper"}, required = false, persist = false)
    private String preset = "small";

    @Parameter(label = "Epochs (empty: preset)", required = false, persist = false, description = "Passes over the training pairs")
    private Integer epochs;

    @Parameter(label = "Batch (empty: preset)", required = false, persist = false, description = "Pairs in a step")
    private Integer batch;

    @Parameter(label = "Crop in pixels (empty: preset)", required = false, persist = false, description = "Side of the random crops")
    private Integer crop;

    @Parameter(label = "Rate of learning (empty: preset)", required = false, persist = false, description = "Learning rate of Adam")
    private Double rate;

    @Parameter(label = "Lambda: weight of L1 (empty: preset)", required = false, persist = false, description = "Weight of the L1 loss")
    private Double lambda;

    @Parameter(label = "Loss", choices = {"preset", "bce", "lsgan", "hinge", "none"}, required = false, persist = false,
        description = "Adversarial loss; none: L1 alone")
    private String loss = "preset";

    @Parameter(label = "Intensity", choices = {"preset", "auto", "linear", "percentile", "asinh"}, required = false, persist = false,
        description = "How pixel values become the network's values")
    private String intensity = "preset";

    @Parameter(label = "Validation share (empty: preset)", required = false, persist = false,
        description = "Share of the pairs held out, 0 to 0.9")
    private Double validation;

    @Parameter(label = "Seed (empty: preset)", required = false, persist = false, description = "Same seed, data and settings: same model")
    private Long seed;

    @Parameter(label = "Precision", choices = {"float32", "bf16"}, required = false, persist = false,
        description = "bf16: convolutions multiply in bfloat16, faster on processors that have it; on others float32 is used")
    private String precision = "float32";

    @Parameter(label = "Overwrite an existing model", required = false, persist = false)
    private boolean overwrite;

    @Parameter(label = "Start from a model (empty: from nothing)", style = OPEN, required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "A model whose generator the training begins with, in place of random weights; its layers are the default then, not the preset's")
    private String start = "";

    @Parameter(label = "Levels of the generator", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "How often the image is halved")
    private Integer levels;

    @Parameter(label = "Width of the first level", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Channels of the first level")
    private Integer width;

    @Parameter(label = "Norm", choices = {"preset", "batch", "instance", "none"}, required = false, persist = false,
        attrs = @Attr(name = ADVANCED),
        description = "Normalisation between convolutions")
    private String norm = "preset";

    @Parameter(label = "Dropout in the decoder", choices = {"preset", "true", "false"}, required = false, persist = false,
        attrs = @Attr(name = ADVANCED))
    private String dropout = "preset";

    @Parameter(label = "Residual", choices = {"preset", "true", "false"}, required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "The generator adds to its input")
    private String residual = "preset";

    @Parameter(label = "Upsampling in the decoder", choices = {"preset", "transposed", "resize"}, required = false, persist = false,
        attrs = @Attr(name = ADVANCED))
    private String upsampling = "preset";

    @Parameter(label = "Refinement", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Convolutions at full resolution behind the decoder, 0 to 8: for detail of single pixels")
    private Integer refinement;

    @Parameter(label = "Patch layers", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Strided layers of the discriminator")
    private Integer patch;

    @Parameter(label = "Warmup epochs", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "First epochs on L1 alone")
    private Integer warmup;

    @Parameter(label = "Constant epochs", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Epochs at the constant rate")
    private Integer constant;

    @Parameter(label = "Decay epochs", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Epochs over which the rate falls to zero")
    private Integer decay;

    @Parameter(label = "Averaging", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Decay per step of the generator's moving average")
    private Double averaging;

    @Parameter(label = "Crops per pair", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Random crops of each pair in an epoch")
    private Integer crops;

    @Parameter(label = "Augment", choices = {"preset", "true", "false"}, required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Mirrors and quarter turns")
    private String augment = "preset";

    @Parameter(label = "Pixelloss", choices = {"preset", "l1", "l2", "huber", "psnr"}, required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "What lambda weighs: absolute differences, their squares, which keep flux, the squares of the small ones, or the PSNR in linear and in stretched values")
    private String pixelloss = "preset";

    @Parameter(label = "Softening of asinh", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "Where the asinh stretch turns logarithmic, in pixel values; 0: three times the noise")
    private Double softening;

    @Parameter(label = "PSF with sharp", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: gaussian, moffat, mixed, or the file of a PSF image")
    private String psf = "gaussian";

    @Parameter(label = "FWHM with sharp", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: full width at half maximum of the PSF or a range: in pixels, or as 0.8-1.4arcsec by the scale that each header states; empty: 2-6, or the "
            + "width that a PSF image has, which otherwise is stretched")
    private String fwhm = "";

    @Parameter(label = "Beta with sharp", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: exponent of Moffat's profile, or a range")
    private String beta = "2.5-4.5";

    @Parameter(label = "Noise with sharp", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: sky noise over that of the sharp image, or a range")
    private String noise = "1-10";

    @Parameter(label = "Gain with sharp", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: photons per unit of its pixels, for the noise of bright sources, or a range; 0 for none")
    private String gain = "0";

    @Parameter(label = "Targetfwhm with sharp", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: the target is blurred to this FWHM, in pixels or as 0.1arcsec; 0: it is the sharp image")
    private String targetfwhm = "0";

    @Parameter(label = "Sky with sharp", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: sky noise of its images in pixel values; 0: measured in each")
    private Double sky;

    @Parameter(label = "Pixelscale with sharp", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: arcseconds per pixel of all images, whatever their headers say; if given, plain FWHMs are in arcseconds, too")
    private Double pixelscale;

    @Parameter(label = "Fwhmerror with conditions", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With conditions: largest relative error of the FWHM that the network is told, 0.1 for 10 %; it then learns to forgive a PSF that is not quite known")
    private Double fwhmerror;

    @Parameter(label = "Starfwhm with conditions", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With conditions: FWHM of stars in the sharp images, in pixels or as 0.1arcsec, or \"header\" for what the card STARFWHM of each says; the network is told it, too. 0: it is not")
    private String starfwhm = "0";

    @Parameter(label = "Edges with conditions", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With conditions: chance that a crop reaches beyond the image on a side, where nothing is known, 0.25 for example; the network then learns what to make of edges")
    private Double edges;

    @Parameter(label = "Conditions", required = false, persist = false, attrs = @Attr(name = ADVANCED),
        description = "With sharp: values in units of the sky noise, and planes of FWHM and noise as further inputs")
    private boolean conditions;

    @Override
    void execute() throws IOException {
        Path file = path(model, "model");
        Path from = given(start) ? path(new File(start), "start") : null;
        Map<String, Object> chosen = new LinkedHashMap<>(from == null ? Map.of() : Trainer.layersOf(from));
        chosen.putAll(changes());
        TrainSettings settings = TrainSettings.preset(given(preset) ? preset : "small").with(chosen);
        if (!overwrite) {
            refuse(file);
            refuse(Trainer.checkpointOf(file));
        }
        try (PairData data = data(settings); TrainingMonitor monitor = new TrainingMonitor(model.getName())) {
            Trainer.train(settings, from, data.pairs(), data.origin(), file, monitor);
        }
    }

    private PairData data(TrainSettings settings) throws IOException {
        if (!given(sharp)) {
            DegradationKeys.refuse(degradation());
            return PairData.open(input, target, direction);
        }
        if (given(input) || given(target)) throw new IllegalArgumentException("Give \"sharp\", or \"input\" and \"target\", not both.");
        Map<String, Object> how = degradation();
        how.put("sharp", sharp);
        how.put("degradationseed", settings.seed());
        return PairData.openSharp(how);
    }

    private Map<String, Object> degradation() {
        Map<String, Object> how = new LinkedHashMap<>();
        how.put("psf", psf);
        how.put("fwhm", fwhm);
        how.put("beta", beta);
        how.put("noise", noise);
        how.put("gain", gain);
        how.put("targetfwhm", targetfwhm);
        how.put("sky", sky);
        how.put("pixelscale", pixelscale);
        how.put("fwhmerror", fwhmerror);
        how.put("starfwhm", starfwhm);
        how.put("edges", edges);
        how.put("conditions", conditions);
        return how;
    }

    private Map<String, Object> changes() {
        Map<String, Object> changes = new LinkedHashMap<>();
        put(changes, "epochs", epochs);
        put(changes, "batch", batch);
        put(changes, "crop", crop);
        put(changes, "rate", rate);
        put(changes, "lambda", lambda);
        put(changes, "loss", loss);
        put(changes, "intensity", intensity);
        put(changes, "validation", validation);
        put(changes, "seed", seed);
        put(changes, "levels", levels);
        put(changes, "width", width);
        put(changes, "norm", norm);
        put(changes, "dropout", dropout);
        put(changes, "residual", residual);
        put(changes, "upsampling", upsampling);
        put(changes, "refinement", refinement);
        put(changes, "patch", patch);
        put(changes, "warmup", warmup);
        put(changes, "constant", constant);
        put(changes, "decay", decay);
        put(changes, "averaging", averaging);
        put(changes, "crops", crops);
        put(changes, "augment", augment);
        put(changes, "pixelloss", pixelloss);
        put(changes, "softening", softening);
        put(changes, "precision", precision);
        return changes;
    }

    private static void put(Map<String, Object> changes, String key, Object value) {
        if (value != null && !value.equals("preset")) changes.put(key, value);
    }

    private static void refuse(Path file) throws IOException {
        if (Files.exists(file))
            throw new IOException("The model file " + file + " exists already; choose another name, or say overwrite=true (in a macro: overwrite).");
    }
}
