package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.host.ImageRasters;
import sc.fiji.pix2pix.host.OpenImages;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.photometry.Seeing;

/**
 * The point spread function that a command was given: a profile by its width, an image of it, or neither, and then it is measured.
 *
 * @param fwhm in pixels, or null
 * @param beta of a Moffat profile; null: a Gaussian
 * @param image title of an open image, or file; empty or null: none
 */
record PsfChoice(Double fwhm, Double beta, String image) {
    /** Beyond this many FWHM on each side a Moffat profile of beta 3 has less than 1e-3 of its light. */
    private static final double MOFFAT_FWHMS = 5;

    PsfChoice {
        boolean given = Pix2PixCommand.given(image);
        if (given && (fwhm != null || beta != null))
            throw new IllegalArgumentException("Give \"fwhm\" (and \"beta\") or \"psf\", not both: there is one PSF.");
        if (beta != null && fwhm == null) throw new IllegalArgumentException("\"beta\" needs \"fwhm\": it is the shape of a profile of that width.");
    }

    /** Whether there is anything to go by without measuring. */
    boolean given() {
        return fwhm != null || Pix2PixCommand.given(image);
    }

    /**
     * @param plane the image that is to be deconvolved, where the PSF is measured if it was not given
     * @throws IllegalArgumentException if the image of the PSF is none, or there are too few stars to measure it
     */
    Kernel kernel(Raster plane) throws IOException {
        if (Pix2PixCommand.given(image)) return kernel(image.trim());
        if (fwhm == null) return Kernel.fromRaster(Seeing.measure(plane, OptionalDouble.empty()).psf());
        if (beta == null) return Kernel.gaussian(fwhm);
        int most = (Math.min(plane.width(), plane.height()) - 1) / 2;
        return Kernel.moffat(fwhm, beta, 2 * (int) Math.max(1, Math.min(most, Math.ceil(MOFFAT_FWHMS * fwhm))) + 1);
    }

    /** In a few words, as the keys of a command. */
    String description() {
        if (Pix2PixCommand.given(image)) return image.trim();
        return fwhm == null ? "measured" : "fwhm=" + fwhm + (beta == null ? " Gaussian" : " beta=" + beta);
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
