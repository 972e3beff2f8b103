package sc.fiji.pix2pix.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of numbers with a name each.
 *
 * @param title what the table shows
 * @param label head of the column of names
 * @param columns heads of the columns of numbers
 * @param rows in order
 */
public record Table(String title, String label, List<String> columns, List<Row> rows) {
    /** Whole numbers up to here have all their digits. */
    private static final double EXACT = 1L << 53;

    /** @param values one for each column; NaN where there is none */
    public record Row(String name, double... values) {}

    /**
     * Comma-separated values with a line of heads (RFC 4180); whole numbers with all digits, others with seven, nothing for NaN, {@code Infinity} for infinite ones.
     */
    public String toCsv() {
        List<String> lines = new ArrayList<>();
        List<String> heads = new ArrayList<>(List.of(quoted(label)));
        columns.forEach(c -> heads.add(quoted(c)));
        lines.add(String.join(",", heads));
        for (Row row : rows) {
            List<String> fields = new ArrayList<>(List.of(quoted(row.name)));
            for (double value : row.values) fields.add(number(value));
            lines.add(String.join(",", fields));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String number(double value) {
        if (Double.isNaN(value)) return "";
        if (value == Math.rint(value) && Math.abs(value) < EXACT) return String.valueOf((long) value);
        return Double.isInfinite(value) ? String.valueOf(value) : String.format(Locale.ROOT, "%.7g", value);
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
