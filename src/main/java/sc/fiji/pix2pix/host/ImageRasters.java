package sc.fiji.pix2pix.host;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import java.awt.Rectangle;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * An ImageJ image seen as rasters, one for each slice and frame: slices vary fastest, the channels of a slice are the channels of its
 * raster. An RGB slice has three. Pixels are converted when they are asked for, so that a virtual stack stays on disk. A density
 * calibration (signed 16-bit images have one) is applied, and such an image counts as 32-bit: its values are no longer the stored integers.
 */
public final class ImageRasters {
    private final ImagePlus image;
    private final ImageStack stack;
    private final Rectangle bounds;
    private final float[] table;
    private final PixelType type;

    private ImageRasters(ImagePlus image, Rectangle bounds) {
        this.image = image;
        this.stack = image.getStack();
        this.bounds = bounds;
        this.table = image.getBitDepth() == 8 || image.getBitDepth() == 16 ? image.getCalibration().getCTable() : null;
        this.type = table != null ? PixelType.FLOAT32 : switch (image.getBitDepth()) {
            case 8 -> PixelType.GRAY8;
            case 16 -> PixelType.GRAY16;
            case 24 -> PixelType.RGB;
            default -> PixelType.FLOAT32;
        };
    }

    /** The whole image. @throws IllegalArgumentException if it is empty */
    public static ImageRasters of(ImagePlus image) {
        if (image.getWidth() == 0 || image.getHeight() == 0 || image.getStackSize() == 0)
            throw new IllegalArgumentException("The image \"" + image.getTitle() + "\" is empty.");
        return new ImageRasters(image, new Rectangle(0, 0, image.getWidth(), image.getHeight()));
    }

    /**
     * The rectangle around the image's selection, or the whole image without one. @throws IllegalArgumentException if nothing is selected
     */
    public static ImageRasters ofSelection(ImagePlus image) {
        ImageRasters whole = of(image);
        Roi roi = image.getRoi();
        if (roi == null || !roi.isArea()) return whole;
        Rectangle rectangle = roi.getBounds().intersection(whole.bounds);
        if (rectangle.isEmpty()) throw new IllegalArgumentException("The selection lies outside the image \"" + image.getTitle() + "\".");
        return new ImageRasters(image, rectangle);
    }

    /** Slices times frames. */
    public int size() {
        return image.getNSlices() * image.getNFrames();
    }

    /** Channels of each raster. */
    public int channels() {
        return type == PixelType.RGB ? 3 : image.getNChannels();
    }

    public PixelType type() {
        return type;
    }

    /** The part of the image that the rasters show. */
    public Rectangle bounds() {
        return new Rectangle(bounds);
    }

    /** The image itself. */
    public ImagePlus image() {
        return image;
    }

    /** All channels of slice and frame {@code i}, 0 the first. */
    public Raster raster(int i) {
        if (type == PixelType.RGB) return new Raster(bounds.width, bounds.height, PixelType.RGB, rgb((int[]) pixels(stackIndex(i, 0))));
        float[][] planes = new float[channels()][];
        for (int c = 0; c < planes.length; c++) planes[c] = gray(pixels(stackIndex(i, c)));
        return new Raster(bounds.width, bounds.height, type, planes);
    }

    /** One channel of slice and frame {@code i} as a raster of its own. */
    public Raster channel(int i, int channel) {
        return new Raster(bounds.width, bounds.height, type, gray(pixels(stackIndex(i, channel))));
    }

    /** Where a channel of slice and frame {@code i} lies in the stack, 1 the first. */
    int stackIndex(int i, int channel) {
        return i * image.getNChannels() + channel + 1;
    }

    /** Calibration of the part shown: the origin moves with the rectangle; values are no longer stored integers, so no function remains. */
    Calibration calibration() {
        Calibration calibration = image.getCalibration().copy();
        calibration.xOrigin -= bounds.x;
        calibration.yOrigin -= bounds.y;
        String unit = calibration.getValueUnit();
        calibration.setFunction(Calibration.NONE, null, unit);
        calibration.setValueUnit(unit); // without a function ImageJ forgets it
        return calibration;
    }

    private Object pixels(int index) {
        return stack.getProcessor(index).getPixels();
    }

    private float[] gray(Object pixels) {
        float[] plane = new float[bounds.width * bounds.height];
        for (int y = 0, to = 0; y < bounds.height; y++) {
            int from = (bounds.y + y) * stack.getWidth() + bounds.x;
            if (pixels instanceof float[] floats) {
                System.arraycopy(floats, from, plane, to, bounds.width);
                to += bounds.width;
            } else {
                for (int x = 0; x < bounds.width; x++, from++, to++) {
                    int value = pixels instanceof byte[] bytes ? bytes[from] & 0xff : ((short[]) pixels)[from] & 0xffff;
                    plane[to] = table == null ? value : table[value];
                }
            }
        }
        return plane;
    }

    private float[][] rgb(int[] pixels) {
        float[][] planes = new float[3][bounds.width * bounds.height];
        for (int y = 0, to = 0; y < bounds.height; y++) {
            int from = (bounds.y + y) * stack.getWidth() + bounds.x;
            for (int x = 0; x < bounds.width; x++, from++, to++) {
                planes[0][to] = pixels[from] >> 16 & 0xff;
                planes[1][to] = pixels[from] >> 8 & 0xff;
                planes[2][to] = pixels[from] & 0xff;
            }
        }
        return planes;
    }
}
