package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.host.ImageRasters;
import sc.fiji.pix2pix.host.OpenImages;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.Seeing;

/**
 * The point spread function that a command was given: a profile by its width, an image of it, or neither, and then it is measured.
 *
 * @param fwhm one width, or null
 * @param beta of a Moffat profile; null: a Gaussian
 * @param image title of an open image, or file; empty or null: none
 */
record PsfChoice(Fwhm fwhm, Double beta, String image) {
    /** Beyond this many FWHM on each side a Moffat profile of beta 3 has less than 1e-3 of its light. */
    private static final double MOFFAT_FWHMS = 5;
    private static final double LEAST_FWHM = 0.01;

    PsfChoice {
        boolean given = Pix2PixCommand.given(image);
        if (given && (fwhm != null || beta != null))
            throw new IllegalArgumentException("Give \"fwhm\" (and \"beta\") or \"psf\", not both: there is one PSF.");
        if (beta != null && !(beta > 1)) throw new IllegalArgumentException("beta=" + beta + " is not possible: it is above 1, or empty for a Gaussian.");
        if (beta != null && fwhm == null) throw new IllegalArgumentException("\"beta\" needs \"fwhm\": it is the shape of a profile of that width.");
    }

    /**
     * As the keys of a command say it.
     *
     * @param fwhm empty or null: none; @param pixelScale arcseconds per pixel, null: as the image states it
     */
    static PsfChoice of(String fwhm, Double beta, String image, Double pixelScale) {
        if (pixelScale != null && !(pixelScale > 0))
            throw new IllegalArgumentException("pixelscale=" + pixelScale + " is not possible: it is the number of arcseconds per pixel, above 0.");
        if (pixelScale != null && !Pix2PixCommand.given(fwhm)) throw new IllegalArgumentException("\"pixelscale\" needs \"fwhm\", which it says the pixels of.");
        return new PsfChoice(Pix2PixCommand.given(fwhm) ? Fwhm.parseOne("fwhm", fwhm, LEAST_FWHM, pixelScale == null ? 0 : pixelScale) : null, beta, image);
    }

    /** Whether there is anything to go by without measuring. */
    boolean given() {
        return fwhm != null || Pix2PixCommand.given(image);
    }

    /**
     * @param plane the image that is to be deconvolved, where the PSF is measured if it was not given
     * @param scale arcseconds per pixel of the image; asked for only if the width depends on it
     * @throws IllegalArgumentException if the image of the PSF is none, or there are too few stars to measure it
     */
    Kernel kernel(Raster plane, DoubleSupplier scale) throws IOException {
        if (Pix2PixCommand.given(image)) return kernel(image.trim());
        if (fwhm == null) return Kernel.fromRaster(Seeing.measure(plane, OptionalDouble.empty()).psf());
        double width = pixels(scale);
        if (width > Math.min(plane.width(), plane.height()))
            throw new IllegalArgumentException(String.format(Locale.ROOT, "A PSF of FWHM %.6g pixels is larger than the image of %d x %d: choose a smaller FWHM.", width,
                plane.width(), plane.height()));
        if (beta == null) return Kernel.gaussian(width);
        int most = (Math.min(plane.width(), plane.height()) - 1) / 2;
        return Kernel.moffat(width, beta, 2 * (int) Math.max(1, Math.min(most, Math.ceil(MOFFAT_FWHMS * width))) + 1);
    }

    /** Whether the kernel depends on how many arcseconds a pixel of the image has. */
    boolean needsScale() {
        return fwhm != null && fwhm.needsScale();
    }

    /** The width that was given, in pixels. */
    double pixels(DoubleSupplier scale) {
        return fwhm.pixels(scale).low();
    }

    /** In a few words, as the keys of a command. */
    String description(DoubleSupplier scale) {
        if (Pix2PixCommand.given(image)) return image.trim();
        if (fwhm == null) return "measured";
        String pixels = fwhm.scale() == 0 ? "" : String.format(Locale.ROOT, " = %.4f pixels", pixels(scale));
        return "fwhm=" + fwhm.text() + pixels + (beta == null ? " Gaussian" : " beta=" + beta);
    }

    private static Kernel kernel(String name) throws IOException {
        ImagePlus open = OpenImages.find(name);
        Raster psf = ImageRasters.of(open == null ? ImageFiles.open(Path.of(name)) : open).raster(0);
        try {
            return Kernel.fromRaster(psf);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + name + "\": " + e.getMessage(), e);
        }
    }
}
