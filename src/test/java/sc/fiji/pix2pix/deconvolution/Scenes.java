package sc.fiji.pix2pix.deconvolution;

import java.util.Random;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.Noise;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** A sky with a smooth galaxy and stars, sharp and as seen. */
final class Scenes {
    static final double SKY = 50;
    static final Kernel PSF = Kernel.gaussian(3.5);

    private Scenes() {}

    static Raster sharp(int size) {
        Raster scene = new Raster(size, size, 1, PixelType.FLOAT32);
        for (int i = 0; i < size * size; i++) {
            double dx = i % size - size / 2.0;
            double dy = (i / size - size / 2.0) * 1.6;
            scene.plane(0)[i] = (float) (SKY + 300 * Math.exp(-Math.hypot(dx, dy) / 5));
        }
        Raster stars = new Raster(size, size, 1, PixelType.FLOAT32);
        stars.plane(0)[12 * size + 15] = 3000;
        stars.plane(0)[(size - 20) * size + 30] = 1500;
        stars = Convolution.apply(stars, Kernel.gaussian(1.8), Convolution.Edge.NEAREST);
        for (int i = 0; i < size * size; i++) scene.plane(0)[i] += stars.plane(0)[i];
        return scene;
    }

    static Raster seen(Raster sharp, double sigma, long seed) {
        Raster seen = Convolution.apply(sharp, PSF, Convolution.Edge.NEAREST);
        Noise.addWhite(seen, sigma, new Random(seed));
        return seen;
    }

    /** Root of the mean squared difference over pixels finite in both. */
    static double rms(Raster a, Raster b) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < a.plane(0).length; i++) {
            double d = a.plane(0)[i] - b.plane(0)[i];
            if (Double.isNaN(d)) continue;
            sum += d * d;
            count++;
        }
        return Math.sqrt(sum / count);
    }

    static double sum(Raster a) {
        double sum = 0;
        for (float v : a.plane(0)) if (!Float.isNaN(v)) sum += v - SKY;
        return sum;
    }

    /** A column, a border and a star's core missing. */
    static Raster masked(Raster image) {
        Raster masked = image.crop(0, 0, image.width(), image.height());
        int n = image.width();
        for (int i = 0; i < n * n; i++) {
            boolean core = Math.hypot(i % n - 15, i / n - 12) < 2;
            if (i % n == 70 || i / n < 3 || core) masked.plane(0)[i] = Float.NaN;
        }
        return masked;
    }
}
