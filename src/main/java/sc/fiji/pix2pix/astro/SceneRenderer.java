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
            renderer.addGalaxy(fine.plane(0), galaxy);
            for (PointSource knot : galaxy.knots()) renderer.addPoint(fine.plane(0), knot);
        }
        for (PointSource star : scene.stars()) renderer.addPoint(fine.plane(0), star);
        double sigma = fwhm / Kernel.FWHM_PER_SIGMA;
        double optics = Math.sqrt(sigma * sigma - 1.0 / 12); // a pixel of width 1 has the variance 1/12
        Raster blurred = Convolution.apply(fine, Kernel.gaussian(optics * FINE * Kernel.FWHM_PER_SIGMA), Convolution.Edge.NEAREST);
        return renderer.bin(blurred);
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
