package sc.fiji.pix2pix.astro;

import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** A scene as a perfect, noiseless camera behind a Gaussian point spread function would record it. */
final class SceneRenderer {
    /** Sub-pixels per pixel and axis: profiles and a PSF of two pixels change too much within one pixel to be sampled at its centre. */
    private static final int FINE = 3;
    /** Near a galaxy's centre, where profiles may be cusps, each sub-pixel is the mean of CUSP x CUSP samples. */
    private static final int CUSP = 9;
    private static final double CUSP_RADIUS = 1.2;
    private static final double STEEP_RADIUS = 6;

    private final Scene scene;
    private final int fineSize;

    private SceneRenderer(Scene scene) {
        this.scene = scene;
        fineSize = scene.size() * FINE;
    }

    /** @param fwhm of stars in the result, in pixels, with the pixel's own width; at least 1 */
    static Raster render(Scene scene, double fwhm) {
        if (!(fwhm >= 1)) throw new IllegalArgumentException("Stars with a FWHM of " + fwhm + " pixels are too narrow: 1 is the least.");
        SceneRenderer renderer = new SceneRenderer(scene);
        Raster fine = new Raster(renderer.fineSize, renderer.fineSize, 1, PixelType.FLOAT32);
        for (Galaxy galaxy : scene.galaxies()) {
            if (scene.quick()) renderer.addGalaxyQuickly(fine.plane(0), galaxy);
            else renderer.addGalaxy(fine.plane(0), galaxy);
            for (PointSource knot : galaxy.knots()) renderer.addPoint(fine.plane(0), knot);
        }
        for (PointSource star : scene.stars()) renderer.addPoint(fine.plane(0), star);
        double sigma = fwhm / Kernel.FWHM_PER_SIGMA;
        double optics = Math.sqrt(sigma * sigma - 1.0 / 12); // a pixel of width 1 has the variance 1/12
        Kernel psf = Kernel.gaussian(optics * FINE * Kernel.FWHM_PER_SIGMA);
        return renderer.bin(scene.quick() ? Convolution.fast(fine, psf, Convolution.Edge.NEAREST) : Convolution.apply(fine, psf, Convolution.Edge.NEAREST));
    }

    private void addGalaxy(float[] fine, Galaxy galaxy) {
        for (int j = 0; j < fineSize; j++) {
            double y = position(j);
            for (int i = 0; i < fineSize; i++) {
                double x = position(i);
                boolean cusp = Math.abs(x - galaxy.x()) < CUSP_RADIUS && Math.abs(y - galaxy.y()) < CUSP_RADIUS;
                double brightness = cusp ? meanBrightness(galaxy, x, y) : galaxy.brightness(x, y);
                fine[j * fineSize + i] += (float) (brightness / (FINE * FINE));
            }
        }
    }

    /** One sample a pixel, linear between them, where the profile is no longer steep. */
    private void addGalaxyQuickly(float[] fine, Galaxy galaxy) {
        int n = scene.size();
        float[] coarse = new float[n * n];
        for (int y = 0; y < n; y++) for (int x = 0; x < n; x++) coarse[y * n + x] = (float) (galaxy.brightness(x, y) / (FINE * FINE));
        for (int j = 0; j < fineSize; j++) {
            double y = position(j);
            for (int i = 0; i < fineSize; i++) {
                double x = position(i);
                double far = Math.max(Math.abs(x - galaxy.x()), Math.abs(y - galaxy.y()));
                double value = far > STEEP_RADIUS ? between(coarse, n, x, y)
                    : (far < CUSP_RADIUS ? meanBrightness(galaxy, x, y) : galaxy.brightness(x, y)) / (FINE * FINE);
                fine[j * fineSize + i] += (float) value;
            }
        }
    }

    private static double between(float[] coarse, int n, double x, double y) {
        int left = Math.max(0, Math.min(n - 2, (int) Math.floor(x)));
        int top = Math.max(0, Math.min(n - 2, (int) Math.floor(y)));
        double u = Math.max(0, Math.min(1, x - left));
        double v = Math.max(0, Math.min(1, y - top));
        int i = top * n + left;
        return (coarse[i] * (1 - u) + coarse[i + 1] * u) * (1 - v) + (coarse[i + n] * (1 - u) + coarse[i + n + 1] * u) * v;
    }

    private static double meanBrightness(Galaxy galaxy, double x, double y) {
        double sum = 0;
        for (int j = 0; j < CUSP; j++) {
            for (int i = 0; i < CUSP; i++) {
                double dx = ((i + 0.5) / CUSP - 0.5) / FINE;
                double dy = ((j + 0.5) / CUSP - 0.5) / FINE;
                sum += galaxy.brightness(x + dx, y + dy);
            }
        }
        return sum / (CUSP * CUSP);
    }

    /** A point shared among its four nearest sub-pixels by distance, which keeps flux and centroid. */
    private void addPoint(float[] fine, PointSource point) {
        double u = (point.x() + 0.5) * FINE - 0.5;
        double v = (point.y() + 0.5) * FINE - 0.5;
        int i = (int) Math.floor(u);
        int j = (int) Math.floor(v);
        for (int dj = 0; dj <= 1; dj++) {
            for (int di = 0; di <= 1; di++) {
                boolean inside = i + di >= 0 && i + di < fineSize && j + dj >= 0 && j + dj < fineSize;
                double share = Math.abs(1 - di - (u - i)) * Math.abs(1 - dj - (v - j));
                if (inside) fine[(j + dj) * fineSize + i + di] += (float) (point.flux() * share);
            }
        }
    }

    /** Position of a sub-pixel's centre, in pixels. */
    private static double position(int fineIndex) {
        return (fineIndex + 0.5) / FINE - 0.5;
    }

    private Raster bin(Raster fine) {
        int size = scene.size();
        Raster result = new Raster(size, size, 1, PixelType.FLOAT32);
        float[] plane = result.plane(0);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double sum = scene.sky();
                for (int k = 0; k < FINE * FINE; k++) sum += fine.get(x * FINE + k % FINE, y * FINE + k / FINE, 0);
                plane[y * size + x] = (float) sum;
            }
        }
        return result;
    }
}
