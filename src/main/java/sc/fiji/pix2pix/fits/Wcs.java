package sc.fiji.pix2pix.fits;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** World coordinates (standard 4.0, section 8): what a crop does to them. Which pixel a coordinate system starts from changes, no more. */
final class Wcs {
    /** CRPIX counts from the corner, so does IRAF's LTV; CNPIX is where the corner lies on a photographic plate. */
    private static final Pattern PIXEL = Pattern.compile("(CRPIX|LTV|CNPIX)([12])([A-Z]?)");
    private static final Pattern SYSTEM = Pattern.compile("(?:CTYPE|CRVAL|CDELT|CD[12]_|PC[12]_)[12]([A-Z]?)");
    /** Cards of any coordinate system, distortion or plate solution (standard 4.0, tables 22 and 26; SIP; digitised sky surveys). */
    private static final Pattern ANY = Pattern.compile("(WCSAXES|WCSNAME)[A-Z]?"
        + "|(CTYPE|CUNIT|CRPIX|CRVAL|CDELT|CROTA|CNAME|CRDER|CSYER)[0-9]+[A-Z]?"
        + "|(CD|PC|PV|PS)[0-9]+_[0-9]+[A-Z]?|(LONPOLE|LATPOLE)[A-Z]?|[AB]P?_(ORDER|DMAX|[0-9]_[0-9])|LT[VM][0-9].*|CNPIX[12]|PPO[1-6]"
        + "|AMD[XY][0-9]+|PLT(RA|DEC|SCALE).*|[XY]PIXELSZ");
    /** Corrections that are tables in other parts of a file. */
    private static final Pattern TABLES = Pattern.compile("(CPDIS|CPERR|DP|DQ|CQDIS)[0-9][A-Z]?|D2IM.*|AXISCORR");

    private Wcs() {}

    static boolean isCoordinate(String keyword) {
        return ANY.matcher(keyword).matches() || TABLES.matcher(keyword).matches();
    }

    static FitsHeader cropped(FitsHeader header, int x, int y, int w, int h) {
        int fromBottom = (int) header.number("NAXIS2").orElse(y + h) - (y + h);
        int[] shift = {x, fromBottom};
        if (x == 0 && fromBottom == 0) return ofSize(header, w, h);
        List<FitsCard> cards = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (FitsCard card : header.cards()) {
            Matcher pixel = PIXEL.matcher(card.keyword());
            Optional<BigDecimal> value = card.number();
            if (!pixel.matches() || !card.hasValue()) cards.add(card);
            else if (value.isEmpty()) unreadable.add(card.keyword());
            else cards.add(card.withNumber(shifted(pixel.group(1), value.get(), shift[Integer.parseInt(pixel.group(2)) - 1])));
        }
        FitsHeader result = withDefaults(FitsHeader.of(cards), shift);
        for (String keyword : unreadable)
            result = result.history("The card " + keyword + " held no number and was left out when the image was cropped.");
        return ofSize(result, w, h);
    }

    private static FitsHeader ofSize(FitsHeader header, int w, int h) {
        FitsHeader result = header;
        if (header.get("NAXIS1").isPresent()) result = result.with(FitsCard.of("NAXIS1", w, "width"));
        if (header.get("NAXIS2").isPresent()) result = result.with(FitsCard.of("NAXIS2", h, "height"));
        return result;
    }

    private static BigDecimal shifted(String kind, BigDecimal value, int shift) {
        BigDecimal by = BigDecimal.valueOf(shift);
        return kind.equals("CNPIX") ? value.add(by) : value.subtract(by);
    }

    /** CRPIX is 0 where it is not given, which no longer holds. */
    private static FitsHeader withDefaults(FitsHeader header, int[] shift) {
        FitsHeader result = header;
        List<String> systems = header.cards().stream().map(FitsCard::keyword).map(SYSTEM::matcher).filter(Matcher::matches)
            .map(m -> m.group(1)).distinct().toList();
        for (String system : systems) {
            for (int axis = 1; axis <= 2; axis++) {
                String keyword = "CRPIX" + axis + system;
                if (header.get(keyword).isEmpty() && shift[axis - 1] != 0)
                    result = result.with(FitsCard.of(keyword, (double) -shift[axis - 1], "reference pixel"));
            }
        }
        return result;
    }

    /** Without corrections that lie in other parts of the file, for only the image travels; what is left out becomes HISTORY. */
    static FitsHeader withoutTables(FitsHeader header) {
        boolean lookup = header.text("CPDIS1").or(() -> header.text("CPDIS2")).filter(v -> v.equalsIgnoreCase("lookup")).isPresent();
        boolean detector = header.cards().stream().anyMatch(card -> card.hasValue() && card.keyword().startsWith("D2IM"));
        if (!lookup && !detector) return header;
        Predicate<String> tables = keyword -> TABLES.matcher(keyword).matches();
        return header.without(tables).history("Left out: distortion tables of the coordinates (cards CPDISn, DPn, D2IMn), which lie in "
            + "other extensions of the original file; positions may differ by a fraction of a pixel.");
    }
}
