package sc.fiji.pix2pix.commands;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import sc.fiji.pix2pix.evaluation.Evaluation;
import sc.fiji.pix2pix.evaluation.EvaluationTables;
import sc.fiji.pix2pix.evaluation.Table;
import sc.fiji.pix2pix.model.AtomicFile;

/** The files of an evaluation: NAME.csv, and beside it NAME-flux.csv, NAME-detections.csv and NAME.png. Each appears whole or not at all. */
final class EvaluationFiles {
    private static final int ABOUT_A_PICTURE = 4 << 20;
    private final Path table;

    private EvaluationFiles(Path table) {
        this.table = table;
    }

    /** Fails early, before anything was computed. */
    static EvaluationFiles at(Path table) throws IOException {
        Tables.check(table);
        return new EvaluationFiles(table);
    }

    void write(Evaluation evaluation, BufferedImage sheet) throws IOException {
        write(EvaluationTables.fluxes(evaluation), sibling("-flux.csv"));
        write(EvaluationTables.detections(evaluation), sibling("-detections.csv"));
        AtomicFile.write(sibling(".png"), ABOUT_A_PICTURE, out -> ImageIO.write(sheet, "png", out));
        write(EvaluationTables.images(evaluation), table);
    }

    private Path sibling(String ending) {
        String name = table.getFileName().toString();
        return table.resolveSibling(name.substring(0, name.length() - ".csv".length()) + ending);
    }

    private static void write(Table table, Path file) throws IOException {
        byte[] text = table.toCsv().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, text.length, out -> out.write(text));
    }
}
