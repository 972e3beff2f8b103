package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.pix2pix.progress.Progress;

/** One reading of one image: find it, check that the file and memory have room for it, then read it. */
final class FitsReading {
    private final Path file;
    private final String choice;
    private final Progress progress;

    FitsReading(Path file, String choice, Progress progress) {
        this.file = file;
        this.choice = choice;
        this.progress = progress;
    }

    FitsImage image() throws IOException {
        if (!Files.exists(file)) throw new IOException("The image " + file + " does not exist: check its path.");
        if (Files.isDirectory(file)) throw new IOException(file + " is a folder, not an image.");
        List<Hdu> seen;
        Hdu hdu;
        try (FitsSource source = FitsSource.open(file)) {
            HduScan scan = new HduScan(file.toString(), source);
            hdu = find(scan);
            seen = scan.seen();
            check(hdu, source);
        }
        ArrayShape shape = hdu.shape();
        try (FitsSource source = FitsSource.open(file)) {
            source.skipTo(hdu.dataStart(), progress);
            float[][] planes = hdu.compressed() ? new CompressedTiles(hdu, shape).read(source, progress)
                : new PixelReader(shape).read(source, progress, "Reading " + file.getFileName());
            return new FitsImage(FitsFiles.raster(shape, planes), header(hdu, seen.get(0), shape));
        } catch (OutOfMemoryError e) {
            throw tooLarge(shape);
        }
    }

    /** What the header says; nothing of the pixels is read or checked. */
    FitsHeader header() throws IOException {
        if (!Files.exists(file)) throw new IOException("The image " + file + " does not exist: check its path.");
        try (FitsSource source = FitsSource.open(file)) {
            HduScan scan = new HduScan(file.toString(), source);
            Hdu hdu = find(scan);
            return header(hdu, scan.seen().get(0), hdu.shape());
        }
    }

    private Hdu find(HduScan scan) throws IOException {
        for (Hdu hdu = scan.next(progress); hdu != null; hdu = scan.next(progress)) {
            if (choice.isEmpty() ? hdu.image() : hdu.called(choice)) {
                if (hdu.image()) return hdu;
                throw new IOException("The part " + choice + " of the FITS file " + file + " holds no image; its parts so far are "
                    + FitsFiles.describe(scan.seen()) + ": choose another one.");
            }
        }
        String parts = "its parts are " + FitsFiles.describe(scan.seen());
        if (choice.isEmpty()) throw new IOException("The FITS file " + file + " holds no image of two dimensions or more; " + parts + ": choose another file.");
        throw new IOException("The FITS file " + file + " has no part " + choice + "; " + parts + ": choose one of them.");
    }

    /** Before anything of the image's size is allocated; how much a gzip file holds, only going through it tells. */
    private void check(Hdu hdu, FitsSource source) throws IOException {
        ArrayShape shape = hdu.shape();
        source.require(hdu.dataStart() + hdu.dataLength());
        if (hdu.compressed()) new CompressedTiles(hdu, shape).check();
        shape.checkPlane(file.toString());
        long floats = shape.bytesAsFloats();
        long needed = hdu.compressed() ? floats + Math.min(shape.bytesStored(), Long.MAX_VALUE - floats) : floats;
        if (needed > Runtime.getRuntime().maxMemory() || needed < 0) throw tooLarge(shape);
        source.skipTo(hdu.dataStart() + hdu.dataLength(), progress);
    }

    private IOException tooLarge(ArrayShape shape) {
        return new IOException("The image " + file + " of " + shape.width() + " x " + shape.height() + " pixels and " + shape.planes()
            + " plane(s) needs more memory than Java has (" + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB): raise the memory in Edit>Options>Memory & Threads, or with -Xmx on the command line.");
    }

    /** Cards of the first header belong to an extension as well where that says so (standard 4.0, appendix K). */
    private static FitsHeader header(Hdu hdu, Hdu first, ArrayShape shape) {
        FitsHeader own = hdu.compressed() ? hdu.header().without(ArrayCards.compression()) : hdu.header();
        if (hdu.compressed() && hdu.name().equals("COMPRESSED_IMAGE")) own = own.without(keyword -> keyword.equals("EXTNAME"));
        boolean inherits = hdu.index() > 0 && own.get("INHERIT").flatMap(FitsCard::flag).orElse(false);
        List<FitsCard> cards = new ArrayList<>(ArrayCards.axisCards(shape));
        if (inherits) {
            FitsHeader known = own;
            first.header().without(ArrayCards.storage()).without(k -> known.get(k).isPresent()).cards().forEach(cards::add);
        }
        cards.addAll(own.without(ArrayCards.storage()).cards());
        FitsHeader complete = Wcs.withoutTables(FitsHeader.of(cards));
        return complete.ofSize(shape.width(), shape.height(), (int) shape.planes());
    }
}
