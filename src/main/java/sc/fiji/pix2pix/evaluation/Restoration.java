package sc.fiji.pix2pix.evaluation;

import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/** Makes of an observed image what is judged; a model does so as {@code (image, progress) -> predictor.apply(image, tiles, progress)}. */
@FunctionalInterface
public interface Restoration {

    /**
     * @param observed input of a pair, only read
     * @return a new image of the same size, in the target's unit and channels
     * @throws IllegalArgumentException if the image does not suit
     */
    Raster apply(Raster observed, Progress progress);
}
