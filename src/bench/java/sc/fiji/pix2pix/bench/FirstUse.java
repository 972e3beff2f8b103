package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.pix2pix.image.PixelType;
import sc.fiji.pix2pix.image.Raster;
import sc.fiji.pix2pix.predict.Predictor;
import sc.fiji.pix2pix.predict.TileSettings;
import sc.fiji.pix2pix.progress.Progress;

/** A fresh program that applies a model to an image of one tile. */
final class FirstUse {

    private FirstUse() {}

    /** @param args the model file */
    public static void main(String[] args) throws IOException {
        try (Predictor predictor = Predictor.open(Path.of(args[0]))) {
            predictor.apply(new Raster(256, 256, predictor.description().input().channels(), PixelType.FLOAT32), TileSettings.AUTOMATIC, Progress.NONE);
            System.out.println("= done");
        }
    }

    /** Milliseconds from the start of the process to the end of the first tile. */
    static double measure(Path model) throws IOException {
        long start = System.nanoTime();
        Process process = Workers.installed(FirstUse.class, model.toString()).start();
        String said = new String(process.getInputStream().readNBytes("= done".length()));
        double ms = (System.nanoTime() - start) / 1e6;
        process.onExit().join();
        if (!said.equals("= done")) throw new IOException("The first use failed; see " + Workers.file("first-use.log") + ".");
        return ms;
    }
}
