package sc.fiji.pix2pix.host;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.fits.FitsCard;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsHeader;
import sc.fiji.pix2pix.fits.FitsImage;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.pairs.FolderPairs;

class ImageFactsTest {
    @TempDir
    Path folder;

    /** An image of 4 x 4 pixels with a CD matrix, if the scale is not 0, and a unit, if there is one. */
    private Path write(String name, double arcsec, String unit) throws IOException {
        List<FitsCard> cards = new ArrayList<>();
        if (arcsec > 0) {
            cards.add(FitsCard.of("CTYPE1", "RA---TAN", ""));
            cards.add(FitsCard.of("CTYPE2", "DEC--TAN", ""));
            cards.add(FitsCard.of("CD1_1", -arcsec / 3600, ""));
            cards.add(FitsCard.of("CD2_2", arcsec / 3600, ""));
        }
        if (unit != null) cards.add(FitsCard.of("BUNIT", unit, ""));
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        FitsFiles.write(file, FitsImage.of(new Raster(4, 4, 1, PixelType.FLOAT32), cards));
        return file;
    }

    private static String failure(ImageFacts input, ImageFacts target) {
        return assertThrows(IllegalArgumentException.class, () -> ImageFacts.arcsecPerPixel(input, target)).getMessage();
    }

    @Test
    void scaleAndUnitOfFilesAndOpenImages() throws IOException {
        Path file = write("a.fits", 0.396, " adu ");
        assertEquals(0.396, ImageFacts.of(file).arcsecPerPixel(), 1e-9);
        assertEquals(Optional.of("adu"), ImageFacts.of(file).unit());
        ImagePlus image = ImageFiles.open(file);
        assertEquals(0.396, ImageFacts.of(image).arcsecPerPixel(), 1e-9);
        ImageSaver.save(image, folder.resolve("a.tif"));
        ImageFacts tiff = ImageFacts.of(folder.resolve("a.tif"));
        assertEquals(0.396, tiff.arcsecPerPixel(), 1e-5);
        assertEquals(0.396, tiff.calibrated().getAsDouble(), 1e-5);
        assertEquals(Optional.of("adu"), tiff.unit());
    }

    @Test
    void saysWhyThereIsNoScale() throws IOException {
        Path plain = write("plain.fits", 0, null);
        String message = assertThrows(IllegalArgumentException.class, () -> ImageFacts.of(plain).arcsecPerPixel()).getMessage();
        assertEquals(Optional.empty(), ImageFacts.of(plain).withoutScale(), "most images have no coordinates, which needs no words");
        assertEquals(Optional.empty(), ImageFacts.of(write("sky.fits", 0.5, null)).withoutScale());
        FitsHeader zero = FitsFiles.read(write("zero.fits", 0.5, null)).header().with(FitsCard.of("CD1_1", 0.0, "")).with(FitsCard.of("CD2_2", 0.0, ""));
        FitsFiles.write(folder.resolve("zero.fits"), new FitsImage(new Raster(4, 4, 1, PixelType.FLOAT32), zero));
        assertTrue(ImageFacts.of(folder.resolve("zero.fits")).withoutScale().get().endsWith("zero.fits has world coordinates that give its pixels no size (cards CDi_j)"));
        assertEquals(plain + " has no world coordinates in its header: give \"pixelscale\", or the FWHM in pixels.", message);
        ImagePlus image = ImageFiles.open(write("a.fits", 0.5, null));
        image.getCalibration().pixelWidth = 0.7;
        image.getCalibration().pixelHeight = 0.7;
        message = assertThrows(IllegalArgumentException.class, () -> ImageFacts.of(image).arcsecPerPixel()).getMessage();
        assertTrue(message.startsWith("\"a.fits\" has pixels of 0.5000 arcsec by its header, but of 0.7000 by its calibration: "), message);
        ImagePlus calibrated = new ImagePlus("b", new FloatProcessor(4, 4));
        calibrated.getCalibration().setUnit("arcsec");
        assertEquals(1, ImageFacts.of(calibrated).arcsecPerPixel());
    }

    @Test
    void aPairHasOneScale() throws IOException {
        ImageFacts coarse = ImageFacts.of(write("coarse.fits", 0.5, null));
        ImageFacts fine = ImageFacts.of(write("fine.fits", 0.2, null));
        ImageFacts silent = ImageFacts.of(write("silent.fits", 0, null));
        assertEquals(0.5, ImageFacts.arcsecPerPixel(coarse, silent), 1e-9);
        assertEquals(0.5, ImageFacts.arcsecPerPixel(silent, coarse), 1e-9);
        String message = failure(coarse, fine);
        assertTrue(message.contains("coarse.fits has pixels of 0.5000 arcsec") && message.contains("fine.fits of 0.2000"), message);
        assertTrue(failure(silent, silent).contains("no world coordinates"));
    }

    @Test
    void aPairHasOneUnit() throws IOException {
        write("in/a.fits", 0, "Adu");
        write("out/a.fits", 0, " adu");
        write("in/b.fits", 0, null);
        write("out/b.fits", 0, "Jy");
        Path input = write("in/c.fits", 0, "adu");
        Path target = write("out/c.fits", 0, "electron/s");
        UnitChecks pairs = new UnitChecks(FolderPairs.open(folder.resolve("in"), folder.resolve("out"), ImageFiles::read));
        assertDoesNotThrow(() -> pairs.load(0));
        assertDoesNotThrow(() -> pairs.load(1));
        String message = assertThrows(IOException.class, () -> pairs.load(2)).getMessage();
        assertEquals(input + " is in adu, but " + target + " in electron/s (card BUNIT): bring both images of a pair into one unit, or correct the card if it is wrong.", message);
    }
}
