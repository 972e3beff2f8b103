package sc.fiji.pix2pix.host;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * Collects the rasters made from an image, in the order of {@link ImageRasters}, and turns them into an ImageJ image that keeps the
 * calibration, slice labels and Info property (with it a FITS header, whose coordinates follow the selection) of its source: RGB for RGB
 * rasters, 32-bit otherwise, with the source's slices and frames.
 */
public final class ResultImage {
    private final ImageRasters source;
    private final boolean separate;
    private final ImageStack stack;
    private PixelType type;
    private int channels;
    private int count;

    /** @param separate whether each channel of the source becomes a raster of its own; they are then added channel by channel */
    public ResultImage(ImageRasters source, boolean separate) {
        this.source = source;
        this.separate = separate;
        this.stack = new ImageStack(source.bounds().width, source.bounds().height);
    }

    /** Adds the next raster, of the size of the source's bounds. */
    public void add(Raster raster) {
        type = raster.type();
        int perSource = separate ? source.channels() : 1;
        int i = count / perSource;
        int first = count % perSource;
        count++;
        if (type == PixelType.RGB) {
            stack.addSlice(label(i, first), rgb(raster));
            channels = 1;
            return;
        }
        for (int c = 0; c < raster.channels(); c++)
            stack.addSlice(label(i, first + c), new FloatProcessor(raster.width(), raster.height(), raster.plane(c)));
        channels = separate ? source.channels() * raster.channels() : raster.channels();
    }

    /** The image; called once, after the last raster. */
    public ImagePlus toImage(String title) {
        ImagePlus original = source.image();
        ImagePlus image = new ImagePlus(title, stack);
        int slices = original.getNSlices();
        int frames = original.getNFrames();
        image.setDimensions(channels, slices, frames);
        if (channels > 1)
            image = new CompositeImage(image, original.isComposite() ? ((CompositeImage) original).getMode() : CompositeImage.GRAYSCALE);
        image.setOpenAsHyperStack(original.isHyperStack() || channels > 1);
        image.setCalibration(source.calibration());
        String info = FitsImages.info(original, source.bounds(), stack.getSize());
        if (info != null) image.setProperty("Info", info);
        if (stack.getSize() == 1 && stack.getSliceLabel(1) != null) image.setProperty("Label", stack.getSliceLabel(1));
        if (type != PixelType.RGB) showSameRange(original, image);
        return image;
    }

    /** Keeps the contrast of the source where the values mean the same, so that both can be compared by eye. */
    private void showSameRange(ImagePlus original, ImagePlus image) {
        if (original.getBitDepth() == 32 && channels == 1 && original.getNChannels() == 1)
            image.setDisplayRange(original.getDisplayRangeMin(), original.getDisplayRangeMax());
        else image.resetDisplayRange();
    }

    private String label(int i, int channel) {
        int last = source.image().getNChannels() - 1;
        return source.image().getStack().getSliceLabel(source.stackIndex(i, Math.min(channel, last)));
    }

    private static ImageProcessor rgb(Raster raster) {
        int[] pixels = new int[raster.width() * raster.height()];
        for (int i = 0; i < pixels.length; i++) {
            int red = eightBits(raster.plane(0)[i]);
            int green = eightBits(raster.plane(1)[i]);
            pixels[i] = 0xff000000 | red << 16 | green << 8 | eightBits(raster.plane(2)[i]);
        }
        return new ColorProcessor(raster.width(), raster.height(), pixels);
    }

    private static int eightBits(float value) {
        return Math.max(0, Math.min(255, Math.round(value)));
    }
}
