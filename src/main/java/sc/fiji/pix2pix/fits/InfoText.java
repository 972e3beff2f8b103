package sc.fiji.pix2pix.fits;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A header as text among other text: the lines from SIMPLE (or XTENSION) to END. */
final class InfoText {
    private static final String END = "END";
    private static final String HISTORY = "HISTORY ";

    private InfoText() {}

    /** Where a header lies in the lines of a text; {@code from == to} if there is none. */
    private record Place(List<String> lines, int from, int to) {}

    static String of(FitsHeader header) {
        StringBuilder text = new StringBuilder();
        for (FitsCard card : header.cards()) text.append(card.line().stripTrailing()).append('\n');
        return text.append(END).append('\n').toString();
    }

    static FitsHeader parse(String info) {
        Place place = find(info);
        Stream<String> lines = place.from < place.to ? place.lines.subList(place.from, place.to - 1).stream()
            : place.lines.stream().filter(line -> line.startsWith(HISTORY));
        return FitsHeader.of(lines.map(InfoText::card).toList());
    }

    private static FitsCard card(String line) {
        String text = line.stripTrailing();
        return new FitsCard(text.substring(0, Math.min(FitsCard.LENGTH, text.length())));
    }

    static String addHistory(String info, String text) {
        Place place = find(info);
        if (place.from < place.to) return replace(parse(info).history(text), info);
        StringBuilder lines = new StringBuilder(info == null || info.isEmpty() ? "" : info.stripTrailing() + "\n");
        for (FitsCard card : FitsHeader.EMPTY.history(text).cards()) lines.append(card.line().stripTrailing()).append('\n');
        return lines.toString();
    }

    static String replace(FitsHeader header, String info) {
        Place place = find(info);
        List<String> others = new ArrayList<>(place.lines.subList(0, place.from));
        others.addAll(place.lines.subList(place.to, place.lines.size()));
        while (!others.isEmpty() && others.get(others.size() - 1).isBlank()) others.remove(others.size() - 1);
        String before = String.join("\n", others.subList(0, Math.min(place.from, others.size())));
        String after = String.join("\n", others.subList(Math.min(place.from, others.size()), others.size()));
        return (before.isEmpty() ? "" : before + "\n") + of(header) + (after.isEmpty() ? "" : after + "\n");
    }

    private static Place find(String info) {
        List<String> lines = info == null ? List.of() : info.lines().toList();
        for (int from = 0; from < lines.size(); from++) {
            if (!lines.get(from).startsWith("SIMPLE  =") && !lines.get(from).startsWith("XTENSION=")) continue;
            for (int to = from; to < lines.size(); to++)
                if (lines.get(to).stripTrailing().equals(END)) return new Place(lines, from, to + 1);
        }
        return new Place(lines, lines.size(), lines.size());
    }
}
