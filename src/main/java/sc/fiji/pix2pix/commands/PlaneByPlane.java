package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.host.FitsImages;
import sc.fiji.pix2pix.host.HeldImage;
import sc.fiji.pix2pix.host.ImageFacts;
import sc.fiji.pix2pix.host.ImageRasters;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.host.ResultImage;
import sc.fiji.pix2pix.host.StatusProgress;
import sc.fiji.pix2pix.image.MissingValues;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/** A deconvolution of every slice and frame of an image, or of its selection. */
final class PlaneByPlane {
    private PlaneByPlane() {}

    /** One method with its settings. */
    interface Deconvolution {
        Raster apply(Raster raster, Kernel psf, Progress progress);
    }

    /**
     * @param name of the method, for the title of the result
     * @param settings of the method, for the HISTORY of a FITS file
     * @param output file for the result; null for none
     * @return the result, null if it was saved to the file
     */
    static ImagePlus apply(ImagePlus image, PsfChoice psf, String name, String settings, File output, Deconvolution method) throws IOException {
        if (image == null) throw new IllegalArgumentException("\"image\" is missing.");
        boolean save = Pix2PixCommand.given(output);
        if (save) {
            ImageSaver.check(output.toPath());
            OriginalFile.refuse(image, output.toPath());
        }
        try (HeldImage held = new HeldImage(image); StatusProgress progress = new StatusProgress()) {
            ImagePlus made = apply(image, psf, name, method, progress);
            FitsImages.addHistory(made, Provenance.of(name, settings + ", PSF " + psf.description(() -> ImageFacts.of(image).arcsecPerPixel())));
            if (!save) return made;
            ImageSaver.save(made, output.toPath());
            return null;
        } catch (IllegalArgumentException e) {
            String named = "\"" + image.getTitle() + "\"";
            throw e.getMessage().contains(named) ? e : new IllegalArgumentException(named + ": " + e.getMessage(), e);
        }
    }

    /** As given, or that of the first plane that has stars enough to measure it: the first one may be blank. */
    private static Kernel kernel(ImageRasters source, PsfChoice psf) throws IOException {
        if (source.size() == 1 && MissingValues.all(source.raster(0))) throw new IllegalArgumentException("no pixel is valid, all are NaN or infinite: choose another image.");
        IllegalArgumentException first = null;
        for (int n = 0; n < source.size(); n++) {
            try {
                return psf.kernel(source.raster(n), () -> ImageFacts.of(source.image()).arcsecPerPixel());
            } catch (IllegalArgumentException e) {
                if (psf.given()) throw e;
                if (first == null) first = e;
            }
        }
        throw first;
    }

    private static ImagePlus apply(ImagePlus image, PsfChoice psf, String name, Deconvolution method, Progress progress) throws IOException {
        ImageRasters source = ImageRasters.ofSelection(image);
        ResultImage result = new ResultImage(source, false);
        Kernel kernel = kernel(source, psf);
        for (int n = 0; n < source.size(); n++) {
            progress.check();
            Raster raster = source.raster(n);
            Progress part = progress.numbered(n, source.size());
            result.add(BlankPlanes.skip(raster, valid -> method.apply(valid, kernel, part)));
        }
        return result.toImage(image.getTitle() + " (" + name + ")");
    }
}
