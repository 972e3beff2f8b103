package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import sc.fiji.pix2pix.image.Raster;

/**
 * The images of one folder, in the order of their names. They are read when asked for and kept while a bound on memory allows; which are kept
 * is as in {@link CachedPairs}.
 */
public final class FolderImages implements ImageSource {
    private final ImageFolder folder;
    private final ImageReader reader;
    private final long maxBytes;
    private final AtomicReferenceArray<PackedRaster> kept;
    private final AtomicLong used = new AtomicLong();

    private FolderImages(ImageFolder folder, ImageReader reader, long maxBytes) {
        this.folder = folder;
        this.reader = reader;
        this.maxBytes = maxBytes;
        this.kept = new AtomicReferenceArray<>(folder.files().size());
    }

    /**
     * Lists the images of a folder; reads none.
     *
     * @param role what messages call the folder: "folder of sharp images"
     * @param maxBytes bound on the pixels kept
     * @throws IOException if the folder is missing, unreadable or without an image
     */
    public static FolderImages open(Path folder, String role, ImageReader reader, long maxBytes) throws IOException {
        return new FolderImages(ImageFolder.list(folder, role, reader, null), reader, maxBytes);
    }

    @Override
    public int size() {
        return folder.files().size();
    }

    @Override
    public String name(int i) {
        return ImageFolder.baseName(folder.files().get(i));
    }

    /** The file of image {@code i}. */
    public Path file(int i) {
        return folder.files().get(i);
    }

    @Override
    public Raster load(int i) throws IOException {
        PackedRaster stored = kept.get(i);
        if (stored != null) return stored.unpack();
        Raster image = reader.read(file(i));
        PackedRaster packed = PackedRaster.of(image);
        if (used.addAndGet(packed.bytes()) > maxBytes || !kept.compareAndSet(i, null, packed)) used.addAndGet(-packed.bytes());
        return image;
    }

    @Override
    public List<String> notes() {
        return folder.notes();
    }
}
