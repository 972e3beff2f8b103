package sc.fiji.pix2pix.commands;

import ij.measure.ResultsTable;
import sc.fiji.pix2pix.evaluation.Table;

/** Tables as ImageJ shows them. */
final class Tables {
    private Tables() {}

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
