package sc.fiji.pix2pix.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.pix2pix.evaluation.Summary;
import sc.fiji.pix2pix.experiments.GalaxyGanScores.Contender;
import sc.fiji.pix2pix.experiments.GalaxyGanTables.Shown;
import sc.fiji.pix2pix.metrics.Measure;
import sc.fiji.pix2pix.model.ModelDescription;
import sc.fiji.pix2pix.model.ModelFile;

/** The page that {@link GalaxyGan} writes. */
final class GalaxyGanPage {
    private final GalaxyGanPlan plan;
    private final List<GalaxyGanScores> scores;
    private final ModelDescription gan;
    private final ModelDescription l1;
    private final GalaxyGanTables tables;

    GalaxyGanPage(GalaxyGanPlan plan, List<GalaxyGanScores> scores, Path gan, Path l1) throws IOException {
        this.plan = plan;
        this.scores = scores;
        this.gan = description(gan);
        this.l1 = description(l1);
        this.tables = new GalaxyGanTables(scores);
    }

    private static ModelDescription description(Path model) throws IOException {
        try (ModelFile file = ModelFile.open(model)) {
            return file.description();
        }
    }

    String text() {
        GalaxyGanReading reading = new GalaxyGanReading(scores);
        String grids = Stream.of(Shown.PSNR, Shown.SSIM, Shown.FLUX, Shown.ELLIPTICITY, Shown.STRETCHED)
            .map(shown -> "### " + shown.label().substring(0, 1).toUpperCase(Locale.ROOT) + shown.label().substring(1) + "\n\n" + tables.grid(shown))
            .collect(Collectors.joining("\n"));
        return """
            # GalaxyGAN's experiment, repeated

            Schawinski et al. 2017 ([MNRAS 467, L110](https://arxiv.org/abs/1702.00403)) blurred images of galaxies, added noise, and had
            a GAN (pix2pix) undo both. Here that is repeated on simulated galaxies, with what the paper does not show beside it: the same
            generator trained without a discriminator, and Richardson-Lucy and Wiener at their best. `tools/galaxygan.sh` simulates,
            trains, judges and writes this page, figures and all.

            ## The whole grid

            Mean and standard error over %d test fields of one to three galaxies, each averaged over the %d settings; the best mean in
            bold. [evaluation.md](evaluation.md) says how each figure is found.

            %s
            ## What it says

            %s
            ## Setting by setting

            Seeing is the FWHM of the PSF that the sharp image was blurred by (%s pixels), noise the sky noise of the result over that of
            the sharp image.

            %s
            %s
            ## How it was done

            %s""".formatted(plan.tests(), scores.size(), tables.overall(), reading.text(), pixels(), grids, published(), method());
    }

    private String pixels() {
        return plan.seeing().stream().map(s -> String.format(Locale.ROOT, "%.1f", s / GalaxyGanPlan.PIXEL_SCALE)).collect(Collectors.joining(", "));
    }

    private String published() {
        GalaxyGanScores severe = scores.get(scores.size() - 1);
        StringBuilder rows = new StringBuilder();
        for (Contender contender : Contender.values()) {
            String theirs = switch (contender) {
                case GAN -> "37.2";
                case RICHARDSON_LUCY -> "18.7";
                default -> "";
            };
            rows.append("| ").append(contender.label).append(" | ").append(theirs).append(" | ").append(figure(Shown.PSNR, severe, contender)).append(" | ")
                .append(figure(Shown.STRETCHED, severe, contender)).append(" |\n");
        }
        return """
            ## Beside the published figures

            The paper gives PSNRs for one severe setting. Ours are those of the severest one here, %.1f" and %.0f sigma.

            | | published, dB | here, linear flux, dB | here, asinh stretch, dB |
            |---|---|---|---|
            %s| blind deconvolution | 19.9 | not repeated | |

            **The columns cannot be compared with each other:**

            - *What is measured.* Their PSNR is one of 8-bit pictures against a range of 255 (`tools/calculate.py` of [their
              code](https://github.com/SpaceML/GalaxyGAN_python)), made from flux by clipping to -0.1 to 4 and an asinh stretch, and
              stored as JPEG. Ours is one of flux, over the range of each truth, with its core unclipped; the stretched one is after this
              software's own asinh map, whose range is not theirs either. A stretch, a range or a clipped core alone move a PSNR by many
              dB: see the last two columns.
            - *The images.* 4,550 galaxies of the Sloan Digital Sky Survey at 0.01 < z < 0.02, three bands as the colours of one
              picture, 424 pixels shrunk to 256. Here they are simulated, in one band, at their own size.
            - *The classical methods.* [Their script](https://github.com/SpaceML/GalaxyGAN) (`roou.m`) calls MATLAB's `deconvblind` or
              `deconvlucy` with a Gaussian PSF cut off at 2 sigma and no other argument: a fixed number of iterations whatever the noise.
              Here the truth chooses the number of iterations for each image: that is an advantage over anything one can do in practice,
              and over the networks here.
            - *The networks.* They trained one for each FWHM and noise, for 20 epochs at batch 1 and tested by ten-fold cross-validation.
              Here one network serves the whole grid and is not told where in it an image lies; the classical methods are.

            So 37.2 against 18.7 dB is no measure of what a GAN gains over Richardson-Lucy. The tables above are one, for these galaxies.
            """.formatted(severe.setting().seeing(), severe.setting().noise(), rows);
    }

    private static String figure(Shown shown, GalaxyGanScores scores, Contender contender) {
        Summary summary = shown.of(List.of(scores), contender);
        return shown.number(summary.mean()) + " ± " + shown.number(summary.standardError());
    }

    private String method() {
        return """
            - **Sky.** This software's simulator (`simulate`): %d fields of %d x %d pixels with seeds 0 to %d for training, %d with seeds
              from %d for the test, in no training. Shapes of galaxies of the COSMOS field, enlarged 8 to 20 times as if they were nearer,
              with arms, knots and texture, on pixels of 0.396"; stars of 3.3 to 4 pixels FWHM (1.3" to 1.6", the Sloan survey's r-band
              seeing); a sky of 670 photons a pixel. The simulator's `pixelscale` is that of the galaxies before they are enlarged. Sharp
              images have the noise of their own photons, as those of a survey do. The test fields without that noise would
              score some %.1f dB at most, on average.
            - **Degradation.** GalaxyGAN's rule: a Gaussian PSF, then white noise of variance (k s)^2 - s2^2, s and s2 the sky noise of
              the sharp and of the blurred image. The test images are simulated beyond their edges, so that nothing is made up there.
            - **Networks.** This software's `train`, the settings that it was called with below; the GAN adds the adversarial loss to 100
              x L1 and is otherwise the same. U-Net of 4 levels that adds to its input, batch normalisation as in the paper (without it
              the discriminator learned next to nothing in a first trial), no dropout. Every crop of every epoch is blurred anew: FWHM evenly in %s", noise
              evenly in its logarithm in %s sigma. The state after the last epoch is judged, with averaged weights. Without normalisation,
              as `preset=small` is otherwise, the networks may keep flux better: that was not judged here. Both were trained for
              minutes, not days, and may gain from more.
            - **Richardson-Lucy, Wiener.** This software's own, with the true PSF; iterations and noise-to-signal ratio with the lowest
              error, found with the truth for each image. Richardson-Lucy knows the noise.

            | network | epochs | steps of %d crops | minutes | last D(real), D(fake) | validation L1 | validation PSNR |
            |---|---|---|---|---|---|---|
            %s%s
            ```
            simulate %s
            train %s
            ```

            The same version of the software, Java and number of cores give the same networks.
            """.formatted(plan.fields(), plan.size(), plan.size(), plan.fields() - 1, plan.tests(), GalaxyGanPlan.FIRST_TEST_SEED, ceiling(), range(plan.seeing()),
                range(plan.noise()), GalaxyGanPlan.BATCH, training("GAN", gan), training("L1 only", l1), keys(plan.simulate("fields")),
                keys(plan.train("fields/sharp", "l1.zip", "none")));
    }

    /** PSNR of an image that differs from the truth by the noise of the truth's sky alone; sources are noisier. The error gives the truth's range back. */
    private double ceiling() {
        List<GalaxyGanScores> one = scores.subList(0, 1);
        double[] psnr = GalaxyGanScores.byImage(one, Contender.INPUT, Measure.PSNR, v -> v);
        double[] error = GalaxyGanScores.byImage(one, Contender.INPUT, Measure.RMSE, v -> v);
        double sum = 0;
        for (int i = 0; i < psnr.length; i++) sum += psnr[i] + 20 * Math.log10(error[i] / plan.skySigma());
        return sum / psnr.length;
    }

    private String training(String name, ModelDescription model) {
        Map<String, Object> last = model.history().get(model.history().size() - 1);
        double minutes = model.history().stream().mapToDouble(epoch -> number(epoch, "seconds")).sum() / 60;
        double held = ((List<?>) model.training().get("validationPairs")).size();
        int epochs = model.history().size();
        double steps = epochs * Math.ceil((plan.fields() - held) * GalaxyGanPlan.CROPS / GalaxyGanPlan.BATCH);
        String balance = last.containsKey("dReal") ? String.format(Locale.ROOT, "%.2f, %.2f", number(last, "dReal"), number(last, "dFake")) : "";
        return String.format(Locale.ROOT, "| %s | %d | %.0f | %.0f | %s | %.3f | %.2f dB |%n", name, epochs, steps, minutes, balance, number(last, "validationL1"),
            number(last, "validationPsnr"));
    }

    private static double number(Map<String, Object> map, String key) {
        return map.get(key) instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    private static String range(List<Double> values) {
        return (values.get(0) + " to " + values.get(values.size() - 1)).replace(".0", "");
    }

    private static String keys(Map<String, String> keys) {
        return keys.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(" "));
    }
}
