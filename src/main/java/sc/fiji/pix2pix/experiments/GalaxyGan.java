package sc.fiji.pix2pix.experiments;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import sc.fiji.pix2pix.commands.CommandCall;
import sc.fiji.pix2pix.commands.CommandEntry;
import sc.fiji.pix2pix.model.ModelFile;

/**
 * The experiment of GalaxyGAN (Schawinski et al. 2017, MNRAS 467, L110) on simulated galaxies, with the same generator without a discriminator and
 * the classical methods at their best beside it. Simulates, trains both networks, judges all methods over a grid of seeing and noise on galaxies that
 * no training saw, and writes the page docs/galaxygan.md. Stopped and started again it goes on where it was.
 *
 * <pre>java ... sc.fiji.pix2pix.experiments.GalaxyGan [folder for fields, models and scores] [page to write] [quick]</pre>
 *
 * With {@code quick} everything is tiny: to see that it runs.
 */
public final class GalaxyGan {
    private static final String GAN = "gan.zip";
    private static final String L1 = "l1.zip";

    private final GalaxyGanPlan plan;
    private final Path folder;
    private final PrintStream out;

    private GalaxyGan(GalaxyGanPlan plan, Path folder, PrintStream out) {
        this.plan = plan;
        this.folder = folder;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        boolean quick = Arrays.asList(args).contains("quick");
        List<String> paths = Arrays.stream(args).filter(a -> !a.equals("quick")).toList();
        Path folder = Path.of(paths.isEmpty() ? "target/galaxygan" : paths.get(0));
        Path page = paths.size() < 2 ? folder.resolve("galaxygan.md") : Path.of(paths.get(1));
        run(quick ? GalaxyGanPlan.QUICK : GalaxyGanPlan.FULL, folder, page, System.out);
    }

    static void run(GalaxyGanPlan plan, Path folder, Path page, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        new GalaxyGan(plan, folder, out).run(page);
    }

    private void run(Path page) throws IOException {
        if (!Files.exists(folder.resolve("fields/fields.csv"))) call(CommandEntry.SIMULATE, plan.simulate(folder.resolve("fields").toString()));
        Path gan = train(GAN, "bce");
        Path l1 = train(L1, "none");
        List<GalaxyGanScores> scores = new ArrayList<>();
        for (GalaxyGanPlan.Setting setting : plan.settings()) {
            scores.add(GalaxyGanScores.of(plan, setting, gan, l1, folder));
            out.println("FWHM " + setting.seeing() + " arcsec, noise " + setting.noise() + " sigma judged");
        }
        Files.writeString(page, new GalaxyGanPage(plan, scores, gan, l1).text());
        out.println("Page: " + page);
    }

    /** @return the state after the last epoch: the best by its validation L1 would be the GAN at its least adversarial */
    private Path train(String name, String loss) throws IOException {
        Path model = folder.resolve(name);
        Path latest = folder.resolve(name.replace(".zip", "-latest.zip"));
        if (!Files.exists(latest)) {
            call(CommandEntry.TRAIN, plan.train(folder.resolve("fields/sharp").toString(), model.toString(), loss));
            return latest;
        }
        int left = plan.epochs() - epochs(latest);
        if (left > 0) call(CommandEntry.CONTINUE, Map.of("model", model.toString(), "epochs", Integer.toString(left)));
        return latest;
    }

    private static int epochs(Path model) throws IOException {
        try (ModelFile file = ModelFile.open(model)) {
            return file.description().history().size();
        }
    }

    private void call(CommandEntry entry, Map<String, String> inputs) throws IOException {
        out.println(entry.id() + " " + inputs);
        CommandCall.run(entry, inputs);
    }
}
