package sc.fiji.pix2pix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import sc.fiji.pix2pix.host.ImageFiles;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.metrics.ContactSheet;
import sc.fiji.pix2pix.metrics.Psnr;
import sc.fiji.pix2pix.pairs.FolderPairs;
import sc.fiji.pix2pix.pairs.Pair;
import sc.fiji.pix2pix.pairs.PairSource;
import sc.fiji.pix2pix.train.EpochRecord;
import sc.fiji.pix2pix.train.TrainListener;
import sc.fiji.pix2pix.train.TrainSettings;
import sc.fiji.pix2pix.train.Trainer;

/**
 * The main job on the sample images: trains {@code small} on the simulated galaxies for at most three minutes, applies it to galaxies that it has
 * not seen, and prints and saves what became of them, under {@code target/demo}.
 */
public final class Demo {
    private static final Path GALAXIES = Path.of("sample-images", "galaxies");
    private static final Path FOLDER = Path.of("target", "demo");
    /** The rest of the three minutes is for the last validation, applying and saving. */
    private static final double TRAINING_SECONDS = 165;

    private Demo() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Files.createDirectories(FOLDER);
        Path model = FOLDER.resolve("galaxies.zip");
        train(model);
        Path output = Files.createDirectories(FOLDER.resolve("output"));
        String[] apply = {"applyfolder", "input=" + GALAXIES.resolve("test/input"), "model=" + model, "output=" + output};
        if (CommandLine.run(apply, System.out, System.err) != 0) throw new IOException("The model could not be applied.");
        judge(output);
    }

    private static void train(Path model) throws IOException {
        PairSource pairs = FolderPairs.open(GALAXIES.resolve("train/input"), GALAXIES.resolve("train/target"), ImageFiles::read);
        TrainSettings settings = TrainSettings.preset("small");
        System.out.printf(Locale.ROOT, "Training preset small on %d pairs for at most %.0f seconds%n", pairs.size(), TRAINING_SECONDS);
        Trainer.train(settings, pairs, Map.of("input", GALAXIES.resolve("train/input").toString(), "target", GALAXIES.resolve("train/target").toString()), model,
            new TimeLimit(TRAINING_SECONDS));
    }

    private static void judge(Path folder) throws IOException {
        PairSource test = FolderPairs.open(GALAXIES.resolve("test/input"), GALAXIES.resolve("test/target"), ImageFiles::read);
        PairSource results = FolderPairs.open(folder, GALAXIES.resolve("test/target"), ImageFiles::read);
        List<ContactSheet.Row> rows = new ArrayList<>();
        double before = 0;
        double after = 0;
        System.out.println("PSNR in linear flux; data range: highest minus lowest value of the truth");
        for (int i = 0; i < test.size(); i++) {
            Pair pair = test.load(i);
            Raster result = results.load(i).input();
            double range = Psnr.range(pair.target());
            double input = Psnr.of(pair.input(), pair.target(), range);
            double output = Psnr.of(result, pair.target(), range);
            String caption = ContactSheet.caption(pair.name(), input, output);
            System.out.println(caption);
            rows.add(new ContactSheet.Row(caption, pair.input(), result, pair.target()));
            before += input / test.size();
            after += output / test.size();
        }
        System.out.println(ContactSheet.caption("average", before, after));
        Path sheet = FOLDER.resolve("contact-sheet.png");
        ImageIO.write(ContactSheet.draw(rows), "png", sheet.toFile());
        System.out.println("Results: " + folder + ", " + sheet);
    }

    /** Prints each epoch and stops the training when its time is over. */
    private static final class TimeLimit implements TrainListener {
        private final double limit;
        private final long start = System.nanoTime();

        TimeLimit(double seconds) {
            limit = seconds;
        }

        private double seconds() {
            return (System.nanoTime() - start) / 1e9;
        }

        @Override
        public void report(double fraction, String message) {}

        @Override
        public boolean cancelled() {
            return seconds() > limit;
        }

        @Override
        public void note(String sentence) {
            System.out.println(sentence);
        }

        @Override
        public void epochEnded(List<EpochRecord> history) {
            EpochRecord e = history.get(history.size() - 1);
            System.out.printf(Locale.ROOT, "%4.0f s  epoch %d  L1 %.4f  D(real) %.2f  D(fake) %.2f  validation PSNR %.2f dB%n", seconds(), e.epoch(), e.lossL1(),
                e.dReal(), e.dFake(), e.validationPsnr());
        }
    }
}
