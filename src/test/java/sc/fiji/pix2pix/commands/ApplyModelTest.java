package sc.fiji.pix2pix.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Upsampling;

/** Models of random weights on images as ImageJ has them. */
class ApplyModelTest {
    @TempDir static Path folder;
    private static Path gray;
    private static Path rgb;

    @BeforeAll
    static void writeModels() throws IOException {
        gray = model("gray.zip", 1, PixelType.FLOAT32);
        rgb = model("rgb.zip", 3, PixelType.RGB);
    }

    private static Path model(String name, int channels, PixelType type) throws IOException {
        GeneratorSettings settings = new GeneratorSettings(channels, channels, 2, 4, NormKind.NONE, false, true, Upsampling.TRANSPOSED);
        ImageSide side = new ImageSide(type, IntensityMaps.same(new LinearMap(0, 255), channels));
        Path file = folder.resolve(name);
        try (Generator generator = new Generator(settings, 1)) {
            ModelFile.write(file, new ModelDescription(settings, side, side, Map.of("data", Map.of("input", "in")),
                List.of(Map.of("epoch", 1))), generator.state(), null);
        }
        return file;
    }

    private static ImagePlus apply(ImagePlus image, Path model, String... more) throws IOException {
        Map<String, String> values = new HashMap<>(Map.of("model", model.toString()));
        for (String option : more) values.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        CommandCall call = new CommandCall(CommandEntry.APPLY);
        call.setInputs(values, name -> image);
        call.run();
        assertFalse(image.isLocked());
        return (ImagePlus) call.outputs().get("result");
    }

    @Test
    void everyDepthGives32BitsOfTheSameSize() throws IOException {
        for (String type : List.of("8-bit ramp", "16-bit ramp", "32-bit ramp")) {
            ImagePlus image = IJ.createImage("image", type, 37, 21, 1);
            ImagePlus result = apply(image, gray);
            assertEquals("image (gray)", result.getTitle());
            assertArrayEquals(new int[] {37, 21, 1, 1, 1}, result.getDimensions());
            assertEquals(32, result.getBitDepth());
        }
    }

    /** On every processor: some fall back to float32. */
    @Test
    void precisionMayBeBf16AndNothingElse() throws IOException {
        ImagePlus image = IJ.createImage("image", "8-bit ramp", 40, 24, 1);
        float[] exact = (float[]) apply(image, gray).getProcessor().getPixels();
        assertArrayEquals(exact, (float[]) apply(image, gray, "precision=bf16").getProcessor().getPixels(), 2);
        assertEquals("precision=half is not possible: it is one of float32, bf16.",
            assertThrows(IllegalArgumentException.class, () -> apply(image, gray, "precision=half")).getMessage());
    }

    @Test
    void rgbStaysRgbInEverySlice() throws IOException {
        ImagePlus result = apply(IJ.createImage("image", "RGB ramp", 20, 12, 3), rgb);
        assertEquals(24, result.getBitDepth());
        assertEquals(3, result.getStackSize());
    }

    /** A random residual network changes the values little, so that each plane is recognised. */
    @Test
    void hyperstacksKeepTheirAxesLabelsCalibrationAndInfo() throws IOException {
        ImageStack stack = new ImageStack(12, 8);
        for (int i = 0; i < 12; i++) stack.addSlice("plane " + i, new FloatProcessor(12, 8, new float[96]));
        for (int i = 0; i < 12; i++) stack.getProcessor(i + 1).set(20.0 * i);
        ImagePlus plain = new ImagePlus("hyper", stack);
        plain.setDimensions(2, 3, 2);
        ImagePlus image = new CompositeImage(plain, CompositeImage.COLOR);
        image.getCalibration().setUnit("nm");
        image.getCalibration().pixelWidth = 2;
        image.setProperty("Info", "taken on Monday");
        ImagePlus result = apply(image, gray);
        assertArrayEquals(new int[] {12, 8, 2, 3, 2}, result.getDimensions());
        for (int i = 0; i < 12; i++) {
            assertEquals("plane " + i, result.getStack().getSliceLabel(i + 1));
            assertEquals(20.0 * i, result.getStack().getVoxel(6, 4, i), 10, "plane " + i);
        }
        assertEquals("nm", result.getCalibration().getUnit());
        assertEquals(2, result.getCalibration().pixelWidth);
        assertTrue(result.getInfoProperty().startsWith("taken on Monday\nHISTORY Pix2Pix "), result.getInfoProperty());
    }

    @Test
    void aSelectionGivesItsRectangle() throws IOException {
        ImagePlus image = IJ.createImage("image", "8-bit ramp", 30, 20, 1);
        image.setRoi(new Roi(5, 6, 7, 8));
        assertArrayEquals(new int[] {7, 8, 1, 1, 1}, apply(image, gray).getDimensions());
    }

    @Test
    void anImageThatDoesNotFitIsRefused() {
        ImagePlus image = IJ.createImage("image", "8-bit ramp", 8, 8, 1);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> apply(image, rgb));
        assertTrue(e.getMessage().startsWith("\"image\": ") && e.getMessage().contains("3 channel(s), this one has 1"), e.getMessage());
        assertFalse(image.isLocked());
        assertThrows(IllegalArgumentException.class, () -> apply(image, gray, "tile=-2"));
        assertThrows(UncheckedIOException.class, () -> apply(image, folder.resolve("none.zip")));
    }

    @Test
    void theResultIsSavedWhereItIsWanted() throws IOException {
        Path file = folder.resolve("out.tif");
        assertEquals(null, apply(IJ.createImage("image", "8-bit ramp", 9, 9, 2), gray, "output=" + file));
        ImagePlus saved = sc.fiji.pix2pix.host.ImageFiles.open(file);
        assertArrayEquals(new int[] {9, 9, 1, 2, 1}, saved.getDimensions());
        assertEquals(32, saved.getBitDepth());
        assertThrows(IllegalArgumentException.class, () -> apply(IJ.createImage("image", "8-bit ramp", 9, 9, 1), gray,
            "output=/x/out.jpg"));
    }

    @Test
    void aFolderIsDoneDespiteOneBadFile() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = folder.resolve("out");
        IJ.saveAsTiff(IJ.createImage("a", "8-bit ramp", 9, 7, 1), in.resolve("a.tif").toString());
        IJ.saveAsTiff(IJ.createImage("c", "16-bit ramp", 9, 7, 1), in.resolve("c.tif").toString());
        Files.writeString(in.resolve("b.tif"), "This is text, not an image.");
        CommandCall call = new CommandCall(CommandEntry.APPLY_FOLDER);
        call.setInputs(Map.of("input", in.toString(), "model", gray.toString(), "output", out.toString()), name -> null);
        UncheckedIOException e = assertThrows(UncheckedIOException.class, call::run);
        assertTrue(e.getMessage().startsWith("1 of 3 images failed") && e.getMessage().contains("b.tif"), e.getMessage());
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(List.of("a.tif", "c.tif"), files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    private static <E extends Throwable> String folderFails(Class<E> type, Path in, Path out) throws IOException {
        CommandCall call = new CommandCall(CommandEntry.APPLY_FOLDER);
        call.setInputs(Map.of("input", in.toString(), "model", gray.toString(), "output", out.toString()), name -> null);
        return assertThrows(type, call::run).getMessage();
    }

    @Test
    void inputsOfOneOutputNameAreRefusedBeforeAnythingIsMade() throws IOException {
        for (String[] names : new String[][] {{"x.tif", "x.tiff"}, {"a.png", "a.tif"}}) {
            Path in = Files.createTempDirectory(folder, "twins");
            Path out = folder.resolve(in.getFileName() + "-out");
            for (String name : names) Files.writeString(in.resolve(name), "not opened");
            String message = folderFails(IllegalArgumentException.class, in, out);
            assertTrue(message.contains(names[0] + " and " + names[1]) && message.contains("rename"), message);
            assertTrue(Files.notExists(out), message);
        }
    }

    @Test
    void eachFailureOfAFolderNamesItsFileAndTextIsPassedOver() throws IOException {
        Path in = Files.createDirectory(folder.resolve("mixed"));
        Files.writeString(in.resolve("notes.txt"), "These are notes about the images.");
        Files.writeString(in.resolve("b.png"), "This is text, not an image.");
        IJ.saveAsTiff(IJ.createImage("a", "RGB ramp", 9, 7, 1), in.resolve("a.tif").toString());
        IJ.saveAsTiff(IJ.createImage("c", "8-bit ramp", 9, 7, 1), in.resolve("c.tif").toString());
        String message = folderFails(UncheckedIOException.class, in, folder.resolve("mixed-out"));
        assertTrue(message.startsWith("2 of 3 images failed: a.tif: ") && message.contains("; b.png: "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"own.tif", "own.fits"})
    void theResultNeverReplacesTheImageItself(String name) throws IOException {
        Path file = folder.resolve(name);
        sc.fiji.pix2pix.host.ImageSaver.save(IJ.createImage("own", "32-bit ramp", 9, 7, 1), file);
        byte[] before = Files.readAllBytes(file);
        Files.createDirectories(folder.resolve("sub"));
        String other = folder.resolve("sub/../" + name).toString();
        ImagePlus image = sc.fiji.pix2pix.host.ImageFiles.open(file);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> apply(image, gray, "output=" + other));
        assertTrue(e.getMessage().contains("was opened from"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void whatAnotherThreadOfAStreamThrewIsExplainedByItsOwnMessage() {
        IllegalArgumentException thrown = new IllegalArgumentException("Give less.");
        assertEquals("Give less.", Explanation.of(new IllegalArgumentException(thrown)));
        Throwable memory = new OutOfMemoryError().initCause(new OutOfMemoryError("Java heap space"));
        assertTrue(Explanation.of(memory).contains("(Java heap space)"), Explanation.of(memory));
        assertEquals("a.fits: Give less.", Explanation.of(new IllegalArgumentException("a.fits: Give less.", thrown)));
    }

    @Test
    void failuresOfFilesNameTheFileAndTheRemedy() {
        String message = Explanation.of(new UncheckedIOException(new FileSystemException("/ro/sub", null, "Read-only file system")));
        assertEquals("/ro/sub cannot be read or written (Read-only file system): choose another folder, or free space on the disk if it "
            + "is full.", message);
    }

    /** As a SciJava script calls it: with the image itself, and the model as text. */
    @Test
    void scriptsPassTheImageItself() throws Exception {
        ImagePlus image = IJ.createImage("image", "8-bit ramp", 11, 7, 1);
        try (Context context = new Context()) {
            Module module = context.service(CommandService.class).run(ApplyModel.class, true, "image", image, "model", gray.toString())
                .get();
            assertEquals("image (gray)", ((ImagePlus) module.getOutput("result")).getTitle());
        }
    }

    @Test
    void infoSaysWhatTheModelIs() throws IOException {
        CommandCall call = new CommandCall(CommandEntry.INFO);
        call.setInputs(Map.of("model", rgb.toString()), name -> null);
        call.run();
        String info = (String) call.outputs().get("info");
        assertTrue(info.contains("3 channels of RGB") && info.contains("2 levels") && info.contains("Can be continued: no"), info);
    }
}
