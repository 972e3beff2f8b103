package sc.fiji.pix2pix.astro;

/**
 * A kernel between its pixels, by cubic convolution (Keys 1981, IEEE Trans. ASSP 29, 1153). In the core its logarithm is interpolated, exactly for a
 * Gaussian, whose logarithm is a parabola; in the wings, where noise leaves pixels without light, the values themselves.
 */
final class KernelShape {
    /** Parts of a pixel in which areas are measured. */
    private static final int PARTS = 8;
    /** What is fainter than this share of the peak has that share's logarithm. */
    private static final double FAINTEST = 1e-6;
    /** Above this share of the peak is the core. */
    private static final double CORE = 1e-3;

    private final int size;
    private final double peak;
    private final double[] values;
    private final double[] logs;

    KernelShape(Kernel kernel) {
        size = kernel.size();
        values = new double[size * size];
        double highest = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = kernel.get(i % size, i / size);
            highest = Math.max(highest, values[i]);
        }
        peak = highest;
        logs = new double[values.length];
        for (int i = 0; i < logs.length; i++) logs[i] = Math.log(Math.max(FAINTEST * peak, values[i]));
    }

    /** Diameter of the circle that has the area above half of the maximum. */
    double fwhm() {
        int cells = size * PARTS;
        double[] fine = new double[cells * cells];
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < fine.length; i++) {
            fine[i] = at(logs, (i % cells + 0.5) / PARTS - 0.5, (i / cells + 0.5) / PARTS - 0.5);
            highest = Math.max(highest, fine[i]);
        }
        double half = highest - Math.log(2);
        int above = 0;
        for (double value : fine) if (value >= half) above++;
        return 2 * Math.sqrt(above / Math.PI) / PARTS;
    }

    /** The widened profile at the centres of (2 radius + 1)^2 pixels, as {@link Kernel}'s own profiles are, not normalised. */
    double[] scaled(double factor, int radius) {
        int wide = 2 * radius + 1;
        double centre = size / 2;
        double[] result = new double[wide * wide];
        for (int i = 0; i < result.length; i++) result[i] = value(centre + (i % wide - radius) / factor, centre + (i / wide - radius) / factor);
        return result;
    }

    private double value(double x, double y) {
        double least = Double.POSITIVE_INFINITY;
        for (int v = (int) Math.floor(y) - 1; v <= Math.floor(y) + 2; v++)
            for (int u = (int) Math.floor(x) - 1; u <= Math.floor(x) + 2; u++) least = Math.min(least, values[index(u, v)]);
        return least > CORE * peak ? Math.exp(at(logs, x, y)) : Math.max(0, at(values, x, y));
    }

    private double at(double[] pixels, double x, double y) {
        double sum = 0;
        for (int v = (int) Math.floor(y) - 1; v <= Math.floor(y) + 2; v++) {
            double row = 0;
            for (int u = (int) Math.floor(x) - 1; u <= Math.floor(x) + 2; u++) row += weight(x - u) * pixels[index(u, v)];
            sum += weight(y - v) * row;
        }
        return sum;
    }

    /** Beyond the edges the nearest pixel. */
    private int index(int x, int y) {
        return Math.max(0, Math.min(size - 1, y)) * size + Math.max(0, Math.min(size - 1, x));
    }

    /** Keys' kernel with a = -1/2. */
    private static double weight(double distance) {
        double d = Math.abs(distance);
        if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
}
