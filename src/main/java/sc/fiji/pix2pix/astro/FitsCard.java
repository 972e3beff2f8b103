package sc.fiji.pix2pix.astro;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * One 80-character line of a FITS header in fixed format (FITS standard 4.0, section 4.2).
 *
 * @param keyword up to eight capital letters, digits, hyphens and underscores
 * @param value as it stands in the header, quotes of strings included
 * @param comment may be empty
 */
public record FitsCard(String keyword, String value, String comment) {
    public FitsCard {
        if (!keyword.matches("[A-Z0-9_-]{1,8}")) throw new IllegalArgumentException("'" + keyword + "' is not a FITS keyword: up to eight of A-Z, 0-9, - and _.");
        if (!(value + comment).matches("[ -~]*")) throw new IllegalArgumentException("The FITS card " + keyword + " has characters other than printable ASCII.");
        if (value.length() > 70) throw new IllegalArgumentException("The value of the FITS card " + keyword + " has more than 70 characters.");
    }

    public static FitsCard of(String keyword, String value, String comment) {
        return new FitsCard(keyword, String.format(Locale.ROOT, "'%-8s'", value.replace("'", "''")), comment);
    }

    public static FitsCard of(String keyword, long value, String comment) {
        return new FitsCard(keyword, Long.toString(value), comment);
    }

    /** @throws IllegalArgumentException if the value is not finite: FITS has no way to write it */
    public static FitsCard of(String keyword, double value, String comment) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("The FITS card " + keyword + " cannot hold " + value + ".");
        return new FitsCard(keyword, decimal(value), comment);
    }

    public static FitsCard of(String keyword, boolean value, String comment) {
        return new FitsCard(keyword, value ? "T" : "F", comment);
    }

    /** Not Double.toString: its digits depend on the Java version. */
    private static String decimal(double value) {
        BigDecimal digits = new BigDecimal(value).round(new MathContext(15)).stripTrailingZeros();
        return (digits.scale() < 1 ? digits.setScale(1) : digits).toString();
    }

    /** The 80 characters; a comment that is too long is cut. */
    String line() {
        String field = value.startsWith("'") ? String.format("%-20s", value) : String.format("%20s", value);
        String line = String.format("%-8s= %s%s", keyword, field, comment.isEmpty() ? "" : " / " + comment);
        return String.format("%-80s", line).substring(0, 80);
    }
}
