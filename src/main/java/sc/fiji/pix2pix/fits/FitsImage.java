package sc.fiji.pix2pix.fits;

import java.util.List;
import java.util.Objects;
import sc.fiji.pix2pix.image.Raster;

/**
 * An image and its FITS header.
 *
 * @param raster physical values (scaled by BSCALE and BZERO, NaN where BLANK), the first row at the top: FITS counts rows from the bottom.
 *        The planes of a cube are its channels, NAXIS3 varying fastest
 * @param header what the file said of the image; cards that describe the array (BITPIX, NAXISn) are made to fit when it is written
 */
public record FitsImage(Raster raster, FitsHeader header) {

    public FitsImage {
        Objects.requireNonNull(raster);
        Objects.requireNonNull(header);
    }

    /** An image with cards of its own making. */
    public static FitsImage of(Raster raster, List<FitsCard> cards) {
        return new FitsImage(raster, FitsHeader.of(cards));
    }

    /** The rectangle whose upper left pixel is (x, y), at the same place in the sky. */
    public FitsImage cropped(int x, int y, int w, int h) {
        FitsHeader sized = header.ofSize(raster.width(), raster.height(), raster.channels());
        return new FitsImage(raster.crop(x, y, w, h), sized.cropped(x, y, w, h));
    }
}
