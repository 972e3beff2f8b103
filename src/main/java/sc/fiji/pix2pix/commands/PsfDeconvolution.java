package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import org.scijava.plugin.Parameter;

/** A deconvolution of an image with a PSF that is given by its width or as an image, or measured. */
abstract class PsfDeconvolution extends Pix2PixCommand {

    @Parameter(label = "Image", persist = false, description = "In ImageJ the title of an open image (the active one if left out), else a file")
    private ImagePlus image;

    @Parameter(label = "Fwhm of the PSF", required = false, persist = false,
        description = "Full width at half maximum of the point spread function, in pixels, or as 1.2arcsec by the scale that the header states")
    private String fwhm = "";

    @Parameter(label = "Beta of a Moffat PSF (empty: Gaussian)", required = false, persist = false,
        description = "Exponent of a Moffat profile, above 1; empty: a Gaussian")
    private Double beta;

    @Parameter(label = "Psf image (empty: width as given, or measured)", style = OPEN, required = false, persist = false,
        description = "Title of an open image of the point spread function, or its file; without this and \"fwhm\" the PSF is measured from stars")
    private String psf = "";

    @Parameter(label = "Pixelscale in arcsec (empty: the header's)", required = false, persist = false,
        description = "Arcseconds per pixel, whatever the header says; if given, a plain FWHM is in arcseconds, too")
    private Double pixelscale;

    /**
     * @param name of the method, for the title of the result
     * @param settings of the method, for the HISTORY of a FITS file
     * @param output file for the result; null for none
     * @return the result, null if it was saved to the file
     */
    ImagePlus apply(String name, String settings, File output, PlaneByPlane.Deconvolution method) throws IOException {
        return PlaneByPlane.apply(image, PsfChoice.of(fwhm, beta, psf, pixelscale), name, settings, output, method);
    }
}
