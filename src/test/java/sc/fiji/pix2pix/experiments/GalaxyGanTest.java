package sc.fiji.pix2pix.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.pix2pix.evaluation.Summary;
import sc.fiji.pix2pix.experiments.GalaxyGanScores.Contender;
import sc.fiji.pix2pix.metrics.Measure;
import sc.fiji.pix2pix.model.ModelFile;

class GalaxyGanTest {
    /** One place of the quick grid. */
    private static final GalaxyGanPlan QUICK = plan(GalaxyGanPlan.QUICK.tests(), GalaxyGanPlan.QUICK.epochs());

    @TempDir
    Path folder;

    @Test
    void aStoppedExperimentGoesOnAndItsPageHoldsEverySettingAndMethod() throws IOException {
        Path page = folder.resolve("page.md");
        run(plan(1, 1), page);
        assertEquals(1, epochs("gan-latest.zip"));
        String log = run(QUICK, page);
        assertTrue(log.contains("continue {"), log);
        assertEquals(QUICK.epochs(), epochs("gan-latest.zip"));
        assertEquals(QUICK.epochs(), epochs("l1-latest.zip"));
        String text = Files.readString(page);
        assertTrue(text.contains("| FWHM | noise | input | Richardson-Lucy | Wiener | L1 only | GAN |"), text);
        assertEquals(5, text.split("\\| 1.4\" \\| 10 \\| ", -1).length - 1, text);
        assertTrue(text.contains("37.2") && text.contains("18.7") && text.contains("19.9"), text);
        assertTrue(text.contains("error of the total flux") && !text.contains("NaN") && !text.contains("null"), text);

        log = run(QUICK, page);
        assertTrue(!log.contains("simulate {") && !log.contains("train {") && !log.contains("continue {"), log);
        assertEquals(text, Files.readString(page));
    }

    private static GalaxyGanPlan plan(int tests, int epochs) {
        GalaxyGanPlan quick = GalaxyGanPlan.QUICK;
        return new GalaxyGanPlan(quick.fields(), quick.size(), tests, List.of(1.4), quick.noise(), quick.width(), quick.crop(), epochs);
    }

    private String run(GalaxyGanPlan plan, Path page) throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        GalaxyGan.run(plan, folder.resolve("work"), page, new PrintStream(log));
        return log.toString();
    }

    private int epochs(String name) throws IOException {
        try (ModelFile file = ModelFile.open(folder.resolve("work").resolve(name))) {
            return file.description().history().size();
        }
    }

    /** Two images in two settings: PSNR 10 and 20 in the first, 14 and 28 in the second by the GAN, 1 less everywhere by L1. Image means 12 and 24. */
    @Test
    void theErrorIsThatOfTheImagesNotOfImagesAndSettings() {
        List<GalaxyGanScores> scores = List.of(scores(10, 20), scores(14, 28));
        Summary gan = GalaxyGanScores.summary(scores, Contender.GAN, Measure.PSNR, v -> v);
        assertEquals(18, gan.mean(), 1e-12);
        assertEquals(6, gan.standardError(), 1e-12);
        assertEquals(2, gan.count());
        Summary gain = GalaxyGanScores.difference(scores, Contender.GAN, Contender.L1, Measure.PSNR);
        assertEquals(1, gain.mean(), 1e-12);
        assertEquals(0, gain.standardError(), 1e-12);
        assertEquals(0, GalaxyGanScores.summary(scores, Contender.GAN, Measure.SSIM, v -> v).count());
    }

    private static GalaxyGanScores scores(double first, double second) {
        return GalaxyGanScores.read(new GalaxyGanPlan.Setting(1.4, 1), List.of(line(0, Contender.GAN, first), line(1, Contender.GAN, second),
            line(0, Contender.L1, first - 1), line(1, Contender.L1, second - 1)));
    }

    private static String line(int image, Contender contender, double psnr) {
        String figures = Arrays.stream(Measure.values()).map(m -> m == Measure.PSNR ? Double.toString(psnr) : "NaN").collect(Collectors.joining(","));
        return image + "," + contender + "," + figures;
    }

    /** Every setting of the grid lies in what the networks are trained on, and no test field is a training field. */
    @Test
    void theTestIsUnseenAndInRange() {
        GalaxyGanPlan plan = GalaxyGanPlan.FULL;
        assertEquals("1.4-2.5", plan.train("", "", "bce").get("fwhm"));
        assertEquals("1.0-10.0", plan.train("", "", "bce").get("noise"));
        assertEquals(16, plan.settings().size());
        assertTrue(plan.fields() <= GalaxyGanPlan.FIRST_TEST_SEED);
        assertEquals(2.5 / 0.396, plan.settings().get(15).psf().fwhm(), 0.05);
    }
}
