package sc.fiji.pix2pix.commands;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.pix2pix.fits.FitsHeader;
import sc.fiji.pix2pix.host.FitsImages;
import sc.fiji.pix2pix.host.HeldImage;
import sc.fiji.pix2pix.host.ImageFacts;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.host.OpenImages;
import sc.fiji.pix2pix.host.StackImages;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.FolderImages;
import sc.fiji.pix2pix.pairs.ImageSource;

/** Sharp images with their headers, from a folder or an open image, which stays locked until this is closed. */
final class SharpImages implements ImageSource, AutoCloseable {
    private final ImageSource images;
    private final ImagePlus open;
    private final HeldImage held;

    private SharpImages(ImageSource images, ImagePlus open) {
        this.images = images;
        this.open = open;
        this.held = open == null ? null : new HeldImage(open);
    }

    /** @param name of a folder, or title of an open image */
    static SharpImages open(String name) throws IOException {
        if (!given(name)) throw new IllegalArgumentException("\"input\" is missing: a folder, or the title of an open image.");
        try {
            if (Files.isDirectory(Path.of(name))) return new SharpImages(FolderImages.open(Path.of(name), "input folder", ImageFiles::read, 0), null);
        } catch (InvalidPathException e) {
            // A title may hold what a path may not.
        }
        ImagePlus image = OpenImages.find(name);
        if (image == null) throw new IllegalArgumentException("\"" + name + "\" is neither a folder nor the title of an open image. " + OpenImages.titles());
        return new SharpImages(StackImages.of(image), image);
    }

    private static boolean given(String text) {
        return text != null && !text.isBlank();
    }

    /** What is known of image {@code i}. */
    FitsHeader header(int i) throws IOException {
        return FitsImages.header(open != null ? open : ImageFiles.open(((FolderImages) images).file(i)));
    }

    /** What is known of image {@code i} besides its pixels. */
    ImageFacts facts(int i) throws IOException {
        return open != null ? ImageFacts.of(open) : ImageFacts.of(((FolderImages) images).file(i));
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public String name(int i) {
        return images.name(i);
    }

    @Override
    public Raster load(int i) throws IOException {
        return images.load(i);
    }

    @Override
    public List<String> notes() {
        return images.notes();
    }

    @Override
    public void close() {
        if (held != null) held.close();
    }
}
