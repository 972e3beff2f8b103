package sc.fiji.pix2pix.train;

import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.pix2pix.intensity.IntensityMethod;
import sc.fiji.pix2pix.nn.GanLoss;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.PixelLoss;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.Upsampling;

/** The named starting points of {@link TrainSettings}. */
final class Presets {
    private static final Map<String, TrainSettings> ALL = new LinkedHashMap<>();

    static {
        // Isola et al. 2017, sections 3.3 and 6: 100 epochs at 2e-4, 100 falling to zero, batch 1.
        TrainSettings paper = new TrainSettings("paper", 8, 64, NormKind.BATCH, true, false, Upsampling.TRANSPOSED, 0, 3, GanLoss.BCE, 100, PixelLoss.L1, 0, 2e-4, 100,
            100, 0, 200, 1, 256, 1, true, IntensityMethod.AUTO, 0, 0.1, 1, Precision.FLOAT32);
        add(paper);
        add(paper.with(Map.of("preset", "light", "width", 32)));
        add(new TrainSettings("small", 4, 16, NormKind.NONE, false, true, Upsampling.TRANSPOSED, 0, 3, GanLoss.LSGAN, 100, PixelLoss.L1, 0, 1e-3, 100, 0, 0.99, 40, 4, 64, 4,
            true, IntensityMethod.AUTO, 0, 0.1, 1, Precision.FLOAT32));
    }

    private Presets() {}

    private static void add(TrainSettings settings) {
        ALL.put(settings.preset(), settings);
    }

    static TrainSettings get(String name) {
        TrainSettings settings = ALL.get(name);
        if (settings == null) throw new IllegalArgumentException("There is no preset \"" + name + "\": choose one of " + String.join(", ", ALL.keySet()) + ".");
        return settings;
    }
}
