package sc.fiji.pix2pix.photometry;

import java.util.Optional;
import sc.fiji.pix2pix.image.Raster;

/**
 * Shape of a source from second moments under an elliptical Gaussian window that is matched to the source itself (Bernstein & Jarvis 2002, AJ 123, 583;
 * Hirata & Seljak 2003, MNRAS 343, 459): at the end the window has the centre of the source and, since a Gaussian under its own window has half its
 * variance, twice the moments measured under it. Of a Gaussian source these are its own figures; faint wings hardly count.
 *
 * @param x column of the centre, in pixels
 * @param y row of the centre
 * @param sigma size: fourth root of the determinant of the moments, in pixels; sigma of a round Gaussian
 * @param e1 (Mxx - Myy) / (Mxx + Myy): positive along the rows
 * @param e2 2 Mxy / (Mxx + Myy): positive along the diagonal of growing x and y
 */
public record Moments(double x, double y, double sigma, double e1, double e2) {
    private static final int ROUNDS = 100;
    private static final double CONVERGED = 1e-5;
    /** Below this sigma, in pixels, the samples do not tell the shape. */
    private static final double LEAST_SIGMA = 0.4;
    private static final double REACH_SIGMAS = 4;

    /** Ellipticity (a^2 - b^2) / (a^2 + b^2) with the axes a and b. */
    public double ellipticity() {
        return Math.hypot(e1, e2);
    }

    /**
     * @param image its first channel is measured; missing pixels are passed over
     * @param x first guess of the centre, in pixels
     * @param sky level to subtract
     * @param sigma first guess of the size, in pixels; sources that turn out more than six times as large or as far away are given up
     * @return nothing if the iteration does not settle on a source: too faint, at the edge, or two sources in one
     */
    public static Optional<Moments> measure(Raster image, double x, double y, double sky, double sigma) {
        Window w = new Window(x, y, sigma * sigma, 0, sigma * sigma);
        double most = 6 * sigma;
        for (int round = 0; round < ROUNDS; round++) {
            Window next = w.next(image, sky);
            if (next == null || next.size() < LEAST_SIGMA || next.size() > most || Math.hypot(next.x - x, next.y - y) > most) return Optional.empty();
            boolean settled = next.differs(w) < CONVERGED;
            w = next;
            if (settled) return Optional.of(w.moments());
        }
        return Optional.empty();
    }

    /** Centre and covariance of the Gaussian window. */
    private record Window(double x, double y, double xx, double xy, double yy) {

        double size() {
            return Math.pow(xx * yy - xy * xy, 0.25);
        }

        double differs(Window o) {
            double shape = Math.max(Math.abs(xx - o.xx), Math.max(Math.abs(xy - o.xy), Math.abs(yy - o.yy))) / (xx + yy);
            return Math.max(shape, Math.max(Math.abs(x - o.x), Math.abs(y - o.y)) / size());
        }

        Moments moments() {
            double trace = xx + yy;
            return new Moments(x, y, size(), (xx - yy) / trace, 2 * xy / trace);
        }

        /** The window that the moments under this one ask for; null where they describe no source. */
        Window next(Raster image, double sky) {
            double det = xx * yy - xy * xy;
            double reachX = REACH_SIGMAS * Math.sqrt(xx);
            double reachY = REACH_SIGMAS * Math.sqrt(yy);
            double sum = 0;
            double sx = 0;
            double sy = 0;
            double sxx = 0;
            double sxy = 0;
            double syy = 0;
            for (int v = (int) Math.max(0, Math.ceil(y - reachY)); v <= Math.min(image.height() - 1, y + reachY); v++) {
                for (int u = (int) Math.max(0, Math.ceil(x - reachX)); u <= Math.min(image.width() - 1, x + reachX); u++) {
                    float value = image.get(u, v, 0);
                    if (!Float.isFinite(value)) continue;
                    double dx = u - x;
                    double dy = v - y;
                    double r2 = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / det;
                    if (r2 > REACH_SIGMAS * REACH_SIGMAS) continue;
                    double w = Math.exp(-r2 / 2) * (value - sky);
                    sum += w;
                    sx += w * dx;
                    sy += w * dy;
                    sxx += w * dx * dx;
                    sxy += w * dx * dy;
                    syy += w * dy * dy;
                }
            }
            if (!(sum > 0)) return null;
            double mx = sx / sum;
            double my = sy / sum;
            Window next = new Window(x + 2 * mx, y + 2 * my, 2 * (sxx / sum - mx * mx), 2 * (sxy / sum - mx * my), 2 * (syy / sum - my * my));
            return next.xx > 0 && next.yy > 0 && next.xx * next.yy > next.xy * next.xy ? next : null;
        }
    }
}
