package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.util.OptionalDouble;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.deconvolution.Wiener;

/** Wiener deconvolution of an image; the result is titled "NAME (Wiener)". */
@Plugin(type = Command.class, label = "Wiener Deconvolution...", headless = true)
public class WienerDeconvolution extends Pix2PixCommand {

    @Parameter(label = "Image", persist = false, description = "In ImageJ the title of an open image (the active one if left out), else a file")
    private ImagePlus image;

    @Parameter(label = "Fwhm of the PSF", required = false, persist = false,
        description = "Full width at half maximum of the point spread function, in pixels, or as 1.2arcsec by the scale that the header states")
    private String fwhm = "";

    @Parameter(label = "Beta of a Moffat PSF (empty: Gaussian)", required = false, persist = false,
        description = "Exponent of a Moffat profile, above 1; empty: a Gaussian")
    private Double beta;

    @Parameter(label = "Psf image (empty: width as given, or measured)", style = OPEN, required = false, persist = false,
        description = RichardsonLucyDeconvolution.PSF)
    private String psf = "";

    @Parameter(label = "Pixelscale in arcsec (empty: the header's)", required = false, persist = false,
        description = "Arcseconds per pixel, whatever the header says; if given, a plain FWHM is in arcseconds, too")
    private Double pixelscale;

    @Parameter(label = "Ratio of noise to signal (empty: automatic)", required = false, persist = false,
        description = "Ratio of noise to signal in power, above 0: more is smoother; empty: the one with the least expected error")
    private Double ratio;

    @Parameter(label = "Output file (empty: a new window)", style = SAVE, required = false, persist = false,
        description = "File for the result: .tif, .fits or .png (RGB)")
    private File output;

    @Parameter(type = ItemIO.OUTPUT, label = "Result")
    private ImagePlus result;

    @Override
    void execute() throws IOException {
        OptionalDouble noiseToSignal = ratio == null ? OptionalDouble.empty() : OptionalDouble.of(ratio);
        result = PlaneByPlane.apply(image, PsfChoice.of(fwhm, beta, psf, pixelscale), "Wiener", "ratio=" + (ratio == null ? "automatic" : ratio), output,
            (raster, kernel, progress) -> Wiener.apply(raster, kernel, noiseToSignal, progress));
    }
}
