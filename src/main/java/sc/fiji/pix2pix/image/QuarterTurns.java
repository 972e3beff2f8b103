package sc.fiji.pix2pix.image;

import java.util.stream.IntStream;

/** Images turned by right angles: pixels are moved, never interpolated. */
public final class QuarterTurns {
    private QuarterTurns() {}

    /**
     * @param times quarter turns to the left; negative ones to the right
     * @return a new image; the same one if it is not turned
     */
    public static Raster turn(Raster image, int times) {
        int turns = Math.floorMod(times, 4);
        if (turns == 0) return image;
        boolean half = turns == 2;
        int width = half ? image.width() : image.height();
        int height = half ? image.height() : image.width();
        Raster turned = new Raster(width, height, image.channels(), image.type());
        for (int c = 0; c < image.channels(); c++) {
            float[] from = image.plane(c);
            float[] to = turned.plane(c);
            IntStream.range(0, height).parallel().forEach(y -> {
                for (int x = 0; x < width; x++) {
                    int column = half ? width - 1 - x : turns == 1 ? height - 1 - y : y;
                    int row = half ? height - 1 - y : turns == 1 ? x : width - 1 - x;
                    to[y * width + x] = from[row * image.width() + column];
                }
            });
        }
        return turned;
    }
}
