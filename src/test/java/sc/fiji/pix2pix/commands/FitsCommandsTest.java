package sc.fiji.pix2pix.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.gui.Roi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.pix2pix.fits.FitsCard;
import sc.fiji.pix2pix.fits.FitsFiles;
import sc.fiji.pix2pix.fits.FitsHeader;
import sc.fiji.pix2pix.fits.FitsImage;
import sc.fiji.pix2pix.host.ImageFiles;
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

/** FITS in and out by the commands, and the header on its way through a model. */
class FitsCommandsTest {
    private static final Path SAMPLE = Path.of("sample-images/galaxies/test/input/galaxies-01.fits").toAbsolutePath();
    @TempDir static Path folder;
    private static Path model;

    @BeforeAll
    static void writeModel() throws IOException {
        GeneratorSettings settings = new GeneratorSettings(1, 1, 2, 4, NormKind.NONE, false, true, Upsampling.TRANSPOSED);
        ImageSide side = new ImageSide(PixelType.FLOAT32, IntensityMaps.same(new LinearMap(0, 255), 1));
        model = folder.resolve("sharp.zip");
        try (Generator generator = new Generator(settings, 1)) {
            ModelFile.write(model, new ModelDescription(settings, side, side, Map.of("settings", Map.of("seed", 17)), List.of()),
                generator.state(), null);
        }
    }

    private static Map<String, Object> run(CommandEntry entry, ImagePlus image, Map<String, String> values) throws IOException {
        CommandCall call = new CommandCall(entry);
        call.setInputs(values, name -> image);
        call.run();
        return call.outputs();
    }

    @Test
    void whatIsOpenedAndSavedIsTheSame() throws IOException {
        ImagePlus image = (ImagePlus) run(CommandEntry.OPEN_FITS, null, Map.of("path", SAMPLE.toString())).get("image");
        Path file = folder.resolve("saved.fits");
        run(CommandEntry.SAVE_FITS, image, Map.of("output", file.toString()));
        List<FitsCard> before = FitsFiles.read(SAMPLE).header().cards();
        List<FitsCard> after = FitsFiles.read(file).header().cards();
        assertEquals(before, after.subList(0, before.size()));
        assertEquals("HISTORY Saved by Pix2Pix development as 32-bit floats.", after.get(before.size()).line().stripTrailing());
        assertArrayEquals(FitsFiles.read(SAMPLE).raster().plane(0), FitsFiles.read(file).raster().plane(0));
    }

    @Test
    void anExtensionIsChosenAndSaved() throws IOException {
        String tiles = Path.of("src/test/resources/fits/tiles.fits.gz").toString();
        Path file = folder.resolve("cube.tif");
        assertTrue(run(CommandEntry.OPEN_FITS, null, Map.of("path", tiles, "hdu", "CUBE", "output", file.toString())).isEmpty());
        assertEquals(2, ImageFiles.open(file).getNSlices());
        assertThrows(Exception.class, () -> run(CommandEntry.OPEN_FITS, null, Map.of("path", tiles, "hdu", "none")));
    }

    @Test
    void badNamesAndTheOriginalAreRefused() throws IOException {
        Path file = Files.copy(SAMPLE, folder.resolve("original.fits"));
        ImagePlus image = ImageFiles.open(file);
        assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.SAVE_FITS, image, Map.of("output",
            folder.resolve("a.tif").toString())));
        assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.SAVE_FITS, image, Map.of("output", file.toString())));
        assertThrows(IllegalArgumentException.class, () -> run(CommandEntry.SAVE_FITS, image, Map.of()));
    }

    /** Of the coordinates only the reference pixel moves. */
    @Test
    void aModelKeepsTheHeaderAndSaysWhatItDid() throws IOException {
        ImagePlus image = ImageFiles.open(SAMPLE);
        image.setRoi(new Roi(16, 32, 64, 48));
        Path file = folder.resolve("applied.fits");
        run(CommandEntry.APPLY, image, Map.of("model", model.toString(), "output", file.toString(), "tile", "32"));
        FitsHeader original = FitsFiles.read(SAMPLE).header();
        FitsHeader header = FitsFiles.read(file).header();
        assertEquals(64.5 - 16, header.number("CRPIX1").orElse(0));
        assertEquals(64.5 - (128 - 32 - 48), header.number("CRPIX2").orElse(0));
        for (FitsCard card : original.cards()) {
            if (!card.keyword().matches("NAXIS[12]|CRPIX[12]")) assertTrue(header.cards().contains(card), card.line());
        }
        String info = header.toInfo().replace("\nHISTORY ", " ");
        assertTrue(info.matches("(?s).*Pix2Pix development: applied the model sharp.zip, SHA-256 [0-9a-f]{64} .*"), info);
        assertTrue(info.contains("tile=32 overlap=-1, training seed 17"), info);
    }

    /** A cube with a plane without any value, and one in a gzip file's place. */
    @Test
    void aFolderOfFitsStaysFits() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        float[] blank = new float[64];
        java.util.Arrays.fill(blank, Float.NaN);
        FitsFiles.write(in.resolve("cube.fits"), new FitsImage(new Raster(8, 8, PixelType.FLOAT32, new float[64], blank),
            FitsHeader.EMPTY));
        try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(in.resolve("packed.fits.gz")))) {
            Files.copy(SAMPLE, out);
        }
        Path out = folder.resolve("out");
        run(CommandEntry.APPLY_FOLDER, null, Map.of("input", in.toString(), "model", model.toString(), "output", out.toString()));
        Raster cube = FitsFiles.read(out.resolve("cube.fits")).raster();
        assertEquals(2, cube.channels());
        assertTrue(Float.isFinite(cube.get(3, 3, 0)) && Float.isNaN(cube.get(3, 3, 1)));
        assertEquals("deg", FitsFiles.read(out.resolve("packed.fits")).header().text("CUNIT1").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"M51.fits", "M6707HH.fits"})
    void realImagesComeBackWithAllCards(String name) throws IOException {
        Path real = Path.of("..", "shared", "real", name);
        assumeTrue(Files.exists(real), "the real images are not here");
        ImagePlus image = (ImagePlus) run(CommandEntry.OPEN_FITS, null, Map.of("path", real.toString())).get("image");
        Path file = folder.resolve(name);
        run(CommandEntry.SAVE_FITS, image, Map.of("output", file.toString()));
        FitsImage before = FitsFiles.read(real);
        FitsImage after = FitsFiles.read(file);
        assertArrayEquals(before.raster().plane(0), after.raster().plane(0));
        assertEquals(before.header().cards(), after.header().cards().subList(0, before.header().cards().size()));
    }
}
