package sc.fiji.pix2pix.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class ImageFilesTest {
    @TempDir Path folder;

    private static ImagePlus ramp() {
        float[] pixels = new float[12];
        for (int i = 0; i < 12; i++) pixels[i] = i - 2.5f;
        return new ImagePlus("ramp", new FloatProcessor(4, 3, pixels));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tif", "a.fits"})
    void floatsSurviveSavingAndOpening(String name) throws IOException {
        ImagePlus image = ramp();
        ImageSaver.save(image, folder.resolve(name));
        assertEquals("ramp", image.getTitle());
        Raster raster = ImageFiles.read(folder.resolve(name));
        assertEquals(PixelType.FLOAT32, raster.type());
        assertArrayEquals((float[]) image.getProcessor().getPixels(), raster.plane(0));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count(), "nothing else is left behind");
        }
    }

    @Test
    void everyDepthIsReadAsItIs() throws IOException {
        IJ.saveAsTiff(new ImagePlus("b", new ByteProcessor(2, 1, new byte[] {7, (byte) 255})), folder.resolve("b.tif").toString());
        IJ.saveAsTiff(new ImagePlus("s", new ShortProcessor(2, 1, new short[] {7, (short) 65535}, null)), folder.resolve("s.tif")
            .toString());
        ImageSaver.save(new ImagePlus("c", new ColorProcessor(1, 1, new int[] {0x0a141e})), folder.resolve("c.png"));
        assertEquals(PixelType.GRAY8, ImageFiles.read(folder.resolve("b.tif")).type());
        assertArrayEquals(new float[] {7, 65535}, ImageFiles.read(folder.resolve("s.tif")).plane(0));
        assertEquals(PixelType.RGB, ImageFiles.read(folder.resolve("c.png")).type());
        assertEquals(20, ImageFiles.read(folder.resolve("c.png")).get(0, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text.tif", "text.png", "text.fits", "text.dat", "text.jpg"})
    void aTextFileIsNoImage(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "This is not an image, whatever its name says.\n".repeat(10));
        IOException e = assertThrows(IOException.class, () -> ImageFiles.open(file));
        assertTrue(e.getMessage().contains(name) && e.getMessage().contains("text"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tif", "a.fits"})
    void aTruncatedFileIsAnError(String name) throws IOException {
        Path file = folder.resolve(name);
        ImageSaver.save(new ImagePlus("big", new FloatProcessor(100, 100)), file);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : List.of(bytes.length / 3, 200, 30, 9, 4)) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            IOException e = assertThrows(IOException.class, () -> ImageFiles.open(file), name + " of " + length);
            assertTrue(e.getMessage().contains(name), e.getMessage());
        }
    }

    @Test
    void whatIsMissingOrAFolderOrEmptyIsNamed() throws IOException {
        assertTrue(assertThrows(IOException.class, () -> ImageFiles.open(folder.resolve("no.tif"))).getMessage()
            .contains("does not exist"));
        assertTrue(assertThrows(IOException.class, () -> ImageFiles.open(folder)).getMessage().contains("is a folder"));
        Path empty = Files.createFile(folder.resolve("empty.tif"));
        assertTrue(assertThrows(IOException.class, () -> ImageFiles.open(empty)).getMessage().contains("empty"));
    }

    @Test
    void formatsThatCannotHoldTheResultAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ImageSaver.save(ramp(), folder.resolve("a.jpg")));
        assertThrows(IllegalArgumentException.class, () -> ImageSaver.save(ramp(), folder.resolve("a.png")));
        assertThrows(IOException.class, () -> ImageSaver.save(ramp(), folder.resolve("no/a.tif")));
        assertThrows(IllegalArgumentException.class, () -> ImageSaver.check(folder.resolve("a.jpg")));
        for (String name : List.of("no/a.tif", "no/a.fits")) {
            String message = assertThrows(IOException.class, () -> ImageSaver.check(folder.resolve(name))).getMessage();
            assertEquals("The folder " + folder.resolve("no") + " does not exist; make it first.", message);
        }
    }
}
