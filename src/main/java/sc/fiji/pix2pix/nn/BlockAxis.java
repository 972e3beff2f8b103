package sc.fiji.pix2pix.nn;

/**
 * Blocks along an axis of an image, as far as they have pixels of it.
 *
 * @param first block that has
 * @param pixel of the image, where that block's are
 * @param with those that have
 */
record BlockAxis(int first, int pixel, OneDnnBlockOrder.Span with) {

    /**
     * {@code count} blocks of {@code size} pixels, of which the first begins at {@code start} of {@code length}; null if none has a pixel.
     *
     * @param pitch from where one begins to where the next does
     */
    static BlockAxis of(int start, int count, int size, int pitch, int length) {
        int first = Math.max(0, Math.floorDiv(-start - size, pitch) + 1);
        int last = Math.min(count - 1, Math.floorDiv(length - 1 - start, pitch));
        if (first > last) return null;
        int begin = start + first * pitch;
        int after = Math.max(0, start + last * pitch + size - length);
        return new BlockAxis(first, Math.max(0, begin), new OneDnnBlockOrder.Span(last - first + 1, size, pitch, Math.max(0, -begin), after));
    }

    /** Whether all that this block has is in the image. */
    boolean isWhole(int block) {
        int i = block - first;
        return i >= (with.before() > 0 ? 1 : 0) && i < with.count() - (with.after() > 0 ? 1 : 0);
    }
}
