package sc.fiji.pix2pix.image;

/**
 * Continues an image beyond its edge as a mirror would, without repeating the edge pixel: a row {@code a b c d} reads
 * {@code ... d c b | a b c d | c b a b ...}. Mirrored pixels keep the texture and noise of the image, which zeros or repeated edges do not.
 */
public final class Reflection {
    private Reflection() {}

    /**
     * The pixel that stands for position {@code i} of a row or column.
     *
     * @param i any position, inside the image or however far outside
     * @param length pixels in the row or column, at least 1
     * @return 0 to {@code length - 1}; {@code i} itself where it lies inside, always 0 where the length is 1
     * @throws IllegalArgumentException if the length is below 1
     */
    public static int index(int i, int length) {
        if (length < 1) throw new IllegalArgumentException("A row of " + length + " pixels cannot be continued: at least 1 is needed.");
        if (length == 1) return 0;
        long period = 2L * (length - 1);
        long phase = Math.floorMod((long) i, period);
        return (int) Math.min(phase, period - phase);
    }
}
