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
public class WienerDeconvolution extends PsfDeconvolution {

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
        result = apply("Wiener", "ratio=" + (ratio == null ? "automatic" : ratio), output,
            (raster, kernel, progress) -> Wiener.apply(raster, kernel, noiseToSignal, progress));
    }
}
