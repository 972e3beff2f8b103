package sc.fiji.pix2pix.fits;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The cards that describe how an array is stored. They are made anew for the array that is written; those of the array that was read (its
 * type, scaling, compression, sums and length) are no longer true.
 */
final class ArrayCards {
    private static final Set<String> STORAGE = Set.of("SIMPLE", "XTENSION", "BITPIX", "NAXIS", "EXTEND", "PCOUNT", "GCOUNT", "GROUPS",
        "BSCALE", "BZERO", "BLANK", "CHECKSUM", "DATASUM", "INHERIT", "BLOCKED", "END");
    private static final Pattern AXIS = Pattern.compile("NAXIS[0-9]{1,3}");
    private static final Pattern COMPRESSION = Pattern.compile("(Z(IMAGE|CMPTYPE|BITPIX|NAXIS[0-9]*|TILE[0-9]+|NAME[0-9]+|VAL[0-9]+"
        + "|MASKCMP|QUANTIZ|DITHER0|BLANK|SCALE|ZERO|SIMPLE|EXTEND|BLOCKED|TENSION|PCOUNT|GCOUNT|HECKSUM|DATASUM)"
        + "|TFIELDS|THEAP|T(TYPE|FORM|UNIT|DIM|NULL|SCAL|ZERO|DISP)[0-9]{1,3})");
    private static final int MOST_AXES = 7;

    private ArrayCards() {}

    static Predicate<String> storage() {
        return keyword -> STORAGE.contains(keyword) || AXIS.matcher(keyword).matches();
    }

    static Predicate<String> compression() {
        return keyword -> COMPRESSION.matcher(keyword).matches();
    }

    /** NAXIS and NAXISn of an image that was read. */
    static List<FitsCard> axisCards(ArrayShape shape) {
        List<FitsCard> cards = new ArrayList<>();
        cards.add(FitsCard.of("NAXIS", shape.axes().length, ""));
        for (int i = 0; i < shape.axes().length; i++) cards.add(FitsCard.of("NAXIS" + (i + 1), shape.axes()[i], ""));
        return cards;
    }

    static FitsHeader describing(FitsHeader header, int width, int height, int planes) {
        List<Long> axes = axes(header, planes);
        List<FitsCard> cards = new ArrayList<>();
        cards.add(FitsCard.of("SIMPLE", true, "conforms to the FITS standard"));
        cards.add(FitsCard.of("BITPIX", -32, "32-bit floating point"));
        cards.add(FitsCard.of("NAXIS", 2 + axes.size(), "number of axes"));
        cards.add(FitsCard.of("NAXIS1", width, "width"));
        cards.add(FitsCard.of("NAXIS2", height, "height"));
        for (int i = 0; i < axes.size(); i++) cards.add(FitsCard.of("NAXIS" + (i + 3), axes.get(i), i == 0 ? "channels" : ""));
        cards.addAll(header.without(storage()).cards());
        return FitsHeader.of(cards);
    }

    /**
     * The axes beyond the plane: as the header has them, if they hold that many planes, so that world coordinates keep their axes; else one
     * of all planes.
     */
    private static List<Long> axes(FitsHeader header, int planes) {
        List<Long> axes = new ArrayList<>();
        double product = 1;
        int count = (int) Math.min(MOST_AXES, header.number("NAXIS").orElse(2));
        for (int i = 3; i <= count; i++) {
            double length = header.number("NAXIS" + i).orElse(1);
            product *= length;
            axes.add((long) length);
        }
        if (product == planes) return axes;
        axes.replaceAll(length -> 1L);
        if (axes.isEmpty() && planes > 1) axes.add((long) planes);
        else if (!axes.isEmpty()) axes.set(0, (long) planes);
        return axes;
    }
}
