package sc.fiji.pix2pix.commands;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import sc.fiji.pix2pix.host.ImageRasters;
import sc.fiji.pix2pix.host.ResultImage;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;

/**
 * A model applied to every slice and frame of an ImageJ image; a model of one channel to one channel also to every channel of a composite.
 */
final class ModelApplication {
    private ModelApplication() {}

    /** @throws IllegalArgumentException also if Java's memory is too little for the image, which the message then names */
    static ImagePlus apply(Predictor predictor, ImagePlus image, String model, TileSettings tiles, Progress progress) throws IOException {
        try {
            return applyToAll(predictor, image, model, tiles, progress);
        } catch (OutOfMemoryError e) {
            throw new IllegalArgumentException("The image \"" + image.getTitle() + "\" of " + image.getWidth() + " x " + image.getHeight()
                + " pixels and " + image.getStackSize() + " plane(s) needs more memory than Java has (" + e.getMessage() + "): "
                + Explanation.MORE_MEMORY + ".", e);
        }
    }

    private static ImagePlus applyToAll(Predictor predictor, ImagePlus image, String model, TileSettings tiles, Progress progress)
        throws IOException {
        ImageRasters source = ImageRasters.ofSelection(image);
        ModelDescription description = predictor.description();
        boolean single = description.generator().inputChannels() == 1 && description.generator().outputChannels() == 1;
        boolean separate = single && source.channels() > 1 && image.getBitDepth() != 24;
        int perSource = separate ? source.channels() : 1;
        int total = source.size() * perSource;
        ResultImage result = new ResultImage(source, separate);
        for (int n = 0; n < total; n++) {
            progress.check();
            Raster input = separate ? source.channel(n / perSource, n % perSource) : source.raster(n / perSource);
            result.add(predictor.apply(input, tiles, progress.numbered(n, total)));
        }
        if (!predictor.exact())
            IJ.log(image.getTitle() + ": there is too little memory for tiles that overlap as far as " + model
                + " sees, so the result may differ slightly from that of the whole image; close other programs or images for an exact one.");
        return result.toImage(image.getTitle() + " (" + model + ")");
    }
}
