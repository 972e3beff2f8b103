package sc.fiji.pix2pix.host;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.plugin.ContrastEnhancer;
import ij.process.FloatProcessor;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.fits.FitsCard;
import sc.fiji.pix2pix.fits.FitsHeader;
import sc.fiji.pix2pix.fits.FitsImage;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/**
 * FITS images as ImageJ images and back. The header travels in the Info property; the planes of a cube are slices, those of a fourth axis
 * frames.
 */
public final class FitsImages {
    private static final String COORDINATES_LEFT_OUT = "World coordinates left out: the image no longer has the size that its header gave, "
        + "so where its pixels lie is not known.";

    /** ImageJ's own choice for "Auto" contrast. */
    private static final double SATURATED_PERCENT = 0.35;

    private FitsImages() {}

    /** A 32-bit image, with the pixel size in arcseconds where the header says it. */
    public static ImagePlus toImage(FitsImage fits, Path file) {
        Raster raster = fits.raster();
        ImageStack stack = new ImageStack(raster.width(), raster.height());
        for (int i = 0; i < raster.channels(); i++) stack.addSlice(new FloatProcessor(raster.width(), raster.height(), raster.plane(i)));
        ImagePlus image = new ImagePlus(file.getFileName().toString(), stack);
        int slices = (int) fits.header().number("NAXIS3").orElse(1);
        if (slices > 1 && slices < raster.channels() && raster.channels() % slices == 0) {
            image.setDimensions(1, slices, raster.channels() / slices);
            image.setOpenAsHyperStack(true);
        }
        OptionalDouble scale = fits.header().pixelScaleArcsec();
        if (scale.isPresent()) {
            image.getCalibration().setUnit("arcsec");
            image.getCalibration().pixelWidth = scale.getAsDouble();
            image.getCalibration().pixelHeight = scale.getAsDouble();
        }
        fits.header().text("BUNIT").filter(unit -> !unit.isBlank()).ifPresent(image.getCalibration()::setValueUnit);
        image.setProperty("Info", fits.header().toInfo());
        image.setFileInfo(origin(file));
        // From the faintest to the brightest pixel everything but one star would be black.
        new ContrastEnhancer().stretchHistogram(image, SATURATED_PERCENT);
        image.changes = false;
        return image;
    }

    /** No format is stated: ImageJ's "Revert" would read the pixels as they are stored. */
    private static FileInfo origin(Path file) {
        FileInfo info = new FileInfo();
        Path path = file.toAbsolutePath();
        info.directory = path.getParent() + "/";
        info.fileName = path.getFileName().toString();
        info.fileFormat = FileInfo.UNKNOWN;
        return info;
    }

    /**
     * The image with its header. Channels vary fastest, then slices, then frames; an RGB image gives red, green and blue.
     *
     * @param selection whether only the rectangle around the selection is wanted
     */
    public static FitsImage of(ImagePlus image, boolean selection) {
        ImageRasters rasters = selection ? ImageRasters.ofSelection(image) : ImageRasters.of(image);
        List<float[]> planes = new ArrayList<>();
        for (int i = 0; i < rasters.size(); i++) {
            Raster raster = rasters.raster(i);
            for (int c = 0; c < raster.channels(); c++) planes.add(raster.plane(c));
        }
        Rectangle bounds = rasters.bounds();
        Raster all = new Raster(bounds.width, bounds.height, PixelType.FLOAT32, planes.toArray(float[][]::new));
        return new FitsImage(all, header(rasters, planes.size()));
    }

    private static FitsHeader header(ImageRasters rasters, int planes) {
        ImagePlus image = rasters.image();
        FitsHeader header = header(image);
        boolean plain = header.get("NAXIS").isEmpty() && rasters.channels() == 1;
        if (plain && image.getNSlices() > 1 && image.getNFrames() > 1)
            header = header.with(FitsCard.of("NAXIS", 4, "")).with(FitsCard.of("NAXIS3", image.getNSlices(), ""))
                .with(FitsCard.of("NAXIS4", image.getNFrames(), ""));
        return cropped(header, image, rasters.bounds(), planes);
    }

    private static FitsHeader cropped(FitsHeader header, ImagePlus image, Rectangle bounds, int planes) {
        return header.ofSize(image.getWidth(), image.getHeight(), planes).cropped(bounds.x, bounds.y, bounds.width, bounds.height);
    }

    /** What the Info property says, without coordinates if it describes an image of another size. */
    public static FitsHeader header(ImagePlus image) {
        FitsHeader header = FitsHeader.fromInfo(image.getInfoProperty());
        if (header.fits(image.getWidth(), image.getHeight())) return header;
        return header.withoutCoordinates().history(COORDINATES_LEFT_OUT);
    }

    /** The Info property of a part of the image, null if it has none; {@code planes} is the number of planes of the new image. */
    static String info(ImagePlus image, Rectangle bounds, int planes) {
        String info = image.getInfoProperty();
        if (FitsHeader.fromInfo(info).get("NAXIS").isEmpty()) return info;
        return cropped(header(image), image, bounds, planes).toInfo(info);
    }

    /** Adds HISTORY cards, which a FITS file of the image will have. */
    public static void addHistory(ImagePlus image, List<String> texts) {
        String info = image.getInfoProperty();
        for (String text : texts) info = FitsHeader.addHistory(info, text);
        if (info != null) image.setProperty("Info", info);
    }
}
