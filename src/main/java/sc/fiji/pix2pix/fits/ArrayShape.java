package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Size and type of the pixels of an image, checked.
 *
 * @param bitpix 8, 16, 32, 64, -32 or -64
 * @param axes lengths, the fastest first, at least two
 * @param scale,zero physical value = zero + scale * stored
 * @param blank the stored integer that means "no value"
 */
record ArrayShape(int bitpix, long[] axes, double scale, double zero, OptionalLong blank) {
    static final Set<Long> TYPES = Set.of(8L, 16L, 32L, 64L, -32L, -64L);
    private static final int MOST_AXES = 999;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    static ArrayShape of(Hdu hdu) throws IOException {
        String z = hdu.compressed() ? "Z" : "";
        long bitpix = type(hdu, z + "BITPIX");
        long[] axes = axes(hdu, z + "NAXIS");
        if (!hdu.image()) throw hdu.bad("it has no image of two or more dimensions, only " + axes.length + " axes");
        double scale = hdu.real("BSCALE", 1);
        if (scale == 0) throw hdu.bad("its card BSCALE is 0");
        String blank = hdu.compressed() && hdu.header().get("BLANK").isEmpty() ? "ZBLANK" : "BLANK";
        boolean blanks = bitpix > 0 && hdu.header().get(blank).isPresent();
        return new ArrayShape((int) bitpix, axes, scale, hdu.real("BZERO", 0),
            blanks ? OptionalLong.of(hdu.integer(blank)) : OptionalLong.empty());
    }

    static long type(Hdu hdu, String keyword) throws IOException {
        long bitpix = hdu.integer(keyword);
        if (!TYPES.contains(bitpix)) throw hdu.bad("its " + keyword + " is " + bitpix + ", which does not exist");
        return bitpix;
    }

    /** @throws IOException also if they multiply to more than any file holds */
    static long[] axes(Hdu hdu, String keyword) throws IOException {
        long count = hdu.integer(keyword);
        if (count < 0 || count > MOST_AXES) throw hdu.bad("its " + keyword + " is " + count + ", but 0 to 999 axes are possible");
        long[] axes = new long[(int) count];
        for (int i = 0; i < count; i++) {
            axes[i] = hdu.integer(keyword + (i + 1));
            if (axes[i] < 0) throw hdu.bad("its axis " + keyword + (i + 1) + " has the length " + axes[i]);
        }
        return axes;
    }

    /** @throws IOException if a plane has more pixels than a Java array */
    void checkPlane(String file) throws IOException {
        if (Math.max(plane(), Math.max(axes[0], axes[1])) > LARGEST || planes() > LARGEST)
            throw new IOException("The image in " + file + " of " + axes[0] + " x " + axes[1] + " pixels and " + planes()
                + " plane(s) is too large for ImageJ, which holds at most " + LARGEST + " pixels in a plane: cut it into parts.");
    }

    /** Pixels of a plane. */
    private long plane() {
        return saturated(axes[0], axes[1]);
    }

    int width() {
        return (int) axes[0];
    }

    int height() {
        return (int) axes[1];
    }

    /** Product of the axes beyond the second. */
    long planes() {
        long planes = 1;
        for (int i = 2; i < axes.length; i++) planes = saturated(planes, axes[i]);
        return planes;
    }

    /** Bytes of the image as floats. */
    long bytesAsFloats() {
        return saturated(planes(), saturated(4, plane()));
    }

    /** Bytes of the image as it is stored without compression. */
    long bytesStored() {
        return saturated(saturated(planes(), plane()), Math.abs(bitpix) / 8);
    }

    /** The product of two numbers that are not negative, or the largest long. */
    static long saturated(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }
}
