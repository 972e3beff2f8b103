package sc.fiji.pix2pix.pairs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;

/** Text files that stand for images: "width height channels type"; pixel i of channel c is i + 1000 c. Remembers what was read. */
final class FakeImages implements ImageReader {
    final List<String> read = Collections.synchronizedList(new ArrayList<>());

    static void write(Path folder, String... names) throws IOException {
        Files.createDirectories(folder);
        for (String name : names) Files.writeString(folder.resolve(name), "2 2 1 GRAY8");
    }

    static void write(Path folder, String name, int width, int height, int channels, PixelType type) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), width + " " + height + " " + channels + " " + type);
    }

    /** Pixel i of channel c is i + 1000 c. */
    static Raster image(int width, int height, int channels, PixelType type) {
        Raster image = new Raster(width, height, channels, type);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < width * height; i++) image.plane(c)[i] = i + 1000 * c;
        }
        return image;
    }

    @Override
    public Raster read(Path file) throws IOException {
        read.add(file.getFileName().toString());
        String[] words = Files.readString(file).split(" ");
        return image(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]), PixelType.valueOf(words[3]));
    }
}
