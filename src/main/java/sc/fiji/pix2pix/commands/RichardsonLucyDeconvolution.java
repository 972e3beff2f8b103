package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.util.OptionalDouble;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.pix2pix.deconvolution.RichardsonLucy;
import sc.fiji.pix2pix.deconvolution.RichardsonLucySettings;

/** Richardson-Lucy deconvolution of an image; the result is titled "NAME (Richardson-Lucy)". */
@Plugin(type = Command.class, label = "Richardson-Lucy Deconvolution...", headless = true)
public class RichardsonLucyDeconvolution extends PsfDeconvolution {

    @Parameter(label = "Iterations", persist = false, description = "Number of iterations; with \"stop\" the most there may be")
    private int iterations = 30;

    @Parameter(label = "Stop when the residual is down to the noise", required = false, persist = false)
    private boolean stop;

    @Parameter(label = "Noise of the sky (empty: measured)", required = false, persist = false,
        description = "Standard deviation of the sky's noise in the image's unit; empty: measured")
    private Double noise;

    @Parameter(label = "Gain in photons per unit (0: sky noise alone)", required = false, persist = false,
        description = "Photons per unit of the image, for the noise of bright sources in \"stop\"; 0: the sky's noise everywhere")
    private double gain;

    @Parameter(label = "Output file (empty: a new window)", style = SAVE, required = false, persist = false,
        description = "File for the result: .tif, .fits or .png (RGB)")
    private File output;

    @Parameter(type = ItemIO.OUTPUT, label = "Result")
    private ImagePlus result;

    @Override
    void execute() throws IOException {
        OptionalDouble sigma = noise == null ? OptionalDouble.empty() : OptionalDouble.of(noise);
        RichardsonLucySettings settings = new RichardsonLucySettings(iterations, stop, sigma, gain, RichardsonLucySettings.Model.SKY);
        result = apply("Richardson-Lucy", "iterations=" + iterations + " stop=" + stop + " noise=" + (noise == null ? "measured" : noise) + " gain=" + gain, output,
            (raster, kernel, progress) -> RichardsonLucy.apply(raster, kernel, settings, progress));
    }
}
