package sc.fiji.pix2pix.deconvolution;

import java.util.Arrays;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.QuietSky;

/** The filters of {@link Wiener} for one PSF, on a grid of frequencies that is fine enough for their reach. */
final class WienerFilter {
    private static final int LEAST_SIDE = 256;
    private static final int MOST_SIDE = 1024;
    private static final int KERNELS = 8;
    /** Share of the filter's absolute sum that may be cut off. */
    private static final double CUT = 1e-5;
    private static final double STEPS_PER_DECADE = 10;
    private static final int LEAST_EXPONENT = -7;
    private static final int MOST_EXPONENT = 4;

    private final Kernel psf;
    private Grid grid;

    /** Transforms of PSF and Laplacian on side x side frequencies. */
    private static final class Grid {
        final int side;
        final SquareFft fft;
        final double[] psf;
        final double[] laplacian;

        Grid(Kernel kernel, int side) {
            this.side = side;
            fft = new SquareFft(side);
            psf = new double[2 * side * side];
            int radius = kernel.size() / 2;
            for (int y = 0; y < kernel.size(); y++) {
                for (int x = 0; x < kernel.size(); x++)
                    psf[2 * (Math.floorMod(y - radius, side) * side + Math.floorMod(x - radius, side))] += kernel.get(x, y);
            }
            fft.forward(psf);
            laplacian = new double[side * side];
            for (int i = 0; i < laplacian.length; i++)
                laplacian[i] = 4 - 2 * Math.cos(2 * Math.PI * (i % side) / side) - 2 * Math.cos(2 * Math.PI * (i / side) / side);
        }

        /** |H|^2. */
        double power(int i) {
            return psf[2 * i] * psf[2 * i] + psf[2 * i + 1] * psf[2 * i + 1];
        }
    }

    WienerFilter(Kernel psf) {
        this.psf = psf;
        int side = LEAST_SIDE;
        while (side < 2 * psf.size() || side < KERNELS * psf.size() && side < MOST_SIDE) side *= 2;
        grid = new Grid(psf, side);
    }

    /** The filter with noise-to-signal ratio K as a convolution, as far as it reaches. */
    FftConvolution kernel(double ratio) {
        if (!(ratio > 0)) throw new IllegalArgumentException("ratio=" + ratio + " is not possible: the ratio of noise to signal is above 0, or left out for the best.");
        while (true) {
            double[] filter = spatial(ratio);
            int radius = reach(filter);
            if (radius < grid.side / 4 || grid.side >= MOST_SIDE) return new FftConvolution(2 * radius + 1, cut(filter, radius));
            grid = new Grid(psf, 2 * grid.side); // less regularisation reaches further
        }
    }

    /** Filter in the image, complex, the origin first. */
    private double[] spatial(double ratio) {
        double[] filter = new double[grid.psf.length];
        int points = grid.side * grid.side;
        for (int i = 0; i < points; i++) {
            double denominator = (grid.power(i) + ratio * grid.laplacian[i] * grid.laplacian[i]) * points;
            filter[2 * i] = grid.psf[2 * i] / denominator;
            filter[2 * i + 1] = -grid.psf[2 * i + 1] / denominator;
        }
        grid.fft.inverse(filter);
        return filter;
    }

    /** Half-width of the square outside which the filter is negligible, less than half of the grid. */
    private int reach(double[] filter) {
        double[] rings = new double[grid.side / 2 + 1];
        double total = 0;
        for (int i = 0; i < grid.side * grid.side; i++) {
            int x = Math.min(i % grid.side, grid.side - i % grid.side);
            int y = Math.min(i / grid.side, grid.side - i / grid.side);
            double size = Math.abs(filter[2 * i]);
            rings[Math.max(x, y)] += size;
            total += size;
        }
        int radius = rings.length - 1;
        double outside = 0;
        while (radius > 0 && (outside += rings[radius]) <= CUT * total) radius--;
        return Math.min(radius, grid.side / 2 - 1);
    }

    /** The square of the filter around the origin, scaled to sum 1, which the whole filter has. */
    private double[] cut(double[] filter, int radius) {
        int size = 2 * radius + 1;
        double[] values = new double[size * size];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            int x = Math.floorMod(i % size - radius, grid.side);
            int y = Math.floorMod(i / size - radius, grid.side);
            sum += values[i] = filter[2 * (y * grid.side + x)];
        }
        for (int i = 0; i < values.length; i++) values[i] /= sum;
        return values;
    }

    /**
     * The ratio with the least expected squared error of the reconvolved result (Stein's unbiased risk): the mean over frequencies of
     * (1 - A)^2 P + 2 sigma^2 A, with A = |H|^2 / (|H|^2 + K |L|^2) and the image's power P, an average over tiles.
     */
    double bestRatio(Raster image, int channel, QuietSky sky) {
        double[] power = power(image, channel, sky.level());
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= (MOST_EXPONENT - LEAST_EXPONENT) * STEPS_PER_DECADE; step++) {
            double ratio = Math.pow(10, LEAST_EXPONENT + step / STEPS_PER_DECADE);
            double risk = 0;
            for (int i = 0; i < power.length; i++) {
                double h = grid.power(i);
                double kept = h / (h + ratio * grid.laplacian[i] * grid.laplacian[i]);
                risk += (1 - kept) * (1 - kept) * power[i] + 2 * sky.sigma() * sky.sigma() * kept;
            }
            if (risk < least) {
                least = risk;
                best = ratio;
            }
        }
        return best;
    }

    /** Mean power of the image's tiles, under a window that is 0 at their edges; of white noise its variance. */
    private double[] power(Raster image, int channel, double sky) {
        int width = Math.min(grid.side, image.width());
        int height = Math.min(grid.side, image.height());
        double[] power = new double[grid.side * grid.side];
        int tiles = 0;
        double[] tile = new double[2 * power.length];
        for (int top = 0; top + height <= image.height(); top += height) {
            for (int left = 0; left + width <= image.width(); left += width) {
                Arrays.fill(tile, 0);
                double squares = 0;
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        double window = Math.sin(Math.PI * (x + 0.5) / width) * Math.sin(Math.PI * (y + 0.5) / height);
                        tile[2 * (y * grid.side + x)] = window * (image.get(left + x, top + y, channel) - sky);
                        squares += window * window;
                    }
                }
                grid.fft.forward(tile);
                for (int i = 0; i < power.length; i++) power[i] += (tile[2 * i] * tile[2 * i] + tile[2 * i + 1] * tile[2 * i + 1]) / squares;
                tiles++;
            }
        }
        for (int i = 0; i < power.length; i++) power[i] /= tiles;
        return power;
    }
}
