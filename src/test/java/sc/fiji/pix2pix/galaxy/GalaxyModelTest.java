package sc.fiji.pix2pix.galaxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.astro.Convolution;
import sc.fiji.pix2pix.astro.Kernel;
import sc.fiji.pix2pix.astro.NetworkInput;
import sc.fiji.pix2pix.astro.Noise;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.intensity.AsinhMap;
import sc.fiji.pix2pix.intensity.IntensityMaps;
import sc.fiji.pix2pix.intensity.LinearMap;
import sc.fiji.pix2pix.model.ImageSide;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;
import sc.fiji.pix2pix.nn.Generator;
import sc.fiji.pix2pix.nn.GeneratorSettings;
import sc.fiji.pix2pix.nn.NnAccess;
import sc.fiji.pix2pix.nn.NormKind;
import sc.fiji.pix2pix.nn.Upsampling;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;

/** With a network that gives the plain mean of the versions it is given: all weights are 0. */
public class GalaxyModelTest {
    @TempDir
    Path folder;

    /** A model of weights 0, trained for FWHM 2 to 6 pixels and sources of 1 to 1000 times the noise. */
    public static Path plain(Path file, boolean conditions) throws IOException {
        GeneratorSettings settings = new GeneratorSettings(NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS, 1, 2, 4, NormKind.NONE, false, false, Upsampling.TRANSPOSED,
            NetworkInput.VERSIONS, 0);
        IntensityMaps values = IntensityMaps.same(new AsinhMap(0, 10, -5, 5000), 1);
        IntensityMaps planes = new IntensityMaps(List.of(new LinearMap(2, 6), new LinearMap(-3, 0)));
        Map<String, Object> data = Map.of("sharp", "fields", "fwhm", "2.0-6.0", "conditions", conditions);
        try (Generator generator = new Generator(settings, 1)) {
            NnAccess.zero(generator);
            ModelFile.write(file, new ModelDescription(settings, new ImageSide(PixelType.FLOAT32, IntensityMaps.same(values.get(0), NetworkInput.VERSIONS).and(planes)), new ImageSide(PixelType.FLOAT32, values),
                Map.of("data", data), List.of()), generator.state(), null);
        }
        return file;
    }

    /** With weights at random, so that every plane matters. */
    @Test
    void aModelThatAsksForTheWidthOfStarsIsToldIt() throws IOException {
        GeneratorSettings settings = new GeneratorSettings(NetworkInput.VERSIONS + NetworkInput.LEAST_CONDITIONS + 1, 1, 2, 4, NormKind.NONE, false, false, Upsampling.TRANSPOSED,
            NetworkInput.VERSIONS, 2);
        IntensityMaps values = IntensityMaps.same(new AsinhMap(0, 10, -5, 5000), 1);
        IntensityMaps planes = new IntensityMaps(List.of(new LinearMap(2, 6), new LinearMap(-3, 0), new LinearMap(0, 3.5)));
        Path file = folder.resolve("stars.zip");
        try (Generator generator = new Generator(settings, 1)) {
            ModelFile.write(file, new ModelDescription(settings, new ImageSide(PixelType.FLOAT32, IntensityMaps.same(values.get(0), NetworkInput.VERSIONS).and(planes)),
                new ImageSide(PixelType.FLOAT32, values), Map.of("data", Map.of("fwhm", "2-6", "starfwhm_px", "1.6-3.5", "conditions", true)), List.of()), generator.state(), null);
        }
        Raster image = field(1, 0);
        try (GalaxyModel model = GalaxyModel.open(file)) {
            assertTrue(model.asksForStars());
            Observation seen = new Observation(4, 0, 1);
            float[] untold = model.deconvolve(image, seen, true, TileSettings.AUTOMATIC, Progress.NONE).plane(0);
            float[] sharp = model.deconvolve(image, seen.withStars(1.7), true, TileSettings.AUTOMATIC, Progress.NONE).plane(0);
            float[] wide = model.deconvolve(image, seen.withStars(3.4), true, TileSettings.AUTOMATIC, Progress.NONE).plane(0);
            assertTrue(Math.abs(sharp[4000] - untold[4000]) > 1e-6 && Math.abs(wide[4000] - sharp[4000]) > 1e-6, untold[4000] + " " + sharp[4000] + " " + wide[4000]);
            assertEquals(List.of(), model.domain().warnings(image, seen.withStars(2), OptionalDouble.empty(), OptionalDouble.empty()));
            assertTrue(only(model.domain().warnings(image, seen.withStars(1.2), OptionalDouble.empty(), OptionalDouble.empty())).contains("1.600 to 3.500"));
        }
        assertThrows(IllegalArgumentException.class, () -> new Observation(3, 0, 1).withStars(-1));
    }

    private static Raster field(double scale, double offset) {
        Raster image = new Raster(96, 80, 1, PixelType.FLOAT32);
        Noise.addWhite(image, 1, new Random(2));
        image.plane(0)[40 * 96 + 50] += 300;
        for (int i = 0; i < image.plane(0).length; i++) image.plane(0)[i] = (float) (scale * image.plane(0)[i] + offset);
        return image;
    }

    @Test
    void unitsAndMissingPixelsComeBack() throws IOException {
        Raster image = field(1, 0);
        Raster faint = field(1e-12, 3e-10);
        image.plane(0)[5] = Float.NaN;
        faint.plane(0)[5] = Float.NaN;
        try (GalaxyModel model = GalaxyModel.open(plain(folder.resolve("m.zip"), true))) {
            Raster restored = model.deconvolve(image, new Observation(4, 0, 1), false, TileSettings.AUTOMATIC, Progress.NONE);
            Raster other = model.deconvolve(faint, new Observation(4, 3e-10, 1e-12), false, TileSettings.AUTOMATIC, Progress.NONE);
            for (int i = 0; i < image.plane(0).length; i++) assertEquals(1e-12 * restored.plane(0)[i] + 3e-10, other.plane(0)[i], 1e-14, "pixel " + i);
            assertTrue(Float.isNaN(restored.plane(0)[5]));
            assertTrue(Float.isFinite(restored.plane(0)[6]));
        }
    }

    @Test
    void saysInWordsWhatIsOutsideItsTraining() throws IOException {
        Raster image = field(1, 0);
        try (GalaxyModel model = GalaxyModel.bundled(plain(folder.resolve("m.zip"), true))) {
            TrainedDomain domain = model.domain();
            assertEquals(List.of(), domain.warnings(image, new Observation(4, 0, 1), OptionalDouble.of(0.05), OptionalDouble.empty()));
            assertEquals(List.of(), domain.warnings(image, new Observation(4, 0, 1), OptionalDouble.empty(), OptionalDouble.empty()));
            assertTrue(only(domain.warnings(image, new Observation(7.5, 0, 1), OptionalDouble.empty(), OptionalDouble.empty())).contains("7.50 pixels"));
            assertTrue(only(domain.warnings(image, new Observation(4, 0, 1), OptionalDouble.of(0.4), OptionalDouble.empty())).contains("0.400 arcseconds"));
            assertTrue(only(domain.warnings(image, new Observation(4, 0, 1e-3), OptionalDouble.empty(), OptionalDouble.empty())).contains("distrust its core"));
            assertTrue(only(domain.warnings(image, new Observation(4, 0, 50), OptionalDouble.empty(), OptionalDouble.empty())).contains("stands out of its noise"));
            float highest = Float.NEGATIVE_INFINITY;
            for (float value : image.plane(0)) highest = Math.max(highest, value);
            String saturated = only(domain.warnings(image, new Observation(4, 0, 1), OptionalDouble.empty(), OptionalDouble.of(highest)));
            assertTrue(saturated.contains("that reach the detector's saturation"), saturated);
            assertEquals(List.of(), domain.warnings(image, new Observation(4, 0, 1), OptionalDouble.empty(), OptionalDouble.of(2 * highest)));
        }
    }

    /** As a slip of the decimal point gives it: it would take hours, and mean nothing. */
    @Test
    void aPsfLargerThanTheImageIsRefusedAtOnce() throws IOException {
        Raster image = field(1, 0);
        try (GalaxyModel model = GalaxyModel.bundled(plain(folder.resolve("m.zip"), true))) {
            for (double fwhm : new double[] {61, image.width() + 1, 5000}) {
                Observation seen = new Observation(Kernel.gaussian(4), fwhm, 0, 1, 0);
                String message = assertThrows(IllegalArgumentException.class, () -> model.deconvolve(image, seen, true, TileSettings.AUTOMATIC, Progress.NONE)).getMessage();
                assertTrue(message.contains("trained for 2.000 to 6.000") && message.contains("correct the FWHM"), message);
            }
        }
    }

    private static String only(List<String> warnings) {
        assertEquals(1, warnings.size(), warnings.toString());
        return warnings.get(0);
    }

    @Test
    void modelsThatCannotBeToldAreRefused() throws IOException {
        Path file = plain(folder.resolve("plain.zip"), false);
        assertTrue(assertThrows(IOException.class, () -> GalaxyModel.open(file)).getMessage().contains("plain.zip"));
        assertThrows(IllegalArgumentException.class, () -> new Observation(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Observation(3, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Observation(3, Double.NaN, 1));
    }

    @Test
    void thePinBringsLostFluxBack() {
        Raster sharp = new Raster(128, 128, 1, PixelType.FLOAT32);
        Arrays.fill(sharp.plane(0), 10);
        sharp.plane(0)[64 * 128 + 64] = 5000;
        Raster observed = Convolution.fast(sharp, Kernel.gaussian(3), Convolution.Edge.NEAREST);
        Raster wrong = new Raster(128, 128, 1, PixelType.FLOAT32);
        for (int i = 0; i < wrong.plane(0).length; i++) wrong.plane(0)[i] = 0.9f * sharp.plane(0)[i];
        Raster pinned = FluxPin.apply(observed, wrong, 3);
        double wanted = 0;
        double found = 0;
        for (int i = 0; i < sharp.plane(0).length; i++) {
            wanted += sharp.plane(0)[i];
            found += pinned.plane(0)[i];
        }
        assertEquals(wanted, found, 1e-4 * wanted);
        assertEquals(10, pinned.plane(0)[0], 1e-3);
        Raster right = FluxPin.apply(observed, sharp, 3);
        for (int i = 0; i < sharp.plane(0).length; i++) assertEquals(sharp.plane(0)[i], right.plane(0)[i], 0.3, "a right result stays");
    }
}
