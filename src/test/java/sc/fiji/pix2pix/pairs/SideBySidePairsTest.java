package sc.fiji.pix2pix.pairs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.image.PixelType;

class SideBySidePairsTest {
    @TempDir
    Path folder;
    private final FakeImages images = new FakeImages();

    @Test
    void leftHalfIsA() throws IOException {
        FakeImages.write(folder, "1.png", 4, 2, 3, PixelType.RGB);
        SideBySidePairs pairs = SideBySidePairs.open(folder, Direction.AtoB, images);
        assertEquals(1, pairs.size());
        assertEquals("1", pairs.name(0));
        assertEquals(List.of(), images.read);
        Pair pair = pairs.load(0);
        // Rows 0 1 2 3 and 4 5 6 7.
        assertArrayEquals(new float[] {0, 1, 4, 5}, pair.input().plane(0));
        assertArrayEquals(new float[] {2, 3, 6, 7}, pair.target().plane(0));
        assertArrayEquals(new float[] {2002, 2003, 2006, 2007}, pair.target().plane(2));
        assertEquals(PixelType.RGB, pair.target().type());
        assertEquals("left half of " + folder.resolve("1.png"), pairs.inputName(0));
    }

    @Test
    void theOtherDirectionSwapsThem() throws IOException {
        FakeImages.write(folder, "1.png", 4, 1, 1, PixelType.GRAY8);
        SideBySidePairs pairs = SideBySidePairs.open(folder, Direction.BtoA, images);
        Pair pair = pairs.load(0);
        assertArrayEquals(new float[] {2, 3}, pair.input().plane(0));
        assertArrayEquals(new float[] {0, 1}, pair.target().plane(0));
        assertEquals("right half of " + folder.resolve("1.png"), pairs.inputName(0));
        assertEquals("left half of " + folder.resolve("1.png"), pairs.targetName(0));
    }

    @Test
    void oddWidthNamesFileAndWidth() throws IOException {
        FakeImages.write(folder, "a.png", "b.png");
        FakeImages.write(folder, "b.png", 601, 300, 3, PixelType.RGB);
        SideBySidePairs pairs = SideBySidePairs.open(folder, Direction.AtoB, images);
        pairs.load(0);
        String message = assertThrows(IOException.class, () -> pairs.load(1)).getMessage();
        assertTrue(message.contains(folder.resolve("b.png").toString()) && message.contains("601"), message);
    }

    @Test
    void aDataSetOfSubFoldersSaysToChooseOne() throws IOException {
        Files.createDirectory(folder.resolve("train"));
        Files.createDirectory(folder.resolve("val"));
        String message = assertThrows(IOException.class, () -> SideBySidePairs.open(folder, Direction.AtoB, images)).getMessage();
        assertTrue(message.contains("train, val"), message);
    }

    @Test
    void whatIsPassedOverIsNoted() throws IOException {
        FakeImages.write(folder, "1.png", "Thumbs.db");
        assertEquals(List.of("1 file in " + folder + " passed over as no image: Thumbs.db."),
            SideBySidePairs.open(folder, Direction.AtoB, images).notes());
    }
}
