package sc.fiji.pix2pix.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class DeconvolutionCommandsTest {
    @TempDir
    Path folder;

    /** Gaussian stars of FWHM 3.53 (sigma 1.5) on a sky of 100 with noise 2. */
    private static FloatProcessor stars(int seed) {
        Random random = new Random(seed);
        FloatProcessor field = new FloatProcessor(120, 110);
        for (int i = 0; i < 120 * 110; i++) {
            double value = 100 + 2 * random.nextGaussian();
            for (int k = 0; k < 9; k++) {
                double dx = i % 120 - (20.2 + 38.3 * (k % 3));
                double dy = i / 120 - (18.1 + 36.4 * (k / 3));
                value += 400 * Math.exp(-(dx * dx + dy * dy) / 4.5);
            }
            field.setf(i, (float) value);
        }
        return field;
    }

    private static CommandCall call(CommandEntry entry, ImagePlus image, Map<String, String> inputs) throws IOException {
        CommandCall call = new CommandCall(entry);
        call.setInputs(inputs, name -> image);
        call.run();
        return call;
    }

    private static String failure(CommandEntry entry, ImagePlus image, Map<String, String> inputs) {
        return assertThrows(IllegalArgumentException.class, () -> call(entry, image, inputs)).getMessage();
    }

    @Test
    void seeingOfAStackIsATableWithARowForEachPlane() throws IOException {
        ImageStack stack = new ImageStack(120, 110);
        stack.addSlice(stars(1));
        stack.addSlice(new FloatProcessor(120, 110));
        ImagePlus image = new ImagePlus("night", stack);
        image.getCalibration().setUnit("arcsec");
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        Map<String, Object> outputs = call(CommandEntry.SEEING, image, Map.of("kernel", "true")).outputs();
        ResultsTable table = (ResultsTable) outputs.get("table");
        assertEquals(2, table.size());
        assertEquals(3.53, table.getValue("FWHM_px", 0), 0.05);
        assertEquals(1.766, table.getValue("FWHM_arcsec", 0), 0.03);
        assertTrue(table.getValue("Stars", 0) >= 7);
        assertEquals(0, table.getValue("Stars", 1));
        assertEquals(1, ((ImagePlus) outputs.get("shownPsf")).getWidth() % 2);
    }

    @Test
    void seeingGoesToFiles() throws IOException {
        Path csv = folder.resolve("seeing.csv");
        Path psf = folder.resolve("psf.tif");
        CommandCall call = call(CommandEntry.SEEING, new ImagePlus("field", stars(2)), Map.of("output", csv.toString(), "psf", psf.toString()));
        assertTrue(call.outputs().isEmpty());
        assertTrue(Files.readString(csv).startsWith("Image,FWHM_px,"), Files.readString(csv));
        Map<String, String> inputs = Map.of("psf", psf.toString(), "iterations", "3");
        assertEquals(1, call(CommandEntry.RICHARDSON_LUCY, new ImagePlus("field", stars(2)), inputs).outputs().size());
    }

    @Test
    void deconvolvesWithThePsfThatItMeasures() throws IOException {
        ImagePlus image = new ImagePlus("field", stars(3));
        image.setProperty("Info", "OBJECT  = 'M67'");
        ImagePlus lucy = (ImagePlus) call(CommandEntry.RICHARDSON_LUCY, image, Map.of("stop", "true")).outputs().get("result");
        ImagePlus wiener = (ImagePlus) call(CommandEntry.WIENER, image, Map.of("fwhm", "3.53")).outputs().get("result");
        assertEquals("field (Richardson-Lucy)", lucy.getTitle());
        assertEquals("field (Wiener)", wiener.getTitle());
        for (ImagePlus result : new ImagePlus[] {lucy, wiener}) {
            assertTrue(result.getInfoProperty().startsWith("OBJECT  = 'M67'"), result.getInfoProperty());
            assertTrue(result.getProcessor().getf(20, 18) > 1.5 * image.getProcessor().getf(20, 18));
            assertEquals(image.getProcessor().getStatistics().mean, result.getProcessor().getStatistics().mean, 0.5);
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        ImagePlus image = new ImagePlus("field", stars(4));
        ImagePlus empty = new ImagePlus("blank", new FloatProcessor(40, 40));
        assertTrue(failure(CommandEntry.SEEING, empty, Map.of()).startsWith("\"blank\": The seeing cannot be measured: no star"));
        assertTrue(failure(CommandEntry.WIENER, empty, Map.of()).contains("give the FWHM instead"));
        assertTrue(failure(CommandEntry.WIENER, image, Map.of("fwhm", "60")).contains("larger than the image of 120 x 110"));
        assertTrue(failure(CommandEntry.RICHARDSON_LUCY, image, Map.of("fwhm", "9999", "beta", "3")).contains("larger than the image of 120 x 110"));
        assertTrue(failure(CommandEntry.RICHARDSON_LUCY, image, Map.of("fwhm", "3", "beta", "0.5")).startsWith("beta=0.5 is not possible"));
        assertTrue(failure(CommandEntry.RICHARDSON_LUCY, image, Map.of("fwhm", "3", "noise", "-1")).startsWith("noise=-1.0 is not possible"));
        assertTrue(failure(CommandEntry.RICHARDSON_LUCY, image, Map.of("fwhm", "3", "gain", "-1")).startsWith("gain=-1.0 is not possible"));
        assertTrue(failure(CommandEntry.RICHARDSON_LUCY, image, Map.of("fwhm", "3", "psf", "x")).contains("not both"));
        assertTrue(failure(CommandEntry.WIENER, image, Map.of("beta", "3")).contains("needs \"fwhm\""));
        assertTrue(failure(CommandEntry.WIENER, image, Map.of("fwhm", "3", "ratio", "-1")).contains("-1.0"));
        assertTrue(failure(CommandEntry.RICHARDSON_LUCY, image, Map.of("fwhm", "3", "iterations", "0")).contains("iterations=0"));
        FloatProcessor negative = new FloatProcessor(5, 5);
        negative.setf(2, 2, -1);
        Path psf = folder.resolve("negative.tif");
        new FileSaver(new ImagePlus("psf", negative)).saveAsTiff(psf.toString());
        assertTrue(failure(CommandEntry.WIENER, image, Map.of("psf", psf.toString())).contains("not positive"));
    }

    /** The PSF is that of the first plane with stars; a plane without a valid pixel stays as it is. */
    @Test
    void aBlankPlaneOfACubeStaysBlank() throws IOException {
        FloatProcessor missing = new FloatProcessor(120, 110);
        missing.set(Double.NaN);
        ImageStack stack = new ImageStack(120, 110);
        stack.addSlice(missing);
        stack.addSlice(stars(6));
        for (CommandEntry entry : List.of(CommandEntry.WIENER, CommandEntry.RICHARDSON_LUCY)) {
            for (Map<String, String> inputs : List.of(Map.of("fwhm", "3"), Map.<String, String>of())) {
                ImageStack result = ((ImagePlus) call(entry, new ImagePlus("cube", stack), inputs).outputs().get("result")).getStack();
                assertTrue(Float.isNaN(result.getProcessor(1).getf(60, 50)));
                assertTrue(result.getProcessor(2).getf(20, 18) > 1.3 * stack.getProcessor(2).getf(20, 18));
            }
        }
        assertEquals("\"blank\": no pixel is valid, all are NaN or infinite: choose another image.", failure(CommandEntry.WIENER, new ImagePlus("blank", missing), Map.of("fwhm", "3")));
    }

    /** Pixels of 0.5 arcsec by the header, unless the user knows better. */
    @Test
    void widthsInArcsecondsFollowTheHeader() throws IOException {
        ImagePlus image = new ImagePlus("field", stars(5));
        image.setProperty("Info", "SIMPLE  =                    T\nCTYPE1  = 'RA---TAN'\nCTYPE2  = 'DEC--TAN'\nCD1_1   = -1.388888888888889E-4\nCD2_2   = 1.388888888888889E-4\nEND\n");
        float[] pixels = wiener(image, Map.of("fwhm", "3", "ratio", "0.01"));
        assertArrayEquals(pixels, wiener(image, Map.of("fwhm", "1.5arcsec", "ratio", "0.01")), 1e-3f);
        assertArrayEquals(pixels, wiener(image, Map.of("fwhm", "0.75", "pixelscale", "0.25", "ratio", "0.01")), 1e-3f);
        assertArrayEquals(pixels, wiener(image, Map.of("fwhm", "0.75 arcsec", "pixelscale", "0.25", "ratio", "0.01")), 1e-3f);
        ImagePlus plain = new ImagePlus("plain", stars(5));
        String message = failure(CommandEntry.RICHARDSON_LUCY, plain, Map.of("fwhm", "1.5arcsec"));
        assertEquals("\"plain\" has no world coordinates in its header: give \"pixelscale\", or the FWHM in pixels.", message);
        assertTrue(failure(CommandEntry.WIENER, plain, Map.of("pixelscale", "1")).contains("needs \"fwhm\""));
        assertTrue(failure(CommandEntry.WIENER, plain, Map.of("fwhm", "2-3")).contains("single FWHM"));
        assertTrue(failure(CommandEntry.WIENER, plain, Map.of("fwhm", "2", "pixelscale", "-1")).contains("pixelscale=-1.0"));
    }

    private static float[] wiener(ImagePlus image, Map<String, String> inputs) throws IOException {
        return (float[]) ((ImagePlus) call(CommandEntry.WIENER, image, inputs).outputs().get("result")).getProcessor().getPixels();
    }

    @Test
    void aMoffatPsfIsCutToTheImage() throws IOException {
        assertEquals(39, PsfChoice.of("12", 2.5, "", null).kernel(new Raster(40, 50, 1, PixelType.FLOAT32), null).size());
    }
}
