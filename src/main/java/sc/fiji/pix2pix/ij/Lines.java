package sc.fiji.pix2pix.ij;

import java.util.stream.Collectors;

/** Text for ImageJ's windows, which break no lines. */
final class Lines {
    private Lines() {}

    /** Breaks lines at spaces where they would be longer, but not those of a table, whose columns several spaces part. */
    static String wrap(String text, int length) {
        return text.lines().map(line -> line.length() <= length || line.strip().contains("  ") ? line : wrapLine(line, length)).collect(Collectors.joining("\n"));
    }

    private static String wrapLine(String line, int most) {
        StringBuilder text = new StringBuilder();
        int length = 0;
        for (String word : line.split(" ")) {
            boolean fits = length + 1 + word.length() <= most;
            if (length > 0) text.append(fits ? ' ' : '\n');
            length = length > 0 && fits ? length + 1 + word.length() : word.length();
            text.append(word);
        }
        return text.toString();
    }
}
