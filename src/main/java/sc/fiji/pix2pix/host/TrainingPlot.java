package sc.fiji.pix2pix.host;

import ij.gui.Plot;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.util.List;
import java.util.function.ToDoubleFunction;
import sc.fiji.pix2pix.train.EpochRecord;

/** Draws the history of a training: losses and the discriminator's answers above, the validation below, over the epochs. */
final class TrainingPlot {
    static final int WIDTH = 560;
    static final int HEIGHT = 240;

    private TrainingPlot() {}

    /** An RGB picture of one panel, or of two where a validation part exists. */
    static ColorProcessor draw(List<EpochRecord> history) {
        ColorProcessor losses = losses(history);
        boolean validated = history.stream().anyMatch(e -> !Double.isNaN(e.validationPsnr()));
        if (!validated) return losses;
        ColorProcessor validation = validation(history);
        ColorProcessor both = new ColorProcessor(losses.getWidth(), losses.getHeight() + validation.getHeight());
        both.insert(losses, 0, 0);
        both.insert(validation, 0, losses.getHeight());
        return both;
    }

    private static ColorProcessor losses(List<EpochRecord> history) {
        Plot plot = plot("L1 loss, D(real), D(fake)");
        StringBuilder legend = new StringBuilder();
        curve(plot, legend, history, "L1 loss", Color.BLACK, EpochRecord::lossL1);
        curve(plot, legend, history, "D(real)", new Color(0, 130, 60), EpochRecord::dReal);
        curve(plot, legend, history, "D(fake)", new Color(200, 40, 40), EpochRecord::dFake);
        return finish(plot, legend);
    }

    private static ColorProcessor validation(List<EpochRecord> history) {
        Plot plot = plot("Validation PSNR (dB)");
        StringBuilder legend = new StringBuilder();
        curve(plot, legend, history, "validation PSNR", new Color(30, 70, 190), EpochRecord::validationPsnr);
        return finish(plot, legend);
    }

    private static Plot plot(String y) {
        Plot plot = new Plot("Training", "Epoch", y);
        plot.setSize(WIDTH, HEIGHT);
        plot.setLineWidth(2);
        return plot;
    }

    private static void curve(Plot plot, StringBuilder legend, List<EpochRecord> history, String name, Color color, ToDoubleFunction<EpochRecord> value) {
        List<EpochRecord> known = history.stream().filter(e -> Double.isFinite(value.applyAsDouble(e))).toList();
        if (known.isEmpty()) return;
        double[] x = known.stream().mapToDouble(EpochRecord::epoch).toArray();
        double[] y = known.stream().mapToDouble(value).toArray();
        plot.setColor(color);
        plot.addPoints(x, y, x.length == 1 ? Plot.CIRCLE : Plot.CONNECTED_CIRCLES);
        legend.append(legend.isEmpty() ? "" : "\n").append(name).append(": ").append(String.format("%.4g", y[y.length - 1]));
    }

    private static ColorProcessor finish(Plot plot, StringBuilder legend) {
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        plot.addLegend(legend.toString(), "auto");
        plot.setLimitsToFit(true);
        return plot.getProcessor().convertToColorProcessor();
    }
}
