package sc.fiji.pix2pix.commands;

import java.util.stream.IntStream;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** Planes without any valid pixel, which cubes have where nothing was measured: they stay as they are. */
final class BlankPlanes {
    private BlankPlanes() {}

    /** What is done with the planes that are not blank. */
    @FunctionalInterface
    interface Work {
        Raster apply(Raster raster);
    }

    /** Does the work on the channels that have valid pixels. */
    static Raster skip(Raster raster, Work work) {
        int[] valid = valid(raster);
        if (valid.length == 0) return raster;
        if (valid.length == raster.channels()) return work.apply(raster);
        float[][] planes = new float[valid.length][];
        for (int i = 0; i < valid.length; i++) planes[i] = raster.plane(valid[i]);
        Raster made = work.apply(new Raster(raster.width(), raster.height(), PixelType.FLOAT32, planes));
        float[][] all = new float[raster.channels()][];
        for (int c = 0; c < all.length; c++) all[c] = raster.plane(c);
        for (int i = 0; i < valid.length; i++) all[valid[i]] = made.plane(i);
        return new Raster(raster.width(), raster.height(), PixelType.FLOAT32, all);
    }

    private static int[] valid(Raster raster) {
        return IntStream.range(0, raster.channels()).filter(c -> !MissingValues.all(raster.plane(c))).toArray();
    }
}
