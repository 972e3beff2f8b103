package sc.fiji.pix2pix.host;

import ij.gui.Plot;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import sc.fiji.pix2pix.train.EpochRecord;

/** Draws the history of a training over the epochs, one panel below the other: loss, the discriminator's answers, validation. */
final class TrainingPlot {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 200;
    /** With more epochs than this the marks of the single ones would hide the curve. */
    private static final int MARKED = 60;

    private TrainingPlot() {}

    private record Curve(String name, Color color, ToDoubleFunction<EpochRecord> value) {

        List<EpochRecord> known(List<EpochRecord> history) {
            return history.stream().filter(e -> Double.isFinite(value.applyAsDouble(e))).toList();
        }
    }

    /** An RGB picture; a panel without any value is left out. */
    static ColorProcessor draw(List<EpochRecord> history) {
        List<ColorProcessor> panels = new ArrayList<>();
        panel(panels, history, "L1 loss", false, new Curve("L1 loss", Color.BLACK, EpochRecord::lossL1));
        panel(panels, history, "Discriminator", true, new Curve("D(real)", new Color(0, 130, 60), EpochRecord::dReal),
            new Curve("D(generated)", new Color(200, 40, 40), EpochRecord::dFake));
        panel(panels, history, "Validation PSNR (dB)", false, new Curve("PSNR", new Color(30, 70, 190), EpochRecord::validationPsnr));
        int width = panels.stream().mapToInt(ColorProcessor::getWidth).max().orElse(WIDTH);
        ColorProcessor all = new ColorProcessor(width, Math.max(1, panels.stream().mapToInt(ColorProcessor::getHeight).sum()));
        all.setColor(Color.WHITE);
        all.fill();
        int y = 0;
        for (ColorProcessor panel : panels) {
            all.insert(panel, 0, y);
            y += panel.getHeight();
        }
        return all;
    }

    private static void panel(List<ColorProcessor> panels, List<EpochRecord> history, String title, boolean probability, Curve... curves) {
        Plot plot = new Plot(title, "Epoch", title);
        plot.setSize(WIDTH, HEIGHT);
        StringBuilder legend = new StringBuilder();
        for (Curve curve : curves) {
            List<EpochRecord> known = curve.known(history);
            if (known.isEmpty()) continue;
            double[] x = known.stream().mapToDouble(EpochRecord::epoch).toArray();
            double[] y = known.stream().mapToDouble(curve.value()).toArray();
            plot.setLineWidth(2);
            plot.setColor(curve.color(), curve.color());
            plot.addPoints(x, y, known.size() > MARKED ? Plot.LINE : Plot.CONNECTED_CIRCLES);
            legend.append(legend.isEmpty() ? "" : "\n").append(curve.name()).append(String.format(Locale.ROOT, ": %.4g", y[y.length - 1]));
        }
        if (legend.isEmpty()) return;
        plot.setLineWidth(1);
        plot.setColor(Color.BLACK);
        plot.addLegend(legend.toString(), "auto");
        if (probability)
            plot.setLimits(history.get(0).epoch(), Math.max(history.get(0).epoch() + 1, history.get(history.size() - 1).epoch()), 0, 1);
        else plot.setLimitsToFit(true);
        panels.add(plot.getProcessor().convertToColorProcessor());
    }
}
