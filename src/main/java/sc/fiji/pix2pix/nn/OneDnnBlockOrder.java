package sc.fiji.pix2pix.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Copies pixels from where they lie block by block to their places in an image, as far as these are in it, or back. oneDNN's copies between layouts move what they can
 * at once: several times as fast as loops of Java's, which call for each run of some values.
 */
final class OneDnnBlockOrder implements AutoCloseable {
    private final List<Copy> copies;

    /**
     * Blocks along an axis, of which the first and the last may be in the image in part.
     *
     * @param count of them
     * @param size pixels of each
     * @param pitch pixels of the image from where a block begins to where the next does
     * @param before pixels of the first that are not in the image
     * @param after pixels of the last that are not
     */
    record Span(int count, int size, int pitch, int before, int after) {

        /** Of blocks that lie side by side. */
        Span(int count, int size, int before, int after) {
            this(count, size, size, before, after);
        }

        /** In the image. */
        int pixels() {
            return count * size - before - after;
        }

        private List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            if (size == 2 && pitch == 2 && before == 1 && pixels() > 1) {
                int pairs = pixels() / 2;
                parts.add(new Part(0, pairs, 1, 2, true, 0));
                if (pixels() % 2 == 1) parts.add(new Part(pairs, 1, 1, 1, false, 2 * pairs));
                return parts;
            }
            if (count == 1 || before > 0) parts.add(new Part(0, 1, before, size - before - (count == 1 ? after : 0), false, 0));
            int first = parts.size();
            int last = after > 0 ? count - 1 : count;
            if (first < last) parts.add(new Part(first, last - first, 0, size, false, first * pitch - before));
            if (count > 1 && after > 0) parts.add(new Part(last, 1, 0, size - after, false, last * pitch - before));
            return parts;
        }
    }

    /**
     * Blocks of which the same pixels are in the image, or pairs of the last pixel of one and the first of the next: then there is no rest at the ends.
     *
     * @param block the first
     * @param blocks how many
     * @param offset of the pixels that are in the image, in their block
     * @param pixels how many are, of each
     * @param across whether they are such pairs
     * @param place in the image where the first of all is
     */
    private record Part(int block, int blocks, int offset, int pixels, boolean across, int place) {

        /**
         * From a pixel to the next.
         *
         * @param toBlock from a block to the next
         * @param toPixel from a pixel of a block to the next
         */
        long step(long toBlock, long toPixel) {
            return across ? toBlock - toPixel : toPixel;
        }
    }

    /** Of one part, so many bytes behind where all begins. */
    private record Copy(OneDnnPrimitive primitive, long blocks, long image) {}

    private OneDnnBlockOrder(List<Copy> copies) {
        this.copies = copies;
    }

    /**
     * From blocks in float32 to an image.
     *
     * @param channels values of a pixel
     * @param blocks distances in values, where pixels lie in blocks: images, rows of blocks, rows in a block, columns of blocks, columns in a block, channels
     * @param image the same of the image
     * @param precision of the image
     */
    static OneDnnBlockOrder toImage(int images, Span rows, Span columns, int channels, long[] blocks, long[] image, Precision precision) {
        return of(images, rows, columns, channels, blocks, image, Precision.FLOAT32, precision, false);
    }

    /**
     * From an image in float32 to blocks.
     *
     * @param channels values of a pixel
     * @param blocks distances as of {@link #toImage}
     * @param image the same of the image
     * @param precision of the blocks
     */
    static OneDnnBlockOrder toBlocks(int images, Span rows, Span columns, int channels, long[] blocks, long[] image, Precision precision) {
        return of(images, rows, columns, channels, blocks, image, precision, Precision.FLOAT32, true);
    }

    private static OneDnnBlockOrder of(int images, Span rows, Span columns, int channels, long[] blocks, long[] image, Precision ofBlocks, Precision ofImage,
        boolean toBlocks) {
        List<Copy> copies = new ArrayList<>();
        for (Part r : rows.parts()) {
            for (Part c : columns.parts()) {
                long start = r.block * blocks[1] + r.offset * blocks[2] + c.block * blocks[3] + c.offset * blocks[4];
                long goal = r.place * image[2] + c.place * image[4];
                long[] lengths = {images, r.blocks, r.pixels, c.blocks, c.pixels, channels};
                long[] steps = {blocks[0], blocks[1], r.step(blocks[1], blocks[2]), blocks[3], c.step(blocks[3], blocks[4]), blocks[5]};
                try (dnnl_memory_desc_t there = OneDnn.strided(ofBlocks, lengths, steps); dnnl_memory_desc_t here = OneDnn.strided(ofImage, lengths, image)) {
                    OneDnnPrimitive copy = OneDnnPrimitive.reorder(toBlocks ? here : there, toBlocks ? there : here, false);
                    copy.take(toBlocks ? dnnl.DNNL_ARG_TO : dnnl.DNNL_ARG_FROM, there).take(toBlocks ? dnnl.DNNL_ARG_FROM : dnnl.DNNL_ARG_TO, here);
                    copies.add(new Copy(copy, OneDnn.bytes(ofBlocks) * start, OneDnn.bytes(ofImage) * goal));
                }
            }
        }
        return new OneDnnBlockOrder(copies);
    }

    /**
     * @param blocks address of the first block, with the pixels that are not in the image
     * @param image address of the first pixel of the image that the blocks have
     */
    void run(long blocks, long image) {
        for (Copy copy : copies) copy.primitive.run(blocks + copy.blocks, image + copy.image);
    }

    @Override
    public void close() {
        for (Copy copy : copies) copy.primitive.close();
    }
}
