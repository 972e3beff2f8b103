package sc.fiji.pix2pix.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Cut;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.Memory;
import sc.fiji.pix2pix.nn.RowSink;
import sc.fiji.pix2pix.nn.RowSource;
import sc.fiji.pix2pix.nn.Tile;

/**
 * Shows the benchmark how an image is cut.
 *
 * @param height of a tile in pixels
 * @param width of a tile
 * @param tiles of the image
 */
public record Tiling(int height, int width, int tiles) {

    /** The automatic tiles of a square image. */
    public static Tiling of(Path modelFile, int size) throws IOException {
        return of(modelFile, size, f -> f);
    }

    /** Those that a peer needs for the same result: its network runs from end to end in each. */
    public static Tiling ofPeer(Path modelFile, int size) throws IOException {
        return of(modelFile, size, Uncut::new);
    }

    private static Tiling of(Path modelFile, int size, UnaryOperator<TileFunction> as) throws IOException {
        try (ModelFile model = ModelFile.open(modelFile);
            TileFunction f = as.apply(new GeneratorFunction(new Generator(model.description().generator(), 0)))) {
            TilePlan plan = TilePlan.of(size, size, f, TileSettings.AUTOMATIC, Memory.usable());
            return new Tiling(plan.y().tile(), plan.x().tile(), plan.tiles());
        }
    }

    /** A function that is planned with, no more, in tiles from end to end. */
    private record Uncut(TileFunction of) implements TileFunction {

        @Override
        public int inputChannels() {
            return of.inputChannels();
        }

        @Override
        public int outputChannels() {
            return of.outputChannels();
        }

        @Override
        public int stride() {
            return of.stride();
        }

        @Override
        public List<Cut> cuts() {
            List<Cut> all = of.cuts();
            return all.subList(all.size() - 1, all.size());
        }

        @Override
        public long bytes(Cut cut, int n, int h, int w) {
            return of.bytes(cut, n, h, w);
        }

        @Override
        public void input(int n, int h, int w, RowSource rows) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void run(List<Tile> tiles, RowSink to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            of.close();
        }
    }
}
