package sc.fiji.pix2pix.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.deconvolution.RichardsonLucy;
import sc.fiji.pix2pix.deconvolution.RichardsonLucySettings;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.model.OnnxWriter;
import sc.fiji.pix2pix.nn.ArrayCount;
import sc.fiji.pix2pix.nn.DiscriminatorSettings;
import sc.fiji.pix2pix.nn.Engine;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.MatrixProduct;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Precision;
import sc.fiji.pix2pix.nn.Tensor;
import sc.fiji.pix2pix.nn.Upsampling;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.predict.Tiling;
import sc.fiji.pix2pix.progress.Progress;
import sc.fiji.pix2pix.train.StepWorkload;

/** This plugin's side of the comparisons. */
final class OwnSide implements Server.Side {
    private Runnable work;

    /** The paper's generator. */
    static GeneratorSettings generator(int channels, int width, int levels) {
        return new GeneratorSettings(channels, channels, levels, width, NormKind.BATCH, true, false, Upsampling.TRANSPOSED);
    }

    /** The paper's discriminator. */
    static DiscriminatorSettings discriminator(int channels, int width) {
        return new DiscriminatorSettings(channels, channels, width, 3, NormKind.BATCH);
    }

    public static void main(String[] args) throws IOException {
        Server.serve(new OwnSide());
    }

    /**
     * {@code prepare train channels width levels size batch precision}: a training step; {@code prepare tile model size precision}: inference of one tile;
     * {@code prepare image model size precision}: a whole square image; {@code prepare richardsonlucy size fwhm psfsize iterations precision}: a deconvolution.
     */
    @Override
    public Runnable prepare(String[] words) throws Exception {
        Precision precision = Precision.of(words[words.length - 1]).usable(why -> {
            throw new IllegalArgumentException(why);
        });
        work = switch (words[1]) {
            case "train" -> new StepWorkload(generator(number(words[2]), number(words[3]), number(words[4])),
                discriminator(number(words[2]), number(words[3])), number(words[6]), number(words[5]), precision);
            case "tile" -> tile(Path.of(words[2]), number(words[3]), precision);
            case "image" -> image(Path.of(words[2]), number(words[3]), precision);
            case "richardsonlucy" -> richardsonLucy(number(words[2]), Kernel.gaussian(number(words[3]), number(words[4])), number(words[5]));
            default -> throw new IllegalArgumentException("There is no work " + words[1] + ".");
        };
        return work;
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static Runnable tile(Path file, int size, Precision precision) throws IOException {
        try (ModelFile model = ModelFile.open(file)) {
            Generator generator = new Generator(model.description().generator(), precision, 0);
            model.readGenerator(generator.state());
            generator.inferOnly();
            Tensor x = Tensor.allocate(1, size, size, generator.settings().inputChannels());
            Random random = new Random(1);
            for (int i = 0; i < x.length(); i++) x.floats().put(i, 2 * random.nextFloat() - 1);
            return () -> generator.infer(x);
        }
    }

    private static Runnable image(Path file, int size, Precision precision) throws IOException {
        Predictor predictor = Predictor.open(file, precision);
        Raster image = noise(size, predictor.description().input().channels());
        return () -> predictor.apply(image, TileSettings.AUTOMATIC, Progress.NONE);
    }

    private static Raster noise(int size, int channels) {
        Raster image = new Raster(size, size, channels, PixelType.FLOAT32);
        Random random = new Random(1);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < image.plane(c).length; i++) image.plane(c)[i] = 255 * random.nextFloat();
        }
        return image;
    }

    /** By scikit-image's conventions. */
    private static Runnable richardsonLucy(int size, Kernel psf, int iterations) {
        Raster image = noise(size, 1);
        RichardsonLucySettings settings = new RichardsonLucySettings(iterations, false, OptionalDouble.of(1), 0, RichardsonLucySettings.Model.DARK);
        return () -> RichardsonLucy.apply(image, psf, settings, Progress.NONE);
    }

    /**
     * {@code model channels width FILE.zip [FILE.onnx]} writes a generator; {@code tiles model size} answers height, width and number of tiles,
     * {@code peertiles model size} those that a peer needs; {@code peak} answers the GFLOP/s of a large matrix product; {@code steady N}
     * runs N times and answers arrays and bytes of Java heap made per run.
     */
    @Override
    public String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "model" -> model(words);
            case "tiles" -> tiles(Tiling.of(Path.of(words[1]), number(words[2])));
            case "peertiles" -> tiles(Tiling.ofPeer(Path.of(words[1]), number(words[2])));
            case "peak" -> Double.toString(peak());
            case "steady" -> steady(number(words[1]));
            default -> Server.Side.super.answer(words);
        };
    }

    private static String tiles(Tiling tiling) {
        return tiling.height() + " " + tiling.width() + " " + tiling.tiles();
    }

    private static String model(String[] words) throws IOException {
        GeneratorSettings settings = generator(number(words[1]), number(words[2]), 8);
        ImageSide side = new ImageSide(PixelType.FLOAT32, IntensityMaps.same(new LinearMap(0, 255), settings.inputChannels()));
        try (Generator generator = new Generator(settings, 1)) {
            ModelFile.write(Path.of(words[3]), new ModelDescription(settings, side, side, Map.of(), List.of()), generator.state(), null);
            if (words.length > 4) OnnxWriter.write(Path.of(words[4]), settings, generator.state());
        }
        return "written";
    }

    private static double peak() {
        Engine.start();
        double best = 0;
        for (int n : new int[] {2048, 4096}) {
            try (INDArray a = Nd4j.rand(DataType.FLOAT, n, n); INDArray b = Nd4j.rand(DataType.FLOAT, n, n);
                INDArray c = Nd4j.create(DataType.FLOAT, new long[] {n, n}, 'f')) {
                for (int i = 0; i < 16384 / n; i++) {
                    long start = System.nanoTime();
                    a.mmuli(b, c);
                    best = Math.max(best, 2.0 * n * n * n / (System.nanoTime() - start));
                }
            }
            // OpenBLAS has no kernels for processors that are newer than it.
            best = Math.max(best, MatrixProduct.speed(n, 16384 / n));
        }
        return best;
    }

    private String steady(int n) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long arrays = ArrayCount.made();
        long bytes = heapBytes(threads);
        for (int i = 0; i < n; i++) work.run();
        return (ArrayCount.made() - arrays) / (double) n + " " + (heapBytes(threads) - bytes) / (double) n;
    }

    private static long heapBytes(ThreadMXBean threads) {
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).filter(b -> b > 0).sum();
    }
}
