package sc.fiji.pix2pix.ij;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Reads a macro's options string, {@code key=value key=[value with spaces] switch}. ImageJ's own reader finds {@code model} inside {@code
 * old_model} and inside other values; this one goes through the string once. Brackets nest; a value may also stand between single quotes.
 */
final class MacroOptions {
    private final String text;
    private final UnaryOperator<String> variables;
    private int position;

    private MacroOptions(String text, UnaryOperator<String> variables) {
        this.text = text;
        this.variables = variables;
    }

    /**
     * @param variables gives the value of a macro variable for {@code key=&name}, null if there is none
     * @return values by lower-case key; a switch has the value "true"
     * @throws IllegalArgumentException if the string cannot be read or names a key twice
     */
    static Map<String, String> parse(String text, UnaryOperator<String> variables) {
        return new MacroOptions(text, variables).read();
    }

    private Map<String, String> read() {
        Map<String, String> values = new LinkedHashMap<>();
        for (skipSpaces(); position < text.length(); skipSpaces()) {
            int start = position;
            while (position < text.length() && text.charAt(position) != '=' && !Character.isWhitespace(text.charAt(position))) position++;
            String key = text.substring(start, position).toLowerCase(Locale.ROOT);
            if (key.isEmpty()) throw new IllegalArgumentException("The options \"" + text.trim() + "\" have a value without a key.");
            String value = "true";
            if (position < text.length() && text.charAt(position) == '=') {
                position++;
                value = value(key);
            }
            if (values.put(key, value) != null) throw new IllegalArgumentException("The options name \"" + key + "\" twice.");
        }
        return values;
    }

    private void skipSpaces() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) position++;
    }

    private String value(String key) {
        char first = position < text.length() ? text.charAt(position) : ' ';
        if (first == '[' || first == '\'') {
            int end = first == '[' ? closingBracket(key) : closingQuote(key);
            String value = text.substring(position + 1, end);
            position = end + 1;
            if (position < text.length() && !Character.isWhitespace(text.charAt(position)))
                throw new IllegalArgumentException("After the value of \"" + key + "\" a space has to follow in \"" + text.trim() + "\".");
            return value;
        }
        int start = position;
        while (position < text.length() && !Character.isWhitespace(text.charAt(position))) position++;
        String value = text.substring(start, position);
        if (!value.startsWith("&")) return value;
        String variable = variables.apply(value.substring(1));
        return variable == null ? value : variable;
    }

    private int closingBracket(String key) {
        int depth = 0;
        for (int i = position; i < text.length(); i++) {
            if (text.charAt(i) == '[') depth++;
            else if (text.charAt(i) == ']' && --depth == 0) return i;
        }
        throw new IllegalArgumentException("The value of \"" + key + "\" has no closing bracket.");
    }

    private int closingQuote(String key) {
        int end = text.indexOf('\'', position + 1);
        if (end < 0) throw new IllegalArgumentException("The value of \"" + key + "\" has no closing quote.");
        return end;
    }
}
