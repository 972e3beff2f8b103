package sc.fiji.pix2pix.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeSampleImagesTest {
    private static final Path COMMITTED = Path.of("sample-images");

    @TempDir
    Path folder;

    @Test
    void galaxiesAreMadeAgainByteForByte() throws IOException {
        MakeSampleImages.writeGalaxies(folder, "train", 1);
        MakeSampleImages.writeGalaxies(folder, "test", 6);
        for (String name : new String[] {"train/input/galaxies-01.fits", "train/target/galaxies-01.fits", "test/input/galaxies-06.fits"}) {
            Path path = Path.of("galaxies", name);
            assertArrayEquals(Files.readAllBytes(COMMITTED.resolve(path)), Files.readAllBytes(folder.resolve(path)), name);
        }
    }

    @Test
    void shapesAreMadeAgainPixelByPixel() throws IOException {
        MakeSampleImages.writeShapes(folder, "train", 7);
        Path path = Path.of("shapes", "train", "shapes-07.png");
        assertArrayEquals(pixels(COMMITTED.resolve(path)), pixels(folder.resolve(path)));
    }

    private static int[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void allAreThereAndSmall() throws IOException {
        assertEquals(2 * (MakeSampleImages.GALAXIES_TRAIN + MakeSampleImages.GALAXIES_TEST), count(COMMITTED.resolve("galaxies")));
        assertEquals(MakeSampleImages.SHAPES_TRAIN + MakeSampleImages.SHAPES_TEST, count(COMMITTED.resolve("shapes")));
        try (Stream<Path> files = Files.walk(COMMITTED)) {
            assertTrue(files.mapToLong(f -> f.toFile().isFile() ? f.toFile().length() : 0).sum() < 8_000_000);
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
