package sc.fiji.pix2pix.nn;

/** Shows the benchmark how many arrays the engine makes. */
public final class ArrayCount {

    private ArrayCount() {}

    /** Arrays outside the Java heap made by this program so far. */
    public static long made() {
        return Floats.made();
    }
}
