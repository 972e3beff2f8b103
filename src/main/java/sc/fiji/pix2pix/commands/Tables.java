package sc.fiji.pix2pix.commands;

import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import sc.fiji.pix2pix.evaluation.Table;
import sc.fiji.pix2pix.host.ImageSaver;

/** Tables as ImageJ shows them. */
final class Tables {
    private Tables() {}

    /** Fails early, before anything was computed: a table is a .csv file in a folder that can be written to. */
    static void check(Path file) throws IOException {
        if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv"))
            throw new IllegalArgumentException("The file " + file + " has to end in .csv, the format that tables are saved in.");
        ImageSaver.checkFolder(file);
    }

    static ResultsTable toResultsTable(Table table) {
        ResultsTable results = new ResultsTable();
        for (Table.Row row : table.rows()) {
            results.incrementCounter();
            results.addValue(table.label(), row.name());
            for (int i = 0; i < row.values().length; i++) results.addValue(table.columns().get(i), row.values()[i]);
        }
        for (int i = 0; i <= results.getLastColumn(); i++) results.setDecimalPlaces(i, ResultsTable.AUTO_FORMAT);
        return results;
    }
}
