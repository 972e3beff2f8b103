package sc.fiji.pix2pix.fits;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Reads and writes FITS files (standard 4.0). Read are images of all six types with BSCALE, BZERO and BLANK, cubes, images in extensions,
 * gzip files and tile-compressed images; written are 32-bit floats. Every failure is one sentence that names the file.
 *
 * <pre>{@code
 * FitsImage image = FitsFiles.read(Path.of("m51.fits.fz"));
 * FitsFiles.write(Path.of("part.fits"), image.cropped(100, 100, 64, 64));
 * }</pre>
 */
public final class FitsFiles {
    static final String MAGIC = "SIMPLE  =";

    private FitsFiles() {}

    /** Whether the file begins like FITS, in a gzip file too; its name does not count. False also for one that cannot be read. */
    public static boolean isFits(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(MAGIC.length());
            if (start.length > 1 && start[0] == 0x1f && start[1] == (byte) 0x8b) {
                try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(file))) {
                    start = unpacked.readNBytes(MAGIC.length());
                }
            }
            return new String(start, StandardCharsets.ISO_8859_1).equals(MAGIC);
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads the first image of the file. */
    public static FitsImage read(Path file) throws IOException {
        return read(file, "", Progress.NONE);
    }

    /** Reads the image of the extension with this number, 0 being the first unit of the file. */
    public static FitsImage read(Path file, int hdu) throws IOException {
        return read(file, Integer.toString(hdu), Progress.NONE);
    }

    /**
     * Reads an image.
     *
     * @param hdu empty for the first image, else a number from 0 on, a name as in EXTNAME, or NAME,EXTVER
     * @throws IOException if the file is no FITS file, damaged, holds no such image, or is larger than Java's memory
     * @throws sc.fiji.pix2pix.progress.CancelledException if the user cancelled
     */
    public static FitsImage read(Path file, String hdu, Progress progress) throws IOException {
        try {
            return new FitsReading(file, hdu.strip(), progress).image();
        } catch (FileSystemException e) {
            throw new IOException("The file " + file + " cannot be read (" + e.getClass().getSimpleName().replace("Exception", "")
                + "): check its path and permissions.", e);
        }
    }

    /** The header of the first image, without its pixels. */
    public static FitsHeader header(Path file) throws IOException {
        return new FitsReading(file, "", Progress.NONE).header();
    }

    /** Tells the parts of a file: number, name and size of each. */
    public static String contents(Path file) throws IOException {
        try (FitsSource source = FitsSource.open(file)) {
            HduScan scan = new HduScan(file.toString(), source);
            while (scan.next(Progress.NONE) != null) continue;
            return describe(scan.seen());
        }
    }

    static String describe(List<Hdu> hdus) {
        return hdus.stream().map(Hdu::describe).collect(Collectors.joining(", "));
    }

    /** Writes a file whole or not at all. */
    public static void write(Path file, FitsImage image) throws IOException {
        write(file, image, Progress.NONE);
    }

    /**
     * Writes 32-bit floats with the header's cards; those that describe the array are made to fit it, and DATAMIN and DATAMAX brought up to
     * date. Several channels become a cube. The file appears whole or not at all.
     *
     * @throws sc.fiji.pix2pix.progress.CancelledException if the user cancelled; nothing is left behind
     */
    public static void write(Path file, FitsImage image, Progress progress) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(); // a link stays a link
        if (Files.isDirectory(target)) throw new IOException(file + " is a folder: give the name of a file in it.");
        if (!Files.isDirectory(target.getParent()))
            throw new IOException("The folder " + target.getParent() + " does not exist: make it first.");
        Path temporary = target.resolveSibling(".pix2pix-" + System.nanoTime() + "-" + target.getFileName());
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                FitsWriter.write(out, image, progress);
            }
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason()
                : e instanceof FileSystemException ? e.getClass().getSimpleName().replace("Exception", "") : e.getMessage();
            throw new IOException("The image " + file + " of " + ((image.raster().bytes() >> 20) + 1) + " MB cannot be written (" + reason
                + "): free space on the disk if it is full, or choose another folder.", e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static Raster raster(ArrayShape shape, float[][] planes) {
        return new Raster(shape.width(), shape.height(), PixelType.FLOAT32, planes);
    }
}
