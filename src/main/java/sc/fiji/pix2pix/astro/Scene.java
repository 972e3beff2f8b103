package sc.fiji.pix2pix.astro;

import java.util.List;

/**
 * What there is to see in a square field; positions are in pixels of that field.
 *
 * @param size width and height in pixels
 * @param sky brightness of the empty sky, in counts per pixel
 * @param quick see {@link FieldSettings#quick}
 */
public record Scene(int size, double sky, List<Galaxy> galaxies, List<PointSource> stars, boolean quick) {
    public Scene {
        galaxies = List.copyOf(galaxies);
        stars = List.copyOf(stars);
    }
}
