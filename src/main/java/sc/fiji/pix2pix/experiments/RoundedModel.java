package sc.fiji.pix2pix.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.StateTensor;

/**
 * Makes a model smaller: weights are rounded to {@value #BITS} bits of mantissa, as those of float16 and TF32 are, after which they compress to six tenths. Any version of
 * this software reads the result.
 *
 * <pre>java ... sc.fiji.pix2pix.experiments.RoundedModel model.zip smaller.zip</pre>
 */
public final class RoundedModel {
    static final int BITS = 10;
    private static final int DROPPED = 23 - BITS;

    private RoundedModel() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) throw new IllegalArgumentException("Give the model and the file for the smaller one.");
        write(Path.of(args[0]), Path.of(args[1]));
    }

    /** @throws IOException if the model cannot be read, or the other file not be written */
    static void write(Path model, Path smaller) throws IOException {
        Path plain = Files.createTempFile("rounded", ".zip");
        try (ModelFile file = ModelFile.open(model); Generator generator = new Generator(file.description().generator(), 0)) {
            List<StateTensor> state = generator.state();
            file.readGenerator(state);
            for (StateTensor tensor : state) tensor.set(rounded(tensor.values()));
            ModelDescription d = file.description();
            Map<String, Object> training = new LinkedHashMap<>(d.training());
            training.put("roundedTo", BITS + " bits of mantissa");
            ModelFile.write(plain, new ModelDescription(d.generator(), d.input(), d.target(), training, d.history()), state, null);
            compress(plain, smaller);
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    private static FloatBuffer rounded(FloatBuffer values) {
        FloatBuffer result = FloatBuffer.allocate(values.limit());
        for (int i = 0; i < values.limit(); i++) result.put(i, rounded(values.get(i)));
        return result;
    }

    /** To the nearest; a carry out of the mantissa goes into the exponent, as it should. */
    static float rounded(float value) {
        int half = 1 << DROPPED - 1;
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) + half & -1 << DROPPED);
    }

    private static void compress(Path from, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile()); OutputStream file = Files.newOutputStream(to); ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            for (ZipEntry old : zip.stream().toList()) {
                ZipEntry entry = new ZipEntry(old.getName());
                entry.setTimeLocal(old.getTimeLocal());
                out.putNextEntry(entry);
                try (InputStream in = zip.getInputStream(old)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }
}
