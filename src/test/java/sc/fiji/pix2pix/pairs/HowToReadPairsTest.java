package sc.fiji.pix2pix.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** From two folders to training patches. */
class HowToReadPairsTest {

    @Test
    void fromTwoFoldersToPatches(@TempDir Path folder) throws IOException {
        for (String name : List.of("a.tif", "b.tif", "c.tif")) {
            FakeImages.write(folder.resolve("blurred"), name, 40, 30, 1, PixelType.GRAY16);
            FakeImages.write(folder.resolve("sharp"), name, 40, 30, 1, PixelType.FLOAT32);
        }
        ImageReader reader = new FakeImages();

        PairSource files = FolderPairs.open(folder.resolve("blurred"), folder.resolve("sharp"), reader);
        PairSource pairs = PairChecks.open(new CachedPairs(files, 1L << 20));
        Split split = Split.of(pairs.size(), 0.3, 1);
        List<Raster> patches = new ArrayList<>();
        for (int i : split.training()) patches.add(Augmenter.crop(pairs.load(i), 16, true, new SplittableRandom(1)).input());

        assertEquals(2, patches.size());
        assertEquals(16, patches.get(0).width());
        assertEquals(1, split.validation().length);
    }
}
