package sc.fiji.pix2pix.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.StateTensor;
import sc.fiji.pix2pix.nn.Upsampling;

class RoundedModelTest {
    @TempDir
    Path folder;

    @Test
    void toTheNearestOfTenBits() {
        assertEquals(1, RoundedModel.rounded(1), 0);
        assertEquals(1 + 1f / 1024, RoundedModel.rounded(1 + 0.9f / 1024), 0);
        assertEquals(-1, RoundedModel.rounded(-1 - 0.4f / 1024), 0);
        assertEquals(2, RoundedModel.rounded(2 - 1e-5f), 0);
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            float value = (float) random.nextGaussian();
            assertEquals(value, RoundedModel.rounded(value), Math.abs(value) / 2048);
        }
    }

    @Test
    void theSmallerFileIsTheSameModel() throws IOException {
        GeneratorSettings settings = new GeneratorSettings(1, 1, 2, 16, NormKind.NONE, false, false, Upsampling.TRANSPOSED);
        ImageSide side = new ImageSide(PixelType.FLOAT32, IntensityMaps.same(new LinearMap(0, 1), 1));
        Path model = folder.resolve("model.zip");
        Path smaller = folder.resolve("smaller.zip");
        try (Generator generator = new Generator(settings, 1)) {
            ModelFile.write(model, new ModelDescription(settings, side, side, Map.of("pairs", 3), List.of()), generator.state(), null);
        }
        RoundedModel.main(new String[] {model.toString(), smaller.toString()});
        assertTrue(Files.size(smaller) < 0.7 * Files.size(model), Files.size(smaller) + " of " + Files.size(model));
        try (ModelFile before = ModelFile.open(model); ModelFile after = ModelFile.open(smaller); Generator one = new Generator(settings, 2); Generator other = new Generator(settings, 3)) {
            before.readGenerator(one.state());
            after.readGenerator(other.state());
            assertEquals(before.description().generator(), after.description().generator());
            assertEquals("10 bits of mantissa", after.description().training().get("roundedTo"));
            for (int i = 0; i < one.state().size(); i++) assertArrayEquals(rounded(one.state().get(i)), rounded(other.state().get(i)), 0);
        }
    }

    private static float[] rounded(StateTensor tensor) {
        float[] values = new float[tensor.count()];
        for (int i = 0; i < values.length; i++) values[i] = RoundedModel.rounded(tensor.values().get(i));
        return values;
    }
}
