package sc.fiji.pix2pix.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.astro.Range;
import sc.fiji.pix2pix.fits.FitsCard;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsImage;
import sc.fiji.pix2pix.galaxy.GalaxyModel;
import sc.fiji.pix2pix.galaxy.GalaxyModelTest;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.model.ModelFile;

/** From simulated sharp images to pairs, a training, and a deconvolved image. */
class GalaxyCommandsTest {
    @TempDir
    Path folder;

    private static Map<String, Object> run(CommandEntry entry, ImagePlus image, String... options) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String option : options) values.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        CommandCall call = new CommandCall(entry);
        call.setInputs(values, name -> image);
        call.run();
        return call.outputs();
    }

    @Test
    void aSimulatedPsfFitsItsImage() {
        String message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.SIMULATE, null, "output=" + folder.resolve("wide"), "size=16", "degrade=true",
            "fwhm=5000")).getMessage();
        assertEquals("fwhm=5000 is not possible: a PSF is no wider than the images of 16 pixels.", message);
    }

    private Path simulate(int count, String... more) throws IOException {
        Path fields = folder.resolve("fields");
        String[] options = new String[more.length + 3];
        options[0] = "output=" + fields;
        options[1] = "count=" + count;
        options[2] = "size=48";
        System.arraycopy(more, 0, options, 3, more.length);
        run(CommandEntry.SIMULATE, null, options);
        return fields;
    }

    @Test
    void simulateShowsTheTableThatItWrites() throws IOException {
        Map<String, Object> outputs = run(CommandEntry.SIMULATE, null, "output=" + folder, "count=2", "size=16", "degrade=true", "fwhm=3");
        ResultsTable table = (ResultsTable) outputs.get("fields");
        assertEquals(2, table.size());
        assertEquals("name\tseed\tpixelscale_arcsec\tstar_fwhm_px\tsky\tsky_sigma\tpsf_fwhm_px\tpsf_beta\tnoise",
            table.getColumnHeadings().strip());
        assertEquals("field-0001.fits", table.getStringValue("name", 1));
        assertEquals(3, table.getValue("psf_fwhm_px", 1));
    }

    @Test
    void simulateChecksItsSettingsBeforeItStarts() {
        for (String wrong : List.of("texture=9", "exposure=0")) {
            String message = assertThrows(IllegalArgumentException.class, () -> simulate(2, wrong)).getMessage();
            assertTrue(message.contains(wrong.split("=")[0]) && message.contains(wrong.split("=")[1]), message);
            assertFalse(Files.exists(folder.resolve("fields")));
        }
    }

    @Test
    void simulateWritesBothSidesAndATable() throws IOException {
        Path fields = simulate(3, "degrade=true", "fwhm=3", "noise=4", "seed=11");
        FitsImage sharp = FitsFiles.read(fields.resolve("sharp/field-0002.fits"));
        FitsImage degraded = FitsFiles.read(fields.resolve("degraded/field-0002.fits"));
        assertEquals(48, sharp.raster().width());
        assertEquals(13, sharp.header().number("SEED").getAsDouble());
        assertEquals(4 * sharp.header().number("NOISE").getAsDouble(), degraded.header().number("NOISE").getAsDouble(), 1e-3);
        assertEquals(3, degraded.header().number("PSFFWHM").getAsDouble());
        List<String> table = Files.readAllLines(fields.resolve("fields.csv"));
        assertEquals(4, table.size());
        assertTrue(table.get(3).startsWith("field-0002.fits,13,0.05000000,2,"), table.get(3));
        float[] before = sharp.raster().plane(0);
        assertThrows(UncheckedIOException.class, () -> simulate(3));
        simulate(3, "seed=11", "overwrite=true");
        assertArrayEquals(before, FitsFiles.read(fields.resolve("sharp/field-0002.fits")).raster().plane(0));
    }

    @Test
    void pairsKeepHeadersAndSayWhatWasDone() throws IOException {
        Path fields = simulate(2);
        Path pairs = folder.resolve("pairs");
        run(CommandEntry.PAIRS, null, "input=" + fields.resolve("sharp"), "output=" + pairs, "psf=moffat", "fwhm=0.1-0.2", "pixelscale=0.05", "noise=2-3", "sky=2",
            "versions=2", "seed=4");
        List<String> table = Files.readAllLines(pairs.resolve("pairs.csv"));
        assertEquals(5, table.size());
        FitsImage input = FitsFiles.read(pairs.resolve("input/field-0001-2.fits"));
        FitsImage target = FitsFiles.read(pairs.resolve("target/field-0001-2.fits"));
        assertArrayEquals(FitsFiles.read(fields.resolve("sharp/field-0001.fits")).raster().plane(0), target.raster().plane(0));
        assertEquals(2, input.header().number("SEED").getAsDouble());
        assertTrue(input.header().toInfo().contains("convolved with a PSF of FWHM"), input.header().toInfo());
        double fwhm = Double.parseDouble(table.get(4).split(",")[table.get(0).startsWith("Name") ? 1 : 2]);
        assertTrue(fwhm >= 2 && fwhm <= 4, table.toString());
        float[] first = input.raster().plane(0);
        run(CommandEntry.PAIRS, null, "input=" + fields.resolve("sharp"), "output=" + pairs, "psf=moffat", "fwhm=0.1-0.2", "pixelscale=0.05", "noise=2-3", "sky=2",
            "versions=2", "seed=4", "overwrite=true");
        assertArrayEquals(first, FitsFiles.read(pairs.resolve("input/field-0001-2.fits")).raster().plane(0));
    }

    /** The second field has pixels half as wide, so that the same width in arcseconds is twice as many. */
    @Test
    void widthsInArcsecondsAreThoseOfEachImage() throws IOException {
        Path fields = simulate(2).resolve("sharp");
        Path second = fields.resolve("field-0001.fits");
        FitsImage image = FitsFiles.read(second);
        FitsFiles.write(second, new FitsImage(image.raster(), image.header().with(FitsCard.of("PIXSCALE", 0.025, ""))));
        Path pairs = folder.resolve("pairs");
        run(CommandEntry.PAIRS, null, "input=" + fields, "output=" + pairs, "fwhm=0.1arcsec", "sky=2");
        List<String> table = Files.readAllLines(pairs.resolve("pairs.csv"));
        int column = List.of(table.get(0).split(",")).indexOf("FWHM_px");
        assertEquals(2, Double.parseDouble(table.get(1).split(",")[column]), 1e-6);
        assertEquals(4, Double.parseDouble(table.get(2).split(",")[column]), 1e-6);
        Path model = folder.resolve("arcsec.zip");
        Path asGiven = Path.of("").toAbsolutePath().relativize(fields.toAbsolutePath());
        run(CommandEntry.TRAIN, null, "sharp=" + asGiven, "model=" + model, "epochs=1", "crop=16", "levels=2", "width=4", "loss=none", "fwhm=0.05-0.1arcsec", "sky=2",
            "conditions=true", "intensity=asinh", "softening=10", "validation=0");
        run(CommandEntry.CONTINUE, null, "model=" + model, "epochs=1");
        try (ModelFile file = ModelFile.open(model)) {
            Map<?, ?> data = (Map<?, ?>) file.description().training().get("data");
            assertEquals("0.05-0.1arcsec", data.get("fwhm"));
            assertEquals("1.0-4.0", data.get("fwhm_px"));
            assertEquals(asGiven.toString(), data.get("sharp"));
        }
        try (GalaxyModel trained = GalaxyModel.open(model)) {
            assertEquals(new Range(1, 4), trained.domain().fwhm());
        }
        FitsFiles.write(second, new FitsImage(image.raster(), image.header().with(FitsCard.of("PIXSCALE", "unknown", ""))));
        String message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.PAIRS, null, "input=" + fields, "output=" + folder.resolve("q"),
            "fwhm=0.1arcsec", "sky=2")).getMessage();
        assertTrue(message.contains("field-0001.fits has no world coordinates") && message.contains("pixelscale"), message);
        assertFalse(Files.exists(folder.resolve("q")), "nothing was written");
    }

    @Test
    void sharpImagesThatCannotBeBlurredAreNamed() throws IOException {
        Path fields = simulate(1).resolve("sharp");
        String input = "input=" + fields;
        String output = "output=" + folder.resolve("p");
        String message = assertThrows(UncheckedIOException.class, () -> run(CommandEntry.PAIRS, null, input, output, "fwhm=30")).getMessage();
        assertTrue(message.contains("FWHM 30.00 pixels is too wide for the sharp image field-0000 of 48 x 48"), message);
        float[] star = new float[49 * 49];
        star[24 * 49 + 24] = 1;
        Path psf = folder.resolve("wide.fits");
        FitsFiles.write(psf, FitsImage.of(new Raster(49, 49, PixelType.FLOAT32, star), List.of()));
        message = assertThrows(UncheckedIOException.class, () -> run(CommandEntry.PAIRS, null, input, output, "psf=" + psf)).getMessage();
        assertTrue(message.startsWith("The PSF image of 49 x 49 pixels is larger than the sharp image field-0000 of 48 x 48"), message);
        float[] missing = new float[48 * 48];
        Arrays.fill(missing, Float.NaN);
        FitsFiles.write(fields.resolve("blank.fits"), FitsImage.of(new Raster(48, 48, PixelType.FLOAT32, missing), List.of()));
        message = assertThrows(UncheckedIOException.class, () -> run(CommandEntry.PAIRS, null, input, output, "fwhm=3")).getMessage();
        assertEquals("The sharp image blank has no valid pixel, all are NaN or infinite: remove it.", message);
    }

    /** Half of it padded with zeros, where it is quietest, and a blank plane. */
    @Test
    void aPaddedCubeIsDeconvolvedByTheNoiseOfWhatIsNoPadding() throws IOException {
        Path model = GalaxyModelTest.plain(folder.resolve("galaxy.zip"), true);
        FloatProcessor padded = new FloatProcessor(64, 64);
        Random random = new Random(1);
        for (int i = 0; i < 64 * 64; i++) padded.setf(i, (float) (3 * random.nextGaussian()));
        for (int i = 0; i < 32 * 64; i++) padded.setf(i, 0);
        ImageStack stack = new ImageStack(64, 64);
        stack.addSlice(new FloatProcessor(64, 64));
        stack.addSlice(padded);
        ImagePlus cube = new ImagePlus("cube", stack);
        ImagePlus result = (ImagePlus) run(CommandEntry.DECONVOLVE, cube, "fwhm=3", "model=" + model).get("result");
        assertEquals(0, result.getStack().getProcessor(1).getStatistics().max);
        Matcher noise = Pattern.compile("sky noise ([0-9.]+) \\(measured\\)").matcher(result.getInfoProperty());
        assertTrue(noise.find(), result.getInfoProperty());
        assertEquals(3, Double.parseDouble(noise.group(1)), 0.3);
        assertTrue(result.getInfoProperty().contains("left plane 1 as it is"), result.getInfoProperty());
    }

    @Test
    void aMeasuredPsfIsAFile() throws IOException {
        Path fields = simulate(1);
        Path psf = folder.resolve("psf.fits");
        float[] star = new float[25];
        star[12] = 2;
        star[13] = 1;
        star[11] = 1;
        FitsFiles.write(psf, FitsImage.of(new Raster(5, 5, PixelType.FLOAT32, star), List.of()));
        run(CommandEntry.PAIRS, null, "input=" + fields.resolve("sharp"), "output=" + folder.resolve("p"), "psf=" + psf, "noise=0", "sky=1e-6");
        float[] sharp = FitsFiles.read(fields.resolve("sharp/field-0000.fits")).raster().plane(0);
        float[] input = FitsFiles.read(folder.resolve("p/input/field-0000.fits")).raster().plane(0);
        int i = 20 * 48 + 20;
        assertEquals(0.25 * sharp[i - 1] + 0.5 * sharp[i] + 0.25 * sharp[i + 1], input[i], 1e-2);
        assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.PAIRS, null, "input=" + fields.resolve("sharp"), "output=" + folder.resolve("q"), "psf=star"));
    }

    /** Light where nothing was measured would be invented, and trained on. */
    @Test
    void whatIsMissingInASharpImageIsMissingInItsPair() throws IOException {
        Path fields = simulate(1).resolve("sharp");
        Path file = fields.resolve("field-0000.fits");
        FitsImage whole = FitsFiles.read(file);
        float[] holes = whole.raster().plane(0).clone();
        for (int i = 0; i < holes.length; i++) if (i < 5 * 48 || i % 48 == 30) holes[i] = Float.NaN;
        FitsFiles.write(file, new FitsImage(new Raster(48, 48, PixelType.FLOAT32, holes), whole.header()));
        ResultsTable table = (ResultsTable) run(CommandEntry.PAIRS, null, "input=" + fields, "output=" + folder.resolve("p"), "fwhm=3", "noise=0.01").get("pairs");
        for (String side : new String[] {"input", "target"}) {
            float[] made = FitsFiles.read(folder.resolve("p").resolve(side).resolve("field-0000.fits")).raster().plane(0);
            for (int i = 0; i < holes.length; i++) assertEquals(Float.isNaN(holes[i]), Float.isNaN(made[i]), side);
        }
        assertEquals(table.getValue("Sigma", 0) / table.getValue("Sharp_sigma", 0), table.getValue("Noise", 0), 1e-9, "as it is, not as it was asked for: blurring leaves more");
        assertTrue(table.getValue("Noise", 0) > 0.1);
        String message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.PAIRS, null, "input=" + fields, "output=" + folder.resolve("q"), "fwhm=3",
            "targetfwhm=5")).getMessage();
        assertTrue(message.contains("more blurred than the inputs"), message);
    }

    /** The table says the width of each, by which evaluate then finds the PSF again. */
    @Test
    void aMeasuredPsfGetsAnyWidthThatIsAskedFor() throws IOException {
        Path fields = simulate(3);
        Path psf = folder.resolve("psf.fits");
        float[] star = new float[17 * 17];
        for (int i = 0; i < star.length; i++) star[i] = (float) Kernel.moffat(3, 3, 17).get(i % 17, i / 17);
        FitsFiles.write(psf, FitsImage.of(new Raster(17, 17, PixelType.FLOAT32, star), List.of()));
        Path own = folder.resolve("own");
        ResultsTable table = (ResultsTable) run(CommandEntry.PAIRS, null, "input=" + fields.resolve("sharp"), "output=" + own, "psf=" + psf).get("pairs");
        for (int row = 0; row < 3; row++) assertEquals(3, table.getValue("FWHM_px", row), 0.03);
        Path drawn = folder.resolve("drawn");
        table = (ResultsTable) run(CommandEntry.PAIRS, null, "input=" + fields.resolve("sharp"), "output=" + drawn, "psf=" + psf, "fwhm=0.1-0.2arcsec").get("pairs");
        assertTrue(table.getValue("FWHM_px", 0) != table.getValue("FWHM_px", 1));
        for (int row = 0; row < 3; row++) {
            double fwhm = table.getValue("FWHM_px", row);
            assertTrue(fwhm >= 2 && fwhm <= 4, "of 0.05 arcsec each: " + fwhm);
            DegradationTable.Width known = DegradationTable.beside(drawn.resolve("input"), drawn.resolve("target")).psf("field-000" + row + ".fits");
            assertEquals(fwhm, known.fwhm(), 1e-3);
            assertEquals(fwhm, known.kernel().fwhm(), 0.05 * fwhm);
        }
    }

    @Test
    void trainingFromSharpImagesGoesOn() throws IOException {
        Path fields = simulate(4);
        Path model = folder.resolve("m.zip");
        run(CommandEntry.TRAIN, null, "sharp=" + fields.resolve("sharp"), "model=" + model, "epochs=1", "crop=16", "levels=2", "width=4", "loss=none", "fwhm=2-3",
            "sky=2", "conditions=true", "pixelloss=l2", "softening=10", "intensity=asinh", "validation=0.25");
        run(CommandEntry.CONTINUE, null, "model=" + model, "epochs=1");
        try (ModelFile file = ModelFile.open(folder.resolve("m-latest.zip"))) {
            assertEquals(2, file.description().history().size());
            assertEquals(NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS, file.description().generator().inputChannels());
            assertEquals("2-3", ((Map<?, ?>) file.description().training().get("data")).get("fwhm"));
        }
        String message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.TRAIN, null, "sharp=" + fields, "input=" + fields,
            "model=" + folder.resolve("n.zip"))).getMessage();
        assertTrue(message.contains("not both"), message);
    }

    @Test
    void settingsOfSharpImagesAreRefusedForPairs() throws IOException {
        Path model = folder.resolve("n.zip");
        for (String only : List.of("conditions=true", "fwhm=3", "edges=0.5", "sky=2", "psf=moffat")) {
            String message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.TRAIN, null, "input=" + folder, "target=" + folder, only, "model=" + model)).getMessage();
            assertTrue(message.startsWith(only) && message.contains("\"sharp\""), message);
        }
    }

    @Test
    void aModelLearnsEdgesOnTopOfWhatItKnows() throws IOException {
        Path fields = simulate(3).resolve("sharp");
        Path first = folder.resolve("inside.zip");
        Path model = folder.resolve("edges.zip");
        String[] how = {"sharp=" + fields, "epochs=1", "loss=none", "fwhm=3", "sky=2", "conditions=true", "intensity=asinh", "softening=10", "validation=0"};
        run(CommandEntry.TRAIN, null, with(how, "model=" + first, "crop=16", "levels=2", "width=4"));
        run(CommandEntry.TRAIN, null, with(how, "model=" + model, "start=" + first, "edges=0.5", "crop=48"));
        run(CommandEntry.CONTINUE, null, "model=" + model, "epochs=1");
        try (GalaxyModel galaxy = GalaxyModel.open(model)) {
            assertEquals(NetworkInput.VERSIONS + NetworkInput.CONDITIONS, galaxy.description().generator().inputChannels());
            assertFalse(galaxy.asksForStars());
        }
        ImagePlus image = ImageFiles.open(fields.resolve("field-0000.fits"));
        image.getProcessor().setf(10, 12, Float.NaN);
        ImagePlus restored = (ImagePlus) run(CommandEntry.DECONVOLVE, image, "fwhm=3", "model=" + model).get("result");
        assertTrue(Float.isNaN(restored.getProcessor().getf(10, 12)));
        assertTrue(Float.isFinite(restored.getProcessor().getf(11, 12)) && Float.isFinite(restored.getProcessor().getf(0, 0)));
        String message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.TRAIN, null, "sharp=" + fields, "edges=0.5", "model=" + folder.resolve("n.zip"))).getMessage();
        assertTrue(message.contains("\"edges\" needs \"conditions\""), message);
        message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.TRAIN, null, with(how, "model=" + folder.resolve("n.zip"), "start=" + first, "edges=0.5", "crop=16"))).getMessage();
        assertTrue(message.contains("\"crop\" above 32"), message);
    }

    /** A model that is told how sharp stars are, begun from one that is not. */
    @Test
    void theWidthOfStarsGoesFromHeadersIntoAModelAndIsAskedForAgain() throws IOException {
        Path fields = simulate(3, "starfwhm=1.8-2.6").resolve("sharp");
        Path first = folder.resolve("untold.zip");
        Path model = folder.resolve("told.zip");
        String[] how = {"sharp=" + fields, "epochs=1", "crop=16", "loss=none", "fwhm=2-3", "sky=2", "conditions=true", "intensity=asinh", "softening=10", "validation=0"};
        run(CommandEntry.TRAIN, null, with(how, "model=" + first, "levels=2", "width=4"));
        run(CommandEntry.TRAIN, null, with(how, "model=" + model, "start=" + first, "starfwhm=header", "fwhmerror=0.1"));
        run(CommandEntry.CONTINUE, null, "model=" + model, "epochs=1");
        try (ModelFile file = ModelFile.open(model)) {
            assertEquals(NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS + 1, file.description().generator().inputChannels());
            assertEquals(NetworkInput.VERSIONS, file.description().generator().blend());
        }
        Range told;
        try (GalaxyModel galaxy = GalaxyModel.open(model)) {
            told = galaxy.domain().starFwhm();
        }
        assertTrue(told.low() >= 1.8 && told.high() <= 2.6 && told.high() > told.low(), told.toString());
        ImagePlus image = ImageFiles.open(fields.resolve("field-0000.fits"));
        assertTrue(info(image, model, "starfwhm=2.2px").contains("told that stars of the result have a FWHM of 2.200 pixels"));
        assertTrue(info(image, model).contains("not told how sharp stars"));
        assertTrue(run(CommandEntry.DECONVOLVE, image, "fwhm=2.5", "model=" + model, "starfwhm=4").get("warning").toString().contains("bin the image before"));
        assertTrue(!info(image, first, "starfwhm=2.2").contains("stars of the result"), "a model that does not ask");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.TRAIN, null, "sharp=" + fields, "model=" + folder.resolve("n.zip"), "starfwhm=2")).getMessage()
            .contains("needs \"conditions\""));
        FitsImage second = FitsFiles.read(fields.resolve("field-0001.fits"));
        FitsFiles.write(fields.resolve("field-0001.fits"), FitsImage.of(second.raster(), List.of()));
        String message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.TRAIN, null, with(how, "model=" + folder.resolve("n.zip"), "starfwhm=header"))).getMessage();
        assertTrue(message.contains("field-0001.fits") && message.contains("STARFWHM"), message);
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    private static String info(ImagePlus image, Path model, String... more) throws IOException {
        return ((ImagePlus) run(CommandEntry.DECONVOLVE, image, with(new String[] {"fwhm=2.5", "model=" + model}, more)).get("result")).getInfoProperty();
    }

    @Test
    void deconvolveKeepsUnitsHeaderAndWarns() throws IOException {
        Path fields = simulate(1);
        Path model = GalaxyModelTest.plain(folder.resolve("galaxy.zip"), true);
        ImagePlus image = ImageFiles.open(fields.resolve("sharp/field-0000.fits"));
        Map<String, Object> outputs = run(CommandEntry.DECONVOLVE, image, "fwhm=8", "noise=2", "model=" + model, "output=" + folder.resolve("out.fits"));
        assertTrue(outputs.get("warning").toString().contains("8.00 pixels"), outputs.toString());
        FitsImage made = FitsFiles.read(folder.resolve("out.fits"));
        String header = made.header().toInfo();
        assertTrue(header.contains("BUNIT") && header.contains("SHA-256") && header.contains("FWHM 8.000") && header.contains("warning"), header);
        ImagePlus narrow = (ImagePlus) run(CommandEntry.DECONVOLVE, image, "fwhm=4", "model=" + model).get("result");
        double before = 0;
        double after = 0;
        for (float v : (float[]) image.getProcessor().getPixels()) before += v;
        for (float v : (float[]) narrow.getProcessor().getPixels()) after += v;
        assertEquals(before, after, 0.03 * before); // a twelfth of the image's side is PSF
        Map<String, Object> window = run(CommandEntry.DECONVOLVE, image, "fwhm=4", "pin=true", "model=" + model);
        assertFalse(window.containsKey("warning"), window.toString());
        ImagePlus same = (ImagePlus) run(CommandEntry.DECONVOLVE, image, "fwhm=0.2arcsec", "pin=true", "model=" + model).get("result");
        assertArrayEquals((float[]) ((ImagePlus) window.get("result")).getProcessor().getPixels(), (float[]) same.getProcessor().getPixels(), 1e-3f);
        assertEquals("field-0000.fits (deconvolved)", ((ImagePlus) window.get("result")).getTitle());
    }

    @Test
    void warningsSayWhichPlaneTheyAreAbout() throws IOException {
        Path model = GalaxyModelTest.plain(folder.resolve("galaxy.zip"), true);
        ImageStack stack = new ImageStack(64, 64);
        for (int i = 0; i < 3; i++) {
            FloatProcessor field = new FloatProcessor(64, 64);
            field.noise(3);
            for (int j = 0; j < 9; j++) field.setf(30 + j % 3, 30 + j / 3, i == 1 ? 5000 : 5000 + j);
            stack.addSlice(field);
        }
        String warning = run(CommandEntry.DECONVOLVE, new ImagePlus("fields", stack), "fwhm=9", "noise=3", "model=" + model).get("warning").toString();
        assertEquals(1, warning.lines().filter(l -> l.contains("9.00 pixels")).count(), warning);
        assertTrue(warning.lines().anyMatch(l -> l.startsWith("The PSF")), warning);
        assertTrue(warning.lines().anyMatch(l -> l.startsWith("Plane 2: 9 pixels share")), warning);
    }

    @Test
    void saturatedStarsAreWarnedOf() throws IOException {
        Path model = GalaxyModelTest.plain(folder.resolve("galaxy.zip"), true);
        FloatProcessor field = new FloatProcessor(64, 64);
        field.noise(3);
        for (int i = 0; i < 9; i++) field.setf(30 + i % 3, 30 + i / 3, 5000);
        String warning = run(CommandEntry.DECONVOLVE, new ImagePlus("field", field), "fwhm=3", "model=" + model).get("warning").toString();
        assertTrue(warning.contains("9 pixels share the highest value"), warning);
        field.setf(31, 31, 5001);
        Object none = run(CommandEntry.DECONVOLVE, new ImagePlus("field", field), "fwhm=3", "model=" + model).get("warning");
        assertFalse(String.valueOf(none).contains("share"), String.valueOf(none));
    }

    @Test
    void anImageWithoutStarsNeedsItsFwhm() throws IOException {
        Path model = GalaxyModelTest.plain(folder.resolve("galaxy.zip"), true);
        FloatProcessor noise = new FloatProcessor(64, 64);
        noise.noise(3);
        String message = assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.DECONVOLVE, new ImagePlus("blank", noise), "model=" + model)).getMessage();
        assertTrue(message.startsWith("\"blank\": The seeing cannot be measured"), message);
    }
}
