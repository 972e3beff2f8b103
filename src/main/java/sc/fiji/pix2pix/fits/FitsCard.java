package sc.fiji.pix2pix.fits;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/**
 * One 80-character line of a FITS header (standard 4.0, section 4). A card that was read stays as it was, to the character; only characters
 * that FITS does not have become question marks or spaces.
 *
 * @param line 80 characters of printable ASCII; a shorter line is filled with spaces
 */
public record FitsCard(String line) {
    static final int LENGTH = 80;
    private static final int MOST_DIGITS = 70;
    private static final int LARGEST_EXPONENT = 400;

    public FitsCard {
        if (line.length() > LENGTH) throw new IllegalArgumentException("A FITS card has 80 characters, not " + line.length() + ": " + line);
        line = printable(line) + " ".repeat(LENGTH - line.length());
    }

    public static FitsCard of(String keyword, String value, String comment) {
        return written(keyword, quoted(value), comment);
    }

    public static FitsCard of(String keyword, long value, String comment) {
        return written(keyword, Long.toString(value), comment);
    }

    /** @throws IllegalArgumentException if the value is not finite: FITS has no way to write it */
    public static FitsCard of(String keyword, double value, String comment) {
        if (!Double.isFinite(value)) throw new IllegalArgumentException("The FITS card " + keyword + " cannot hold " + value + ".");
        return written(keyword, decimal(value), comment);
    }

    public static FitsCard of(String keyword, boolean value, String comment) {
        return written(keyword, value ? "T" : "F", comment);
    }

    /** A card without a value: HISTORY or COMMENT with up to 72 characters. */
    static FitsCard commentary(String keyword, String text) {
        return new FitsCard(String.format("%-8s", keyword) + text);
    }

    /** Value and comment behind a keyword, in fixed format; a comment that is too long is cut. */
    private static FitsCard written(String keyword, String value, String comment) {
        if (!keyword.matches("[A-Z0-9_-]{1,8}"))
            throw new IllegalArgumentException("'" + keyword + "' is not a FITS keyword: up to eight of A-Z, 0-9, - and _.");
        if (!(value + comment).matches("[ -~]*"))
            throw new IllegalArgumentException("The FITS card " + keyword + " has characters other than printable ASCII.");
        if (value.length() > MOST_DIGITS)
            throw new IllegalArgumentException("The value of the FITS card " + keyword + " has more than 70 characters.");
        String field = String.format(value.startsWith("'") ? "%-20s" : "%20s", value);
        String line = String.format("%-8s= %s%s", keyword, field, comment.isEmpty() ? "" : " / " + comment);
        return new FitsCard(line.substring(0, Math.min(LENGTH, line.length())));
    }

    private static String quoted(String value) {
        return String.format(Locale.ROOT, "'%-8s'", value.replace("'", "''"));
    }

    /** Not Double.toString: its digits depend on the Java version. */
    private static String decimal(double value) {
        BigDecimal digits = new BigDecimal(value).round(new MathContext(15)).stripTrailingZeros();
        return (digits.scale() < 1 ? digits.setScale(1) : digits).toString();
    }

    private static String printable(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 127) result.setCharAt(i, ' ');
            else if (c > '~') result.setCharAt(i, '?');
        }
        return result.toString();
    }

    /** Up to eight characters; empty for a comment without keyword. */
    public String keyword() {
        return line.substring(0, 8).stripTrailing();
    }

    /** Whether the card has a value indicator: HISTORY, COMMENT, CONTINUE, HIERARCH and blank cards have none. */
    boolean hasValue() {
        return line.charAt(8) == '=' && !line.startsWith(" ");
    }

    /** The value of a string card without its quotes and trailing spaces. */
    public Optional<String> text() {
        String field = field();
        return field.startsWith("'") ? Optional.of(unquoted(field)) : Optional.empty();
    }

    /** The value of a number card, exactly as its digits say; empty also for a number beyond all reason. */
    public Optional<BigDecimal> number() {
        String field = field().toUpperCase(Locale.ROOT).replace('D', 'E');
        if (!field.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(E[+-]?[0-9]{1,4})?")) return Optional.empty();
        BigDecimal value = new BigDecimal(field);
        return Math.abs((long) value.scale()) > LARGEST_EXPONENT ? Optional.empty() : Optional.of(value);
    }

    /** The value of a logical card. */
    public Optional<Boolean> flag() {
        return switch (field()) {
            case "T" -> Optional.of(true);
            case "F" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** What follows the value's slash, without spaces around it. */
    public String comment() {
        if (!hasValue()) return "";
        int slash = endOfValue();
        return slash < 0 ? "" : line.substring(slash + 1).strip();
    }

    /** The same card with another number: keyword and comment stay. */
    FitsCard withNumber(BigDecimal value) {
        String digits = value.toPlainString();
        if (digits.length() > MOST_DIGITS) digits = value.round(new MathContext(17)).toString();
        return written(keyword(), digits, comment());
    }

    /** The value as it stands in the card, quotes included. */
    private String field() {
        if (!hasValue()) return "";
        int slash = endOfValue();
        return (slash < 0 ? line.substring(9) : line.substring(9, slash)).strip();
    }

    /** Where the slash before the comment is; -1 if there is none. */
    private int endOfValue() {
        boolean quoted = false;
        for (int i = 9; i < LENGTH; i++) {
            if (line.charAt(i) == '\'') quoted = !quoted;
            else if (line.charAt(i) == '/' && !quoted) return i;
        }
        return -1;
    }

    private static String unquoted(String field) {
        int end = field.length() > 1 && field.endsWith("'") ? field.length() - 1 : field.length();
        return field.substring(1, end).replace("''", "'").stripTrailing();
    }
}
