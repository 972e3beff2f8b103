package sc.fiji.pix2pix.predict;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.Memory;

/**
 * Shows the benchmark how an image is cut, so that a peer can be given the same tiles.
 *
 * @param height of a tile in pixels
 * @param width of a tile
 * @param tiles of the image
 */
public record Tiling(int height, int width, int tiles) {

    /** The automatic tiles of a square image. */
    public static Tiling of(Path modelFile, int size) throws IOException {
        try (ModelFile model = ModelFile.open(modelFile);
            GeneratorFunction f = new GeneratorFunction(new Generator(model.description().generator(), 0))) {
            TilePlan plan = TilePlan.of(size, size, f, TileSettings.AUTOMATIC, Memory.usable());
            return new Tiling(plan.y().tile(), plan.x().tile(), plan.tiles());
        }
    }
}
