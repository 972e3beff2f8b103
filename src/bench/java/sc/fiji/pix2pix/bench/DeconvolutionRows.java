package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.util.List;

/** Richardson-Lucy against scikit-image, where a Python has it. */
final class DeconvolutionRows {
    private static final String WORK = "Richardson-Lucy, 2048 x 2048, PSF of 17 x 17 pixels, 30 iterations";
    private static final double TARGET = 0.5;
    private static final Object[] TASK = {2048, 5, 17, 30};

    private final Effort effort;

    DeconvolutionRows(Effort effort) {
        this.effort = effort;
    }

    List<Row> measure() throws IOException {
        String python = System.getProperty("bench.python", "/usr/bin/python3");
        if (!hasScikitImage(python)) return List.of(Row.notRun(WORK, TARGET, python + " has no scikit-image"));
        try (Worker own = Workers.own("2g"); Worker peer = Workers.python(python, "richardson_lucy.py")) {
            own.ask("prepare", "richardsonlucy", TASK[0], TASK[1], TASK[2], TASK[3], "float32");
            peer.ask("prepare", TASK[0], TASK[1], TASK[2], TASK[3]);
            Contest contest = Contest.of(own, peer, 1, effort.times(3), 1);
            System.out.println(WORK + ": " + contest);
            return List.of(Row.of(WORK, "scikit-image", contest, TARGET, Double.NaN));
        }
    }

    private static boolean hasScikitImage(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import skimage.restoration").redirectErrorStream(true)
                .redirectOutput(Workers.file("python.log").toFile()).start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
