package sc.fiji.pix2pix.commands;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.scijava.command.Command;

/** The commands, with the names they have in the menu and on the command line. */
public enum CommandEntry {
    TRAIN("train", "Train Pix2Pix Model...", TrainModel.class),
    CONTINUE("continue", "Continue Pix2Pix Training...", ContinueTraining.class),
    APPLY("apply", "Apply Pix2Pix Model...", ApplyModel.class),
    APPLY_FOLDER("applyfolder", "Apply Pix2Pix Model to Folder...", ApplyModelToFolder.class),
    EVALUATE("evaluate", "Evaluate Pix2Pix Model...", EvaluateModel.class),
    INFO("info", "Pix2Pix Model Info...", ModelInfo.class),
    PAIRS("pairs", "Make Pix2Pix Training Pairs...", MakePairs.class),
    SIMULATE("simulate", "Simulate Galaxy Images...", SimulateGalaxies.class),
    DECONVOLVE("deconvolve", "Deconvolve Galaxy Image...", DeconvolveGalaxy.class),
    SEEING("seeing", "Measure Seeing...", MeasureSeeing.class),
    RICHARDSON_LUCY("richardsonlucy", "Richardson-Lucy Deconvolution...", RichardsonLucyDeconvolution.class),
    WIENER("wiener", "Wiener Deconvolution...", WienerDeconvolution.class),
    OPEN_FITS("openfits", "Open FITS Image...", OpenFits.class),
    SAVE_FITS("savefits", "Save Image as FITS...", SaveFits.class),
    SAMPLES("samples", "Open Pix2Pix Sample Images", OpenSamples.class);

    private final String id;
    private final String label;
    private final Class<? extends Command> type;

    CommandEntry(String id, String label, Class<? extends Command> type) {
        this.id = id;
        this.label = label;
        this.type = type;
    }

    /** Name on the command line and in {@code plugins.config}. */
    public String id() {
        return id;
    }

    /** Label in the menu, which is the name that a macro calls. */
    public String label() {
        return label;
    }

    public Class<? extends Command> type() {
        return type;
    }

    /** @throws IllegalArgumentException for an unknown name; the message lists the known ones */
    public static CommandEntry of(String id) {
        return Arrays.stream(values()).filter(e -> e.id.equals(id)).findFirst().orElseThrow(() -> new IllegalArgumentException(
            "There is no command \"" + id + "\"; the commands are " + Arrays.stream(values()).map(CommandEntry::id)
                .collect(Collectors.joining(", ")) + "."));
    }
}
