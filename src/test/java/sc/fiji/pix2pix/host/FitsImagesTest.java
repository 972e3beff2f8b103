package sc.fiji.pix2pix.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.Opener;
import ij.process.ColorProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.fits.FitsCard;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsHeader;
import sc.fiji.pix2pix.fits.FitsImage;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class FitsImagesTest {
    private static final Path SAMPLE = Path.of("sample-images/galaxies/test/input/galaxies-01.fits");
    @TempDir Path folder;

    @Test
    void theImageIsShownAsImageJShowsIt() throws IOException {
        ImagePlus image = ImageFiles.open(SAMPLE);
        assertArrayEquals((float[]) new Opener().openImage(SAMPLE.toString()).getProcessor().getPixels(),
            (float[]) image.getProcessor().getPixels());
        assertEquals("arcsec", image.getCalibration().getUnit());
        assertEquals(0.05, image.getCalibration().pixelWidth, 1e-12);
        assertEquals("adu", image.getCalibration().getValueUnit());
        assertEquals("galaxies-01.fits", image.getTitle());
    }

    @Test
    void headersSurviveATiffFile() throws IOException {
        ImagePlus image = ImageFiles.open(SAMPLE);
        Path tiff = folder.resolve("a.tif");
        ImageSaver.save(image, tiff);
        Path fits = folder.resolve("a.fits");
        ImageSaver.save(ImageFiles.open(tiff), fits);
        assertEquals(FitsFiles.read(SAMPLE).header(), FitsFiles.read(fits).header());
        assertArrayEquals(FitsFiles.read(SAMPLE).raster().plane(0), FitsFiles.read(fits).raster().plane(0));
    }

    /** ImageJ's own reader leaves the header of the file in the Info property. */
    @Test
    void whatImageJOpenedIsSavedWithItsHeader() throws IOException {
        Path fits = folder.resolve("a.fits");
        ImageSaver.save(new Opener().openImage(SAMPLE.toString()), fits);
        assertEquals(FitsFiles.read(SAMPLE).header(), FitsFiles.read(fits).header());
    }

    @Test
    void cubesAreSlicesAndAFourthAxisFrames() throws IOException {
        float[][] planes = new float[6][2];
        for (int i = 0; i < 6; i++) planes[i][0] = i;
        FitsHeader header = FitsHeader.of(List.of(FitsCard.of("NAXIS", 4, ""), FitsCard.of("NAXIS3", 3, ""), FitsCard.of("NAXIS4", 2, "")));
        Path file = folder.resolve("cube.fits");
        FitsFiles.write(file, new FitsImage(new Raster(2, 1, PixelType.FLOAT32, planes), header));
        ImagePlus image = ImageFiles.open(file);
        assertArrayEquals(new int[] {2, 1, 1, 3, 2}, image.getDimensions());
        assertEquals(5, image.getStack().getVoxel(0, 0, 5));
        Path copy = folder.resolve("copy.fits");
        ImageSaver.save(image, copy);
        assertEquals(FitsFiles.read(file).header(), FitsFiles.read(copy).header());
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(IOException.class,
            () -> ImageFiles.read(file)).getMessage().contains("6 slices"));
    }

    @Test
    void coloursAndHyperstacksBecomeCubes() throws IOException {
        Path file = folder.resolve("rgb.fits");
        ImageSaver.save(new ImagePlus("rgb", new ColorProcessor(1, 1, new int[] {0x0a141e})), file);
        Raster raster = FitsFiles.read(file).raster();
        assertArrayEquals(new float[] {10, 20, 30}, new float[] {raster.get(0, 0, 0), raster.get(0, 0, 1), raster.get(0, 0, 2)});
        ImagePlus stack = IJ.createImage("t", "16-bit ramp", 3, 2, 6);
        stack.setDimensions(1, 3, 2);
        ImageSaver.save(stack, file);
        assertEquals(2, FitsFiles.read(file).header().number("NAXIS4").orElse(0));
    }

    @Test
    void aSelectionTakesItsCoordinatesAlongAndAnImageOfAnotherSizeHasNone() throws IOException {
        ImagePlus image = ImageFiles.open(SAMPLE);
        image.setRoi(new Roi(10, 20, 30, 40));
        FitsHeader part = FitsImages.of(image, true).header();
        assertEquals(54.5, part.number("CRPIX1").orElse(0));
        assertEquals(64.5 - (128 - 20 - 40), part.number("CRPIX2").orElse(0));
        FitsHeader lost = FitsImages.of(image.crop(), false).header();
        assertTrue(lost.get("CRPIX1").isEmpty() && lost.get("CTYPE1").isEmpty(), lost.toInfo());
        assertTrue(lost.text("OBJECT").isPresent() && lost.toInfo().contains("HISTORY World coordinates left out"), lost.toInfo());
    }
}
