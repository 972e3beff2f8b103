package sc.fiji.pix2pix.host;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.TiffDecoder;
import ij.measure.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsHeader;

/**
 * What is known of an image besides its pixels.
 *
 * @param name by which messages call it
 * @param header of FITS, which ImageJ keeps in the Info property; empty if there is none
 * @param calibrated arcseconds per pixel by ImageJ's calibration, if that is in arcseconds
 */
public record ImageFacts(String name, FitsHeader header, OptionalDouble calibrated) {
    /** Two statements of one scale may differ by so much. */
    private static final double TOLERANCE = 0.01;

    /** Of an open image. */
    public static ImageFacts of(ImagePlus image) {
        Calibration calibration = image.getCalibration();
        return new ImageFacts("\"" + image.getTitle() + "\"", FitsImages.header(image),
            arcsec(calibration.getUnit(), calibration.pixelWidth, calibration.pixelHeight));
    }

    /** Of a FITS or TIFF file, of which no pixels are read; of files of other formats nothing is known. */
    public static ImageFacts of(Path file) throws IOException {
        if (FitsFiles.isFits(file)) return new ImageFacts(file.toString(), FitsFiles.header(file), OptionalDouble.empty());
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".tif") || name.endsWith(".tiff") ? ofTiff(file) : new ImageFacts(file.toString(), FitsHeader.EMPTY, OptionalDouble.empty());
    }

    private static ImageFacts ofTiff(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        try {
            FileInfo info = new TiffDecoder(path.getParent() + "/", path.getFileName().toString()).getTiffInfo()[0];
            new FileOpener(info).decodeDescriptionString(info); // finds the unit
            FitsHeader header = FitsHeader.fromInfo(info.info);
            return new ImageFacts(file.toString(), header.fits(info.width, info.height) ? header : header.withoutCoordinates(),
                arcsec(info.unit, info.pixelWidth, info.pixelHeight));
        } catch (IOException | RuntimeException e) {
            throw new IOException("The TIFF file " + file + " is damaged or of a variety that ImageJ cannot read (" + e.getMessage() + ").", e);
        }
    }

    private static OptionalDouble arcsec(String unit, double width, double height) {
        double scale = Math.sqrt(width * height);
        return "arcsec".equals(unit) && scale > 0 && Double.isFinite(scale) ? OptionalDouble.of(scale) : OptionalDouble.empty();
    }

    /** Arcseconds per pixel by header or calibration; empty if neither says it, or they differ. */
    public OptionalDouble scale() {
        OptionalDouble stated = header.pixelScaleArcsec();
        if (stated.isEmpty()) return calibrated;
        return calibrated.isPresent() && differ(stated.getAsDouble(), calibrated.getAsDouble()) ? OptionalDouble.empty() : stated;
    }

    /** Why {@link #scale} is empty, the beginning of a sentence; empty if it is not, or the image has no coordinates of any kind. */
    public Optional<String> withoutScale() {
        boolean plain = calibrated.isEmpty() && header.withoutCoordinates().equals(header);
        return plain || scale().isPresent() ? Optional.empty() : Optional.of(name + " " + problem());
    }

    private String problem() {
        return calibrated.isEmpty() ? header.withoutPixelScale() : String.format(Locale.ROOT, "has pixels of %.4g arcsec by its header, but of %.4g by its calibration",
            header.pixelScaleArcsec().getAsDouble(), calibrated.getAsDouble());
    }

    /** Arcseconds per pixel. @throws IllegalArgumentException if {@link #scale} is empty; the message says why, and what to do */
    public double arcsecPerPixel() {
        OptionalDouble scale = scale();
        if (scale.isPresent()) return scale.getAsDouble();
        throw new IllegalArgumentException(name + " " + problem() + ": give \"pixelscale\", or the FWHM in pixels.");
    }

    /** Arcseconds per pixel of both images of a pair; one of them may not say it. @throws IllegalArgumentException if there is none, or they differ */
    public static double arcsecPerPixel(ImageFacts input, ImageFacts target) {
        if (target.scale().isEmpty()) return input.arcsecPerPixel();
        if (input.scale().isEmpty()) return target.arcsecPerPixel();
        double first = input.arcsecPerPixel();
        double second = target.arcsecPerPixel();
        if (!differ(first, second)) return first;
        throw new IllegalArgumentException(String.format(Locale.ROOT, "%s has pixels of %.4g arcsec, but %s of %.4g: correct the headers, or give \"pixelscale\".",
            input.name, first, target.name, second));
    }

    private static boolean differ(double one, double other) {
        return !(Math.abs(one / other - 1) <= TOLERANCE);
    }

    /** The value at which pixels are saturated, from the card SATURATE, which is in pixel units (SExtractor and others read it so); 0 stands for unknown. */
    public OptionalDouble saturation() {
        OptionalDouble stated = header.number("SATURATE");
        return stated.isPresent() && stated.getAsDouble() > 0 ? stated : OptionalDouble.empty();
    }

    /** The unit of the pixels' values, from the card BUNIT. */
    public Optional<String> unit() {
        return header.text("BUNIT").map(String::strip).filter(unit -> !unit.isEmpty());
    }

    /**
     * Both images of a pair are in one unit, as far as their headers say it, in upper or lower case.
     *
     * @throws IOException if they state different ones
     */
    public static void requireSameUnit(ImageFacts input, ImageFacts target) throws IOException {
        String first = input.unit().orElse("");
        String second = target.unit().orElse("");
        if (first.isEmpty() || second.isEmpty() || first.equalsIgnoreCase(second)) return;
        throw new IOException(input.name + " is in " + first + ", but " + target.name + " in " + second + " (card BUNIT): bring both images of a pair into one unit, "
            + "or correct the card if it is wrong.");
    }
}
