package sc.fiji.pix2pix.photometry;

import java.util.Random;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** Simulated stars of known profile on a noisy sky. */
final class StarField {
    final Raster image;
    private final ProfileFit profile;

    /** @param profile of a star of height 1 at the origin */
    StarField(int width, int height, ProfileFit profile, double sky, double noise, long seed) {
        this.profile = profile;
        image = new Raster(width, height, 1, PixelType.FLOAT32);
        Random random = new Random(seed);
        for (int i = 0; i < width * height; i++) image.plane(0)[i] = (float) (sky + noise * random.nextGaussian());
    }

    void add(double x, double y, double peak) {
        add(image, profile, x, y, peak);
    }

    static void add(Raster image, ProfileFit profile, double x, double y, double peak) {
        int reach = (int) Math.ceil(12 * profile.fwhm());
        for (int v = (int) Math.max(0, y - reach); v <= Math.min(image.height() - 1, y + reach); v++) {
            for (int u = (int) Math.max(0, x - reach); u <= Math.min(image.width() - 1, x + reach); u++)
                image.plane(0)[v * image.width() + u] += (float) (peak * profile.at(u - x, v - y));
        }
    }

    /** Stars on a grid, each at another place within its pixel. */
    void addGrid(int spacing, double peak, Random random) {
        for (int y = spacing / 2; y < image.height(); y += spacing) {
            for (int x = spacing / 2; x < image.width(); x += spacing) add(x + random.nextDouble(), y + random.nextDouble(), peak);
        }
    }

    /** Height of a star whose matched-filter signal to noise is as stated: ratio x noise / root of the sum of the squared profile. */
    static double peak(ProfileFit profile, double signalToNoise, double noise) {
        double squares = 0;
        for (int y = -60; y <= 60; y++) {
            for (int x = -60; x <= 60; x++) squares += profile.at(x, y) * profile.at(x, y);
        }
        return signalToNoise * noise / Math.sqrt(squares);
    }
}
