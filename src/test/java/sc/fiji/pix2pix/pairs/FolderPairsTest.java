package sc.fiji.pix2pix.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

class FolderPairsTest {
    @TempDir
    Path folder;
    private final FakeImages images = new FakeImages();
    private Path input;
    private Path target;

    @BeforeEach
    void name() {
        input = folder.resolve("blurred");
        target = folder.resolve("sharp");
    }

    private FolderPairs open() throws IOException {
        return FolderPairs.open(input, target, images);
    }

    private static List<String> names(PairSource pairs) {
        return IntStream.range(0, pairs.size()).mapToObj(pairs::name).toList();
    }

    private String refusal() {
        return assertThrows(IOException.class, this::open).getMessage();
    }

    private static void assertContains(String message, Object... parts) {
        for (Object part : parts) assertTrue(message.contains(part.toString()), "'" + part + "' is not in: " + message);
    }

    @Test
    void matchesByNameWithoutExtensionInOrderAndReadsOnlyWhatIsAskedFor() throws IOException {
        FakeImages.write(input, "c.png", "a.png", "b.jpg");
        FakeImages.write(target, "b.tif", "a.png");
        FakeImages.write(target, "c.fits", 5, 4, 3, PixelType.FLOAT32);
        FolderPairs pairs = open();
        assertEquals(List.of("a", "b", "c"), names(pairs));
        assertEquals(List.of(), pairs.notes());
        assertEquals(List.of(), images.read);
        Pair pair = pairs.load(2);
        assertEquals(List.of("c.png", "c.fits"), images.read);
        assertEquals("c", pair.name());
        assertEquals(PixelType.GRAY8, pair.input().type());
        assertEquals(3, pair.target().channels());
        assertEquals(input.resolve("c.png").toString(), pairs.inputName(2));
        assertEquals(target.resolve("c.fits").toString(), pairs.targetName(2));
    }

    @Test
    void onlyTheLastExtensionIsTakenOff() throws IOException {
        FakeImages.write(input, "field.1.r.TIF", "field.2.r.TIFF", "stack.OME.tif", "well A1.png");
        FakeImages.write(target, "field.1.r.fits", "field.2.r.Png", "stack.png", "well A1.ome.tiff");
        assertEquals(List.of("field.1.r", "field.2.r", "stack", "well A1"), names(open()));
    }

    @Test
    void caseIsDisregardedOnlyWhereNothingMatchesExactly() throws IOException {
        FakeImages.write(input, "Cell_1.png", "cell_2.png", "x.png", "X.png");
        FakeImages.write(target, "CELL_1.png", "cell_2.png", "x.png", "X.png");
        assumeTrue(input.toFile().list().length == 4, "this file system does not tell x.png from X.png");
        FolderPairs pairs = open();
        assertEquals(List.of("Cell_1", "X", "cell_2", "x"), names(pairs));
        assertTrue(pairs.targetName(0).endsWith("CELL_1.png"));
        assertTrue(pairs.targetName(1).endsWith("X.png"));
    }

    @Test
    void namesThatDifferOnlyInCaseAreAmbiguousWithoutAnExactMatch() throws IOException {
        FakeImages.write(input, "x.png", "X.png");
        FakeImages.write(target, "x.png", "Y.png", "y.png");
        FakeImages.write(input, "yY.png");
        assumeTrue(input.toFile().list().length == 3, "this file system does not tell x.png from X.png");
        assertEquals(List.of("x"), names(open()));
        FakeImages.write(target, "YY.png", "yy.png");
        assertContains(refusal(), "yY", "YY", "yy", "rename");
    }

    @Test
    void accentsMatchWhetherComposedOrNot() throws IOException {
        FakeImages.write(input, "caf\u00e9.png");
        FakeImages.write(target, "cafe\u0301.png");
        assertEquals(List.of("caf\u00e9"), names(open()));
    }

    @Test
    void whatIsPassedOverIsNoted() throws IOException {
        FakeImages.write(input, "a.png", "only here.png", ".hidden.png", "._a.png", "notes.txt", "README");
        FakeImages.write(input.resolve("old"), "b.png");
        FakeImages.write(target, "a.png", "b.png", "z.png");
        Files.createDirectory(target.resolve("folder.tif"));
        FolderPairs pairs = open();
        assertEquals(List.of("a"), names(pairs));
        assertEquals(List.of("2 hidden files in " + input + " passed over: ._a.png, .hidden.png.",
            "2 files in " + input + " passed over as no image: README, notes.txt.",
            "1 sub-folder of " + input + " not searched: old.",
            "1 sub-folder of " + target + " not searched: folder.tif.",
            "1 image in " + input + " left out, without a counterpart in " + target + ": only here.png.",
            "2 images in " + target + " left out, without a counterpart in " + input + ": b.png, z.png."), pairs.notes());
    }

    @Test
    void targetMayLieInsideInput() throws IOException {
        target = input.resolve("truth");
        FakeImages.write(input, "a.png");
        FakeImages.write(target, "a.png");
        FolderPairs pairs = open();
        assertEquals(1, pairs.size());
        assertEquals(List.of(), pairs.notes());
    }

    @Test
    void missingEmptyAndUselessFoldersAreNamed() throws IOException {
        assertContains(refusal(), "input folder", input, "does not exist");
        FakeImages.write(input);
        assertContains(refusal(), "input folder", input, "empty");
        FakeImages.write(input, "notes.txt");
        assertContains(refusal(), "input folder", input, "notes.txt");
        FakeImages.write(input.resolve("train"), "a.png");
        assertContains(refusal(), input, "sub-folders", "train");
        FakeImages.write(input, "a.png");
        assertContains(refusal(), "target folder", target, "does not exist");
        Files.writeString(target, "");
        assertContains(refusal(), "target folder", target, "is a file");
    }

    @Test
    void oneFolderTwiceIsRefused() throws IOException {
        FakeImages.write(input, "a.png");
        target = input.resolve("../blurred");
        assertContains(refusal(), "same folder", input, "side by side");
    }

    @Test
    void noMatchListsTheNamesOfBoth() throws IOException {
        FakeImages.write(input, "a_in.png", "b_in.png");
        FakeImages.write(target, "1.png", "2.png", "3.png", "4.png", "5.png", "6.png", "7.png");
        assertContains(refusal(), input, target, "a_in.png, b_in.png", "1.png, 2.png, 3.png, 4.png, 5.png and 2 more", "same name");
    }

    @Test
    void twoImagesOfOneNameAreAmbiguous() throws IOException {
        FakeImages.write(input, "a.png", "b.png");
        FakeImages.write(target, "a.png", "a.tif", "b.png");
        assertContains(refusal(), target, "a.png", "a.tif", "keep one");
    }

    @Test
    void theReaderDecidesWhatIsAnImage() throws IOException {
        FakeImages.write(input, "a", "b.czi");
        FakeImages.write(target, "a", "b.png");
        ImageReader all = new ImageReader() {
            @Override
            public Raster read(Path file) throws IOException {
                return images.read(file);
            }

            @Override
            public boolean accepts(String fileName) {
                return true;
            }
        };
        assertEquals(List.of("a", "b"), names(FolderPairs.open(input, target, all)));
    }

    @Test
    void thousandsOfPairsOpenAtOnce() throws IOException {
        String[] names = IntStream.range(0, 2000).mapToObj(i -> "galaxy." + i + ".fits").toArray(String[]::new);
        Files.createDirectories(input);
        Files.createDirectories(target);
        for (String name : names) {
            Files.createFile(input.resolve(name));
            Files.createFile(target.resolve(name));
        }
        FolderPairs pairs = assertTimeout(Duration.ofSeconds(20), this::open);
        assertEquals(2000, pairs.size());
        assertEquals("galaxy.0", pairs.name(0));
        assertEquals("galaxy.1", pairs.name(1));
        assertEquals("galaxy.10", pairs.name(2));
        assertEquals(List.of(), images.read);
    }

    @Test
    void aFileThatCannotBeReadIsTheReadersError() throws IOException {
        FakeImages.write(input, "a.png");
        FakeImages.write(target, "a.png");
        FolderPairs pairs = FolderPairs.open(input, target, file -> {
            throw new IOException(file + " is no image.");
        });
        String message = assertThrows(IOException.class, () -> pairs.load(0)).getMessage();
        assertEquals(input.resolve("a.png") + " is no image.", message);
    }
}
