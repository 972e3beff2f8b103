package sc.fiji.pix2pix.photometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import sc.fiji.pix2pix.image.Raster;

/**
 * Chooses stars among the sources of an image: bright enough, not saturated, alone, far enough from the edges, and of the size and shape that the most
 * sources agree in. Galaxies are larger and of many sizes, hot pixels and cosmic rays are smaller.
 */
final class Stars {
    private static final double LEAST_SIGNAL_TO_NOISE = 15;
    private static final int MOST_CANDIDATES = 1500;
    /** Neighbours within this many FWHM disturb a fit if they have more than this share of the star's light. */
    private static final double ALONE_FWHMS = 4;
    private static final double NEIGHBOUR = 0.03;
    /** Share of the brightest pixel, and how many pixels may exceed it: as many as an unsaturated core has. */
    private static final double PLATEAU = 0.97;
    private static final int PLATEAU_PIXELS = 3;
    private static final double PLATEAU_SQUARE_FWHMS = 0.15;
    private static final double PLATEAU_SIGNAL_TO_NOISE = 50;
    /** How much wider, as a logarithm, bright stars have to be to count as saturated, and how many stars it takes to tell. */
    private static final double WIDENED = 0.07;
    private static final int HALF_OF_STARS = 20;
    private static final double SIZE_TOLERANCE = 0.12;
    private static final double SHAPE_TOLERANCE = 0.2;

    private final Raster image;
    private final double noise;
    private final double fwhm;
    private final List<Source> sources;
    private final LocalSky sky;

    /** @param fwhm of stars in pixels, roughly */
    Stars(Raster image, double noise, double fwhm) {
        this.image = image;
        this.noise = noise;
        this.fwhm = fwhm;
        sources = Detection.detect(image, fwhm, 5);
        sky = LocalSky.of(image, (int) Math.max(64, 16 * fwhm));
    }

    double sky(Moments star) {
        return sky.at(star.x(), star.y());
    }

    /** Shapes of the stars, brightest first. */
    List<Moments> choose() {
        List<Moments> shapes = new ArrayList<>();
        List<Source> measured = new ArrayList<>();
        for (Source source : sources) {
            if (source.signalToNoise() < LEAST_SIGNAL_TO_NOISE || shapes.size() == MOST_CANDIDATES) break;
            if (saturated(source)) continue;
            Optional<Moments> shape = Moments.measure(image, source.x(), source.y(), sky.at(source.x(), source.y()), fwhm / Smoothing.FWHM_PER_SIGMA);
            if (shape.isEmpty()) continue;
            shapes.add(shape.get());
            measured.add(source);
        }
        int first = firstLinear(shapes);
        shapes = shapes.subList(first, shapes.size());
        measured = measured.subList(first, measured.size());
        if (shapes.isEmpty()) return shapes;
        double size = size(shapes);
        double e1 = median(shapes.stream().filter(m -> near(m, size)).mapToDouble(Moments::e1));
        double e2 = median(shapes.stream().filter(m -> near(m, size)).mapToDouble(Moments::e2));
        double width = Math.exp(size) * Smoothing.FWHM_PER_SIGMA;
        List<Moments> stars = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            Moments m = shapes.get(i);
            if (near(m, size) && Math.hypot(m.e1() - e1, m.e2() - e2) < SHAPE_TOLERANCE && inside(m, width) && alone(measured.get(i), width)) stars.add(m);
        }
        return stars;
    }

    /** Logarithm of the size that most agree in. */
    private static double size(List<Moments> shapes) {
        return densest(shapes.stream().mapToDouble(m -> Math.log(m.sigma())).sorted().toArray());
    }

    /**
     * The first shape, of those in the order of brightness, that the detector has not widened. Where the brighter half of the stars is wider than the
     * fainter half, it saturates gradually, as photographic plates do, and only the fainter half counts.
     */
    private static int firstLinear(List<Moments> shapes) {
        int first = 0;
        while (shapes.size() - first >= 2 * HALF_OF_STARS) {
            int middle = (first + shapes.size()) / 2;
            if (size(shapes.subList(first, middle)) - size(shapes.subList(middle, shapes.size())) < WIDENED) break;
            first = middle;
        }
        return first;
    }

    private static boolean near(Moments m, double logSize) {
        return Math.abs(Math.log(m.sigma()) - logSize) < SIZE_TOLERANCE;
    }

    /** A core that is cut off: more pixels near the highest value than a star has. */
    private boolean saturated(Source source) {
        if (source.peak() < PLATEAU_SIGNAL_TO_NOISE * noise) return false;
        double level = sky.at(source.x(), source.y()) + PLATEAU * source.peak();
        int reach = (int) Math.ceil(2 * fwhm);
        int x = (int) Math.round(source.x());
        int y = (int) Math.round(source.y());
        int count = 0;
        for (int v = Math.max(0, y - reach); v <= Math.min(image.height() - 1, y + reach); v++) {
            for (int u = Math.max(0, x - reach); u <= Math.min(image.width() - 1, x + reach); u++) if (image.get(u, v, 0) >= level) count++;
        }
        return count > Math.max(PLATEAU_PIXELS, PLATEAU_SQUARE_FWHMS * fwhm * fwhm);
    }

    private boolean inside(Moments m, double width) {
        double margin = 2 * width;
        if (m.x() < margin || m.y() < margin || m.x() > image.width() - 1 - margin || m.y() > image.height() - 1 - margin) return false;
        Aperture core = Aperture.sum(image, m.x(), m.y(), width);
        return core.area() > 0.999 * Math.PI * width * width; // no missing pixel
    }

    private boolean alone(Source source, double width) {
        for (Source other : sources) {
            if (other != source && other.distance(source) < ALONE_FWHMS * width && other.peak() > NEIGHBOUR * source.peak()) return false;
        }
        return true;
    }

    /** Centre of the densest part: the half of the values that spreads least, its densest half, and so on (half-sample mode, Robertson & Cryer 1974). */
    static double densest(double[] sorted) {
        int from = 0;
        int count = sorted.length;
        while (count > 3) {
            int half = (count + 1) / 2;
            int best = from;
            for (int i = from; i + half <= from + count; i++) {
                if (sorted[i + half - 1] - sorted[i] < sorted[best + half - 1] - sorted[best]) best = i;
            }
            from = best;
            count = half;
        }
        return sorted[from + count / 2];
    }

    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
