package sc.fiji.pix2pix.photometry;

import java.util.List;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * The empirical point spread function: the typical profile plus the median of what the stars differ from it (the way of DAOPHOT: Stetson 1987, PASP 99,
 * 191). Only the small differences are interpolated to the common centre, so that interpolation does not widen the core.
 */
final class PsfStack {
    private static final double REACH_FWHMS = 4;
    private static final int MOST_REACH = 64;
    /** Differences count up to about this many FWHM from the centre; further out they are noise and neighbours. */
    private static final double TRUSTED_FWHMS = 2;
    private static final int MOST_STARS = 30;

    private PsfStack() {}

    /** @param stars brightest first, at least one */
    static Raster of(Raster image, List<ProfileFit> stars, ProfileFit typical) {
        int reach = (int) Math.min(MOST_REACH, Math.ceil(REACH_FWHMS * typical.fwhm()));
        int size = 2 * reach + 1;
        List<ProfileFit> used = stars.subList(0, Math.min(MOST_STARS, stars.size()));
        float[] psf = new float[size * size];
        double sum = 0;
        for (int i = 0; i < psf.length; i++) {
            int dx = i % size - reach;
            int dy = i / size - reach;
            double trust = Math.exp(-Math.pow(Math.hypot(dx, dy) / (TRUSTED_FWHMS * typical.fwhm()), 4));
            double difference = trust < 1e-3 ? 0 : Stars.median(used.stream().mapToDouble(s -> difference(image, s, typical, dx, dy)));
            psf[i] = (float) Math.max(0, typical.at(dx, dy) + trust * difference);
            sum += psf[i];
        }
        for (int i = 0; i < psf.length; i++) psf[i] /= (float) sum;
        return new Raster(size, size, PixelType.FLOAT32, psf);
    }

    /** What a star of height 1 differs from the typical profile at an offset from its centre, between pixels by cubic interpolation. */
    private static double difference(Raster image, ProfileFit star, ProfileFit typical, int dx, int dy) {
        double x = star.x() + dx;
        double y = star.y() + dy;
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double sum = 0;
        for (int v = row - 1; v <= row + 2; v++) {
            for (int u = column - 1; u <= column + 2; u++) {
                if (u < 0 || v < 0 || u >= image.width() || v >= image.height() || !Float.isFinite(image.get(u, v, 0))) continue;
                double value = (image.get(u, v, 0) - star.sky()) / star.peak() - typical.at(u - star.x(), v - star.y());
                sum += cubic(x - u) * cubic(y - v) * value;
            }
        }
        return sum;
    }

    /** The interpolating cubic convolution of Keys (1981) with a = -1/2. */
    private static double cubic(double distance) {
        double d = Math.abs(distance);
        return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
}
