package sc.fiji.pix2pix.metrics;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * A picture that shows what a network did: per image a row of input, output, truth and the difference between output and truth. The first three
 * share one stretch, that of the truth (asinh for measured images, none for RGB); in the difference blue is too faint, red too bright, and white
 * is right.
 */
public final class ContactSheet {
    private static final String[] COLUMNS = {"input", "output", "truth", "output - truth"};
    private static final int CELL = 256;
    private static final int GAP = 6;
    private static final int LINE = 20;
    /** The stretch's turning point, in robust standard deviations of the truth: noise stays grey, cores keep their structure. */
    private static final double SOFTENING = 3;

    private ContactSheet() {}

    /**
     * One row of the sheet; all three of one size.
     *
     * @param caption a line above the images, for example name and figures
     */
    public record Row(String caption, Raster input, Raster output, Raster truth) {}

    /** Draws the sheet. Images of other sizes are scaled to cells of 256 pixels. */
    public static BufferedImage draw(List<Row> rows) {
        int width = COLUMNS.length * (CELL + GAP) + GAP;
        int height = LINE + rows.size() * (CELL + LINE + GAP) + GAP;
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        g.setColor(Color.BLACK);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
        for (int i = 0; i < COLUMNS.length; i++) g.drawString(COLUMNS[i], GAP + i * (CELL + GAP), LINE - 5);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        for (int r = 0; r < rows.size(); r++) drawRow(g, rows.get(r), LINE + r * (CELL + LINE + GAP));
        g.dispose();
        return sheet;
    }

    private static void drawRow(Graphics2D g, Row row, int top) {
        g.drawString(row.caption, GAP, top + LINE - 6);
        DoubleUnaryOperator stretch = stretch(row.truth);
        BufferedImage[] cells = {picture(row.input, stretch), picture(row.output, stretch), picture(row.truth, stretch), difference(row.output, row.truth)};
        for (int i = 0; i < cells.length; i++) g.drawImage(cells[i], GAP + i * (CELL + GAP), top + LINE, CELL, CELL, null);
    }

    /** From pixel values to 0 (black) to 1 (white). */
    private static DoubleUnaryOperator stretch(Raster truth) {
        if (truth.type() == PixelType.RGB) return v -> v / 255;
        float[] sorted = finite(truth);
        if (sorted.length == 0) return v -> 0;
        double median = sorted[sorted.length / 2];
        double high = sorted[(int) (0.9995 * (sorted.length - 1))];
        double spread = 1.4826 * medianDeviation(sorted, median);
        double softening = SOFTENING * (spread > 0 ? spread : Math.max(high - median, 1e-30));
        double low = median - softening;
        double top = asinh(Math.max(high - median, softening) / softening);
        double bottom = asinh((low - median) / softening);
        return v -> (asinh((v - median) / softening) - bottom) / (top - bottom);
    }

    private static float[] finite(Raster image) {
        float[] plane = image.plane(0).clone();
        int count = 0;
        for (float v : plane) {
            if (Float.isFinite(v)) plane[count++] = v;
        }
        float[] finite = Arrays.copyOf(plane, count);
        Arrays.sort(finite);
        return finite;
    }

    private static double medianDeviation(float[] sorted, double median) {
        double[] deviations = new double[sorted.length];
        for (int i = 0; i < sorted.length; i++) deviations[i] = Math.abs(sorted[i] - median);
        Arrays.sort(deviations);
        return deviations[deviations.length / 2];
    }

    private static double asinh(double x) {
        return Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x);
    }

    /** Grey from the first channel, or colours from the first three. */
    private static BufferedImage picture(Raster image, DoubleUnaryOperator stretch) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int[] channels = image.channels() >= 3 ? new int[] {0, 1, 2} : new int[] {0, 0, 0};
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int rgb = 0;
                for (int c : channels) rgb = rgb << 8 | (int) Math.round(255 * limit(stretch.applyAsDouble(image.get(x, y, c))));
                picture.setRGB(x, y, rgb);
            }
        }
        return picture;
    }

    /** Mean difference over the channels; full colour at five times its robust standard deviation, or at a tenth of RGB's range. */
    private static BufferedImage difference(Raster output, Raster truth) {
        Raster mean = new Raster(truth.width(), truth.height(), 1, PixelType.FLOAT32);
        int channels = Math.min(output.channels(), truth.channels());
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < mean.plane(0).length; i++) mean.plane(0)[i] += (output.plane(c)[i] - truth.plane(c)[i]) / channels;
        }
        float[] sorted = finite(mean);
        double scale = truth.type() == PixelType.RGB ? 25 : 5 * 1.4826 * (sorted.length == 0 ? 0 : medianDeviation(sorted, 0));
        BufferedImage picture = new BufferedImage(truth.width(), truth.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < truth.height(); y++) {
            for (int x = 0; x < truth.width(); x++) {
                double v = scale > 0 ? mean.get(x, y, 0) / scale : 0;
                int fade = (int) Math.round(255 * (1 - limit(Math.abs(v))));
                picture.setRGB(x, y, v > 0 ? 0xFF0000 | fade << 8 | fade : fade << 16 | fade << 8 | 0xFF);
            }
        }
        return picture;
    }

    private static double limit(double v) {
        return v > 0 ? Math.min(1, v) : 0;
    }

    /** A caption of name and PSNR of input and output, both against the truth with the truth's own range. */
    public static String caption(String name, double inputPsnr, double outputPsnr) {
        return String.format(Locale.ROOT, "%s    PSNR input %.2f dB, output %.2f dB (%+.2f)", name, inputPsnr, outputPsnr, outputPsnr - inputPsnr);
    }
}
