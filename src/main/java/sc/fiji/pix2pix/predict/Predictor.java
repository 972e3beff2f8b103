package sc.fiji.pix2pix.predict;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.QuarterTurns;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Engine;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.Memory;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.progress.Progress;

/**
 * Applies a model to images of any size. The network's memory is kept from image to image; close it when done. Not for several threads at
 * once.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.open(Path.of("galaxy.zip"))) {
 *     Raster sharp = predictor.apply(blurred, TileSettings.AUTOMATIC, Progress.NONE);
 * }
 * }</pre>
 */
public final class Predictor implements AutoCloseable {
    private static final int TURNS = 4;

    private final ModelDescription description;
    private final TileFunction network;
    private final String name;
    private Planned planned;

    /** The plan of the last image and the memory it takes, kept so that all slices of a stack are cut alike. */
    private record Planned(int width, int height, TileSettings settings, TilePlan plan, long bytes) {}

    Predictor(ModelDescription description, TileFunction network, String name) {
        this.description = description;
        this.network = network;
        this.name = name;
    }

    /**
     * In float32.
     *
     * @throws IOException with one sentence that names the file, if it is not a model or damaged
     */
    public static Predictor open(Path file) throws IOException {
        return open(file, Precision.FLOAT32);
    }

    /** @param precision one that is {@link Precision#usable} here, whatever the model was trained in */
    public static Predictor open(Path file, Precision precision) throws IOException {
        try (ModelFile model = ModelFile.open(file)) {
            Generator generator = Generator.unset(model.description().generator(), precision);
            try {
                model.readGenerator(generator.state());
                generator.inferOnly();
            } catch (IOException | RuntimeException e) {
                generator.close();
                throw e;
            }
            return new Predictor(model.description(), new GeneratorFunction(generator), file.toString());
        }
    }

    public ModelDescription description() {
        return description;
    }

    /**
     * Applies the model. Missing pixels (NaN or infinite in any channel) are filled from their neighbours for the network, and are NaN
     * again in the result (0 in an RGB result, which has no NaN).
     *
     * @param input any size; as many channels as the model's input
     * @return a new image of the same size in the target's units, neither rounded nor clipped: FLOAT32; only where the target images were
     *         RGB it is RGB, of whole numbers 0 to 255
     * @throws IllegalArgumentException if the number of channels is not the model's, or memory is too little
     * @throws sc.fiji.pix2pix.progress.CancelledException if the user cancelled; nothing is left behind
     */
    public Raster apply(Raster input, TileSettings tiles, Progress progress) {
        if (input.channels() != network.inputChannels())
            throw new IllegalArgumentException("The model " + name + " wants images of " + network.inputChannels()
                + " channel(s), this one has " + input.channels() + ": choose another image or model.");
        progress.check();
        network.setCheck(progress::check);
        Raster output = allocate(input);
        TilePlan plan = plan(input.width(), input.height(), tiles);
        Tiler tiler = new Tiler(network, plan, input, description.input().maps(), new Mosaic(plan, description.target().maps(), output), progress);
        tiler.run();
        if (output.type() == PixelType.RGB) round(output);
        if (tiler.filled()) markMissing(input, output);
        progress.report(1, "Applied the model");
        return output;
    }

    /**
     * The mean of what the model makes of the image and of its three other quarter turns, each turned back (self-ensemble; Timofte et al. 2016, "Seven ways to improve example-based single
     * image super resolution"). A network treats directions a little differently; the mean shifts and stretches sources less. Four times the work of {@link #apply}, which see.
     */
    public Raster applyTurned(Raster input, TileSettings tiles, Progress progress) {
        Raster mean = apply(input, tiles, progress.part(0, TURNS));
        for (int turn = 1; turn < TURNS; turn++) {
            Raster turned = apply(QuarterTurns.turn(input, turn), tiles, progress.part(turn, TURNS));
            add(QuarterTurns.turn(turned, -turn), mean);
        }
        for (int c = 0; c < mean.channels(); c++) {
            float[] plane = mean.plane(c);
            for (int i = 0; i < plane.length; i++) plane[i] = mean.type() == PixelType.RGB ? Math.round(plane[i] / TURNS) : plane[i] / TURNS;
        }
        return mean;
    }

    private static void add(Raster more, Raster to) {
        for (int c = 0; c < to.channels(); c++) {
            float[] from = more.plane(c);
            float[] plane = to.plane(c);
            for (int i = 0; i < plane.length; i++) plane[i] += from[i];
        }
    }

    /** Whether the last result is that of the whole image: false where memory did not allow tiles that overlap as far as the network sees. */
    public boolean exact() {
        return planned == null || planned.plan.exact();
    }

    private TilePlan plan(int width, int height, TileSettings settings) {
        if (planned == null || planned.width != width || planned.height != height || !planned.settings.equals(settings)) {
            long held = planned == null ? 0 : planned.bytes; // by the network from the last image, to be used again
            TilePlan plan = TilePlan.of(width, height, network, settings, Memory.usable() + held);
            planned = new Planned(width, height, settings, plan, plan.bytes(network));
        }
        return planned.plan;
    }

    private Raster allocate(Raster input) {
        PixelType type = description.target().type() == PixelType.RGB ? PixelType.RGB : PixelType.FLOAT32;
        try {
            float[][] planes = new float[network.outputChannels()][];
            Engine.inParallel(planes.length, c -> planes[c] = new float[input.width() * input.height()]);
            return new Raster(input.width(), input.height(), type, planes);
        } catch (OutOfMemoryError e) {
            long megabytes = 4L * input.width() * input.height() * network.outputChannels() >> 20;
            throw new IllegalArgumentException("The result of " + input.width() + " x " + input.height() + " pixels needs "
                + (megabytes + 1) + " MB of Java memory: close images, or raise the memory in Edit>Options>Memory & Threads.", e);
        }
    }

    private static void round(Raster rgb) {
        Engine.inParallel(rgb.height(), y -> {
            for (int c = 0; c < rgb.channels(); c++) {
                float[] plane = rgb.plane(c);
                for (int i = y * rgb.width(); i < (y + 1) * rgb.width(); i++) plane[i] = Math.min(255, Math.max(0, Math.round(plane[i])));
            }
        });
    }

    private static void markMissing(Raster input, Raster output) {
        float missing = output.type() == PixelType.RGB ? 0 : Float.NaN;
        for (int c = 0; c < input.channels(); c++) {
            float[] plane = input.plane(c);
            for (int i = 0; i < plane.length; i++) {
                if (Float.isFinite(plane[i])) continue;
                for (int d = 0; d < output.channels(); d++) output.plane(d)[i] = missing;
            }
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
