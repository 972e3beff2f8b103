package sc.fiji.pix2pix.bench;

/**
 * How often things are measured.
 *
 * @param quick few repetitions, to see that everything runs
 */
record Effort(boolean quick) {

    /** @param full for a page that others read */
    int times(int full) {
        return quick ? 1 : full;
    }

    /** Largest image side in the table of growth. */
    int largestImage() {
        return quick ? 2048 : 8192;
    }
}
