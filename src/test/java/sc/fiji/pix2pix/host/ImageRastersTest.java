package sc.fiji.pix2pix.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import org.junit.jupiter.api.Test;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class ImageRastersTest {

    @Test
    void bytesShortsAndFloatsBecomeTheirValues() {
        ImagePlus bytes = new ImagePlus("b", new ByteProcessor(2, 1, new byte[] {0, (byte) 200}));
        assertEquals(PixelType.GRAY8, ImageRasters.of(bytes).type());
        assertArrayEquals(new float[] {0, 200}, ImageRasters.of(bytes).raster(0).plane(0));

        ImagePlus shorts = new ImagePlus("s", new ShortProcessor(2, 1, new short[] {1, (short) 60000}, null));
        assertEquals(PixelType.GRAY16, ImageRasters.of(shorts).type());
        assertArrayEquals(new float[] {1, 60000}, ImageRasters.of(shorts).raster(0).plane(0));

        ImagePlus floats = new ImagePlus("f", new FloatProcessor(2, 1, new float[] {-1.5f, Float.NaN}));
        assertEquals(PixelType.FLOAT32, ImageRasters.of(floats).type());
        assertArrayEquals(new float[] {-1.5f, Float.NaN}, ImageRasters.of(floats).raster(0).plane(0));
    }

    @Test
    void rgbHasThreeChannels() {
        ImagePlus image = new ImagePlus("rgb", new ColorProcessor(1, 1, new int[] {0x0a141e}));
        Raster raster = ImageRasters.of(image).raster(0);
        assertEquals(PixelType.RGB, raster.type());
        assertEquals(3, raster.channels());
        assertEquals(10, raster.get(0, 0, 0));
        assertEquals(20, raster.get(0, 0, 1));
        assertEquals(30, raster.get(0, 0, 2));
    }

    @Test
    void theUnitOfTheValuesIsKept() {
        ImagePlus image = new ImagePlus("f", new FloatProcessor(2, 1, new float[2]));
        image.getCalibration().setValueUnit("adu");
        assertEquals("adu", ImageRasters.of(image).calibration().getValueUnit());
    }

    @Test
    void signed16BitImagesGiveTheirCalibratedValues() {
        ImagePlus image = new ImagePlus("signed", new ShortProcessor(2, 1, new short[] {(short) 32768, (short) 32763}, null));
        image.getCalibration().setSigned16BitCalibration();
        Raster raster = ImageRasters.of(image).raster(0);
        assertEquals(PixelType.FLOAT32, raster.type());
        assertArrayEquals(new float[] {0, -5}, raster.plane(0));
    }

    /** Value of a pixel in the hyperstack: 100 t + 10 z + c. */
    private static ImagePlus hyperstack(int channels, int slices, int frames) {
        ImageStack stack = new ImageStack(4, 3);
        for (int t = 0; t < frames; t++)
            for (int z = 0; z < slices; z++)
                for (int c = 0; c < channels; c++) {
                    float[] pixels = new float[12];
                    java.util.Arrays.fill(pixels, 100 * t + 10 * z + c);
                    stack.addSlice("t" + t + "z" + z + "c" + c, new FloatProcessor(4, 3, pixels));
                }
        ImagePlus image = new ImagePlus("hyper", stack);
        image.setDimensions(channels, slices, frames);
        return new CompositeImage(image, CompositeImage.COMPOSITE);
    }

    @Test
    void hyperstacksGiveOneRasterASliceAndFrame() {
        ImageRasters rasters = ImageRasters.of(hyperstack(2, 3, 2));
        assertEquals(6, rasters.size());
        assertEquals(2, rasters.channels());
        Raster last = rasters.raster(5);
        assertEquals(120, last.get(0, 0, 0));
        assertEquals(121, last.get(0, 0, 1));
        assertEquals(111, rasters.channel(4, 1).get(3, 2, 0));
    }

    @Test
    void aSelectionIsItsRectangle() {
        ImagePlus image = new ImagePlus("b", new ByteProcessor(4, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7}));
        image.setRoi(new Roi(1, 0, 2, 2));
        assertArrayEquals(new float[] {1, 2, 5, 6}, ImageRasters.ofSelection(image).raster(0).plane(0));
        image.setRoi(new Roi(3, 1, 9, 9));
        assertArrayEquals(new float[] {7}, ImageRasters.ofSelection(image).raster(0).plane(0));
        image.setRoi(new Roi(5, 5, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> ImageRasters.ofSelection(image));
    }

    @Test
    void anEmptyImageIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ImageRasters.of(new ImagePlus()));
    }

    @Test
    void resultsKeepWhatTheImageSaysOfItself() {
        ImagePlus image = hyperstack(2, 3, 2);
        Calibration calibration = image.getCalibration();
        calibration.setUnit("arcsec");
        calibration.pixelWidth = 0.25;
        image.setProperty("Info", "TELESCOP= 'HST'");
        image.setRoi(new Roi(1, 1, 2, 2));
        ImageRasters source = ImageRasters.ofSelection(image);
        ResultImage result = new ResultImage(source, false);
        for (int i = 0; i < source.size(); i++) result.add(source.raster(i));
        ImagePlus made = result.toImage("made");
        assertEquals("made", made.getTitle());
        assertArrayEquals(new int[] {2, 2, 2, 3, 2}, made.getDimensions());
        assertEquals("arcsec", made.getCalibration().getUnit());
        assertEquals(0.25, made.getCalibration().pixelWidth);
        assertEquals(-1, made.getCalibration().xOrigin);
        assertEquals("TELESCOP= 'HST'", made.getInfoProperty());
        assertEquals("t1z2c1", made.getStack().getSliceLabel(12));
        assertEquals(121, made.getStack().getVoxel(0, 0, 11));
    }

    @Test
    void separateChannelsComeBackAsChannels() {
        ImageRasters source = ImageRasters.of(hyperstack(2, 1, 2));
        ResultImage result = new ResultImage(source, true);
        for (int i = 0; i < 4; i++) result.add(source.channel(i / 2, i % 2));
        ImagePlus made = result.toImage("made");
        assertArrayEquals(new int[] {4, 3, 2, 1, 2}, made.getDimensions());
        assertEquals("t1z0c1", made.getStack().getSliceLabel(4));
        assertEquals(101, made.getStack().getVoxel(0, 0, 3));
    }

    @Test
    void rgbStaysRgbAndIsRoundedAndLimited() {
        ImagePlus image = new ImagePlus("rgb", new ColorProcessor(2, 1, new int[] {0, 0}));
        ResultImage result = new ResultImage(ImageRasters.of(image), false);
        result.add(new Raster(2, 1, PixelType.RGB, new float[] {-3, 9.6f}, new float[] {300, 20}, new float[] {0.4f, 30}));
        ImagePlus made = result.toImage("made");
        assertEquals(24, made.getBitDepth());
        assertEquals(0x00ff00, made.getProcessor().get(0, 0) & 0xffffff);
        assertEquals(0x0a141e, made.getProcessor().get(1, 0) & 0xffffff);
    }
}
