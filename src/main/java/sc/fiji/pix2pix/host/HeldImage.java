package sc.fiji.pix2pix.host;

import ij.ImagePlus;

/**
 * Keeps an open image's pixels while they are processed: ImageJ frees those of an image that the user closes, unless it is locked. Locking
 * also keeps other commands from changing them.
 */
public final class HeldImage implements AutoCloseable {
    private final ImagePlus image;

    /** @throws IllegalStateException if another command works on the image */
    public HeldImage(ImagePlus image) {
        if (!image.lockSilently())
            throw new IllegalStateException("The image \"" + image.getTitle()
                + "\" is in use by another command; try again when that has ended.");
        this.image = image;
    }

    @Override
    public void close() {
        image.unlock();
    }
}
