package sc.fiji.pix2pix.model;

import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.intensity.IntensityMaps;

/**
 * What the images on one side of the network are like.
 *
 * @param type how the training images were stored
 * @param maps between pixel values and the network's values, one per channel
 */
public record ImageSide(PixelType type, IntensityMaps maps) {

    public ImageSide {
        if (type == PixelType.RGB && maps.channels() != 3)
            throw new IllegalArgumentException("RGB images have 3 channels, not " + maps.channels() + ".");
    }

    public int channels() {
        return maps.channels();
    }
}
