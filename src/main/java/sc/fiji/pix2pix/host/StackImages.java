package sc.fiji.pix2pix.host;

import ij.ImagePlus;
import ij.ImageStack;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.ImageSource;

/** The slices and frames of an open image as images of their own. */
public final class StackImages implements ImageSource {
    private final ImageRasters rasters;

    private StackImages(ImageRasters rasters) {
        this.rasters = rasters;
    }

    public static StackImages of(ImagePlus image) {
        return new StackImages(ImageRasters.of(image));
    }

    @Override
    public int size() {
        return rasters.size();
    }

    /** The slice's label if it is a plain file name, else title and number. */
    @Override
    public String name(int i) {
        ImageStack stack = rasters.image().getStack();
        String label = stack.getSliceLabel(rasters.stackIndex(i, 0));
        if (label != null && label.matches("[\\w .+-]{1,80}")) return label.replaceFirst("\\.(tiff?|fits?|fts|png)$", "");
        String title = rasters.image().getTitle().replaceFirst("\\.(tiff?|fits?|fts|png)$", "").replaceAll("[^\\w .+-]", "_");
        return size() == 1 ? title : title + "-" + (i + 1);
    }

    /** One at a time: the slices of a virtual stack are read from disk. */
    @Override
    public synchronized Raster load(int i) {
        return rasters.raster(i);
    }
}
