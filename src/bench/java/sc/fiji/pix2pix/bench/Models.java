package sc.fiji.pix2pix.bench;

import java.io.IOException;
import java.nio.file.Path;

/** The model files that inference is measured with, written once per run: the paper's generator of three channels with random weights. */
final class Models {
    static final int CHANNELS = 3;

    private Models() {}

    static Path zip(int width) {
        return Workers.file("width-" + width + ".zip");
    }

    /** The same weights. */
    static Path onnx(int width) {
        return Workers.file("width-" + width + ".onnx");
    }

    static void write(int... widths) throws IOException {
        try (Worker own = Workers.own("2g")) {
            for (int width : widths) own.ask("model", CHANNELS, width, zip(width), onnx(width));
        }
    }
}
