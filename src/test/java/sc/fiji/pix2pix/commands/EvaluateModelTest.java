package sc.fiji.pix2pix.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.ResultsTable;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.astro.Noise;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.host.ImageSaver;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Upsampling;

/** A model of random weights, which adds little to its input, on three small fields of stars. */
class EvaluateModelTest {
    private static final int SIZE = 48;
    @TempDir static Path folder;
    private static Path model;
    private static Path input;
    private static Path target;

    private static Path model(String name, int inputs, int outputs, PixelType type) throws IOException {
        return model(name, inputs, outputs, type, Map.of());
    }

    private static Path model(String name, int inputs, int outputs, PixelType type, Map<String, Object> training) throws IOException {
        GeneratorSettings settings = new GeneratorSettings(inputs, outputs, 2, 4, NormKind.NONE, false, inputs == outputs, Upsampling.TRANSPOSED);
        Path file = folder.resolve(name);
        try (Generator generator = new Generator(settings, 1)) {
            ModelFile.write(file, new ModelDescription(settings, new ImageSide(type, IntensityMaps.same(new LinearMap(0, 255), inputs)),
                new ImageSide(type, IntensityMaps.same(new LinearMap(0, 255), outputs)), training, List.of()), generator.state(), null);
        }
        return file;
    }

    @BeforeAll
    static void writeModelAndPairs() throws IOException {
        model = model("model.zip", 1, 1, PixelType.FLOAT32);
        input = Files.createDirectory(folder.resolve("input"));
        target = Files.createDirectory(folder.resolve("target"));
        Random random = new Random(1);
        for (String name : List.of("a", "b", "c")) {
            Raster sharp = new Raster(SIZE, SIZE, 1, PixelType.FLOAT32);
            Arrays.fill(sharp.plane(0), 20);
            for (int star = 0; star < 4; star++) sharp.plane(0)[(8 + random.nextInt(32)) * SIZE + 8 + random.nextInt(32)] += 500;
            Raster truth = Convolution.apply(sharp, Kernel.gaussian(2), Convolution.Edge.NEAREST);
            Raster blurred = Convolution.apply(truth, Kernel.gaussian(3), Convolution.Edge.NEAREST);
            Noise.addWhite(blurred, 0.5, random);
            save(truth, target.resolve(name + ".fits"));
            save(blurred, input.resolve(name + ".tif"));
        }
    }

    private static void save(Raster image, Path file) throws IOException {
        ImageSaver.save(new ImagePlus("image", new FloatProcessor(image.width(), image.height(), image.plane(0).clone())), file);
    }

    private static CommandCall call(String... options) throws IOException {
        Map<String, String> values = new HashMap<>(Map.of("input", input.toString(), "target", target.toString(), "model", model.toString()));
        for (String option : options) values.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        CommandCall call = new CommandCall(CommandEntry.EVALUATE);
        call.setInputs(values, name -> null);
        return call;
    }

    private static Map<String, Object> run(String... options) throws IOException {
        CommandCall call = call(options);
        call.run();
        return call.outputs();
    }

    private static <E extends Throwable> String fails(Class<E> type, String... options) {
        return assertThrows(type, () -> run(options)).getMessage();
    }

    @Test
    void withoutAFileEverythingIsShown() throws IOException {
        Map<String, Object> outputs = run();
        ResultsTable table = (ResultsTable) outputs.get("evaluation");
        assertEquals(6, table.size());
        assertEquals("a", table.getStringValue("Image", 0));
        assertEquals("worst", table.getStringValue("Image", 5));
        assertEquals(table.getValue("PSNR_input", 1), table.getValue("PSNR", 1), 3, "random weights add little");
        double mean = (table.getValue("PSNR", 0) + table.getValue("PSNR", 1) + table.getValue("PSNR", 2)) / 3;
        assertEquals(mean, table.getValue("PSNR", 3), 1e-9);
        assertTrue(((ResultsTable) outputs.get("fluxes")).columnExists("Flux_input"));
        assertTrue(((ResultsTable) outputs.get("detections")).columnExists("Purity"));
        assertEquals(24, ((ImagePlus) outputs.get("sheet")).getBitDepth());
        assertTrue(outputs.get("summary").toString().startsWith("Mean and standard error of 3 images"), outputs.get("summary").toString());
    }

    /** A forgotten target makes halves of ordinary images. */
    @Test
    void whatWasTakenForHalvesIsSaid() throws IOException {
        assertTrue(run("target=").get("summary").toString().contains("side by side: its left half for the input"));
        assertTrue(run("target=", "direction=BtoA").get("summary").toString().contains("side by side: its right half for the input"));
        assertFalse(run().get("summary").toString().contains("side by side"));
    }

    @Test
    void filesAreWrittenBesideTheTable() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Map<String, Object> outputs = run("output=" + out.resolve("judged.csv"));
        assertEquals(List.of("summary"), List.copyOf(outputs.keySet()), "no windows");
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(List.of("judged-detections.csv", "judged-flux.csv", "judged.csv", "judged.png"),
                files.map(f -> f.getFileName().toString()).sorted().toList());
        }
        List<String> lines = Files.readAllLines(out.resolve("judged.csv"));
        assertEquals(7, lines.size());
        assertTrue(lines.get(0).startsWith("Image,PSNR,PSNR_input,SSIM,"), lines.get(0));
        assertTrue(lines.get(6).startsWith("worst,"));
        assertEquals(lines.get(0).split(",", -1).length, lines.get(5).split(",", -1).length);
        assertTrue(ImageIO.read(out.resolve("judged.png").toFile()).getHeight() > 3 * 256);
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsComputed() {
        assertTrue(fails(IllegalArgumentException.class, "output=" + folder.resolve("x.txt")).contains("end in .csv"));
        assertTrue(fails(UncheckedIOException.class, "output=" + folder.resolve("none/x.csv")).contains("does not exist"));
        assertTrue(fails(IllegalArgumentException.class, "fwhm=3", "psf=" + target.resolve("a.fits")).contains("not both"));
        assertTrue(fails(IllegalArgumentException.class, "fwhm=-3").contains("FWHM"));
        assertTrue(fails(IllegalArgumentException.class, "fwhm=1arcsec").contains("pixelscale"));
        assertTrue(fails(UncheckedIOException.class, "model=" + folder.resolve("none.zip")).contains("none.zip"));
        assertTrue(fails(UncheckedIOException.class, "input=" + folder.resolve("none")).contains("none"));
    }

    @Test
    void aPairOfDifferentSizesIsNamedAfterTheOthersAreWritten() throws IOException {
        Path inputs = Files.createDirectory(folder.resolve("mixed"));
        for (String name : List.of("a.tif", "b.tif")) Files.copy(input.resolve(name), inputs.resolve(name));
        IJ.saveAsTiff(IJ.createImage("c", "32-bit ramp", 20, 48, 1), inputs.resolve("c.tif").toString());
        Path table = folder.resolve("mixed.csv");
        String message = fails(UncheckedIOException.class, "input=" + inputs, "output=" + table);
        assertTrue(message.startsWith("1 of 3 pairs could not be judged: c: ") && message.contains("20 x 48"), message);
        assertEquals(6, Files.readAllLines(table).size());
    }

    @Test
    void coloursSideBySideWithoutAnyNoise() throws IOException {
        Path both = Files.createDirectory(folder.resolve("both"));
        ImageSaver.save(IJ.createImage("a", "RGB ramp", 40, 24, 1), both.resolve("a.png"));
        ResultsTable table = (ResultsTable) run("input=" + both, "target=", "model=" + model("rgb.zip", 3, 3, PixelType.RGB), "fwhm=2").get("evaluation");
        assertEquals(4, table.size());
        assertTrue(Double.isFinite(table.getValue("PSNR_RL", 0)) && Double.isFinite(table.getValue("PSNR_Wiener", 0)));
        assertEquals(1, table.getValue("PSNR", 1) / table.getValue("PSNR", 0), "one image is the mean");
        assertTrue(Double.isNaN(table.getValue("PSNR", 2)), "and has no standard error");
    }

    @Test
    void modelsWithPlanesForFwhmAndNoise() throws IOException {
        Path planes = Files.createDirectory(folder.resolve("planes"));
        for (String name : List.of("a", "b", "c")) {
            ImagePlus image = ImageFiles.open(input.resolve(name + ".tif"));
            ImageStack stack = new ImageStack(SIZE, SIZE);
            stack.addSlice(image.getProcessor());
            for (double condition : new double[] {3, 0.5}) {
                FloatProcessor plane = new FloatProcessor(SIZE, SIZE);
                plane.set(condition);
                stack.addSlice(plane);
            }
            ImagePlus conditioned = new ImagePlus("image", stack);
            conditioned.setDimensions(3, 1, 1);
            ImageSaver.save(conditioned, planes.resolve(name + ".tif"));
        }
        Path conditions = model("conditions.zip", 3, 1, PixelType.FLOAT32);
        ResultsTable table = (ResultsTable) run("input=" + planes, "model=" + conditions).get("evaluation");
        ResultsTable plain = (ResultsTable) run().get("evaluation");
        for (int row = 0; row < 5; row++) assertEquals(plain.getValue("PSNR_input", row), table.getValue("PSNR_input", row));
        assertTrue(fails(UncheckedIOException.class, "model=" + conditions).contains("wants images of 3 channel(s), this one has 1"));
    }

    /** Pairs made by this software bring a table, which says the PSF of each. */
    @Test
    void theTableBesidePairsTellsThePsfOfEach() throws IOException {
        Path pairs = folder.resolve("made");
        CommandCall make = new CommandCall(CommandEntry.PAIRS);
        make.setInputs(Map.of("input", target.toString(), "output", pairs.toString(), "psf", "moffat", "fwhm", "2-3", "noise", "1", "sky", "0.5"), name -> null);
        make.run();
        String[] folders = {"input=" + pairs.resolve("input"), "target=" + pairs.resolve("target")};
        ResultsTable byTable = (ResultsTable) run(folders).get("evaluation");
        ResultsTable asMade = (ResultsTable) run(folders[0], folders[1], "fwhm=2.5", "beta=3.5").get("evaluation");
        for (int row = 0; row < 3; row++) assertNotEquals(asMade.getValue("PSNR_RL", row), byTable.getValue("PSNR_RL", row), "each has a PSF of its own");
        DegradationTable.Width known = DegradationTable.beside(pairs.resolve("input"), pairs.resolve("target")).psf("b.fits");
        assertTrue(known.fwhm() > 2 && known.fwhm() < 3 && known.kernel().factor() == null, "no Gaussian");
        assertEquals(known.fwhm(), known.kernel().fwhm(), 0.02 * known.fwhm());
        Path trained = model("trained2.zip", NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS, 1, PixelType.FLOAT32, Map.of("data", Map.of("conditions", "true")));
        assertTrue(((ResultsTable) run(folders[0], folders[1], "model=" + trained).get("evaluation")).columnExists("PSNR_RL"));
        Path table = pairs.resolve("pairs.csv");
        Files.write(table, Files.readAllLines(table).subList(0, 3));
        assertTrue(!((ResultsTable) run(folders).get("evaluation")).columnExists("PSNR_RL"), "the table does not say all");
        assertTrue(fails(UncheckedIOException.class, folders[0], folders[1], "model=" + trained).contains("has no row for c.fits"));
    }

    /** A model that was trained with conditions gets plain pairs as it knows them, if the PSF is given. */
    @Test
    void plainPairsForAModelWithConditions() throws IOException {
        Path trained = model("trained.zip", NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS, 1, PixelType.FLOAT32, Map.of("data", Map.of("conditions", "true")));
        ResultsTable table = (ResultsTable) run("model=" + trained, "fwhm=3").get("evaluation");
        ResultsTable plain = (ResultsTable) run().get("evaluation");
        assertEquals(1, table.getValue("Noise_input", 0), 1e-3, "in units of the noise");
        for (int row = 0; row < 3; row++) assertEquals(plain.getValue("PSNR_input", row), table.getValue("PSNR_input", row), 1e-3);
        assertTrue(table.columnExists("PSNR_Wiener"));
        assertTrue(fails(IllegalArgumentException.class, "model=" + trained).contains("give \"fwhm\" or \"psf\""));
        assertTrue(fails(IllegalArgumentException.class, "model=" + trained, "fwhm=3", "starfwhm=2").contains("does not ask how sharp stars"));
        Path told = model("told.zip", NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS + 1, 1, PixelType.FLOAT32, Map.of("data", Map.of("conditions", "true", "starfwhm_px", "2-3")));
        assertEquals(plain.size(), ((ResultsTable) run("model=" + told, "fwhm=3", "starfwhm=2px").get("evaluation")).size());
    }
}
