package sc.fiji.pix2pix.fits;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * The cards of an image's header, in their order, END left out. Immutable. A card that nothing here changes is written back to
 * the character as it was read.
 */
public final class FitsHeader {
    /** No cards. */
    public static final FitsHeader EMPTY = new FitsHeader(List.of());
    private static final int HISTORY_WIDTH = 72;

    private final List<FitsCard> cards;

    private FitsHeader(List<FitsCard> cards) {
        this.cards = List.copyOf(cards);
    }

    public static FitsHeader of(List<FitsCard> cards) {
        return new FitsHeader(cards);
    }

    public List<FitsCard> cards() {
        return cards;
    }

    /** The first card of this keyword that has a value. */
    public Optional<FitsCard> get(String keyword) {
        return cards.stream().filter(card -> card.hasValue() && card.keyword().equals(keyword)).findFirst();
    }

    /** The value of a string card; empty if there is none or it is no string. */
    public Optional<String> text(String keyword) {
        return get(keyword).flatMap(FitsCard::text);
    }

    /** The value of a number card; empty if there is none or it is no finite number. */
    public OptionalDouble number(String keyword) {
        Optional<Double> value = get(keyword).flatMap(FitsCard::number).map(BigDecimal::doubleValue).filter(Double::isFinite);
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }

    /** The card in place of the first one of its keyword, or at the end. */
    public FitsHeader with(FitsCard card) {
        List<FitsCard> changed = new ArrayList<>(cards);
        int at = get(card.keyword()).map(cards::indexOf).orElse(-1);
        if (at < 0) {
            changed.add(card);
        } else {
            changed.set(at, card);
            while (at + 1 < changed.size() && changed.get(at + 1).keyword().equals("CONTINUE")) changed.remove(at + 1);
        }
        return new FitsHeader(changed);
    }

    /** All but the cards (with their continuations) whose keyword the test accepts. */
    FitsHeader without(Predicate<String> keyword) {
        List<FitsCard> kept = new ArrayList<>();
        boolean dropped = false;
        for (FitsCard card : cards) {
            dropped = card.keyword().equals("CONTINUE") ? dropped : keyword.test(card.keyword());
            if (!dropped) kept.add(card);
        }
        return new FitsHeader(kept);
    }

    /** With the text as HISTORY cards at the end, broken between words. Characters outside ASCII become question marks. */
    public FitsHeader history(String text) {
        List<FitsCard> longer = new ArrayList<>(cards);
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > HISTORY_WIDTH) {
                longer.add(FitsCard.commentary("HISTORY", line.toString()));
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
            while (line.length() > HISTORY_WIDTH) {
                longer.add(FitsCard.commentary("HISTORY", line.substring(0, HISTORY_WIDTH)));
                line.delete(0, HISTORY_WIDTH);
            }
        }
        if (line.length() > 0) longer.add(FitsCard.commentary("HISTORY", line.toString()));
        return new FitsHeader(longer);
    }

    /**
     * Side of a pixel in arcseconds: the square root of the area that the world coordinates give a pixel (|det CD|, or
     * |det PC| |CDELT1 CDELT2|), else what the plate solution of a digitised sky survey says, else the cards PIXSCALE or SECPIX.
     *
     * @return empty if nothing is said, the axes are not those of the sky, or the cards contradict each other
     */
    public OptionalDouble pixelScaleArcsec() {
        return PixelScale.arcsec(this);
    }

    /** Why {@link #pixelScaleArcsec} is empty: the end of a sentence that begins with the image's name. */
    public String withoutPixelScale() {
        return PixelScale.problem(this);
    }

    /**
     * The header of a part of the image: whatever counts pixels (CRPIXn of every coordinate system, LTVn, CNPIXn, NAXISn) counts from the
     * part's corner. A coordinate system that has no CRPIXn gets it, for it is 0 by default.
     *
     * @param x,y the upper left pixel, counted from 0 at the top; FITS counts rows from the bottom, so NAXIS2 has to be that of the image
     */
    public FitsHeader cropped(int x, int y, int w, int h) {
        return Wcs.cropped(this, x, y, w, h);
    }

    /** Without world coordinates of any kind, for an image whose pixels are no longer where the header says. */
    public FitsHeader withoutCoordinates() {
        return without(Wcs::isCoordinate);
    }

    /**
     * The header with the cards that describe the array as those of 32-bit floats. Axes beyond the second that hold this many planes are
     * kept.
     */
    public FitsHeader ofSize(int width, int height, int planes) {
        return ArrayCards.describing(this, width, height, planes);
    }

    /** Whether NAXIS1 and NAXIS2 are these; true if they are not given. */
    public boolean fits(int width, int height) {
        return number("NAXIS1").orElse(width) == width && number("NAXIS2").orElse(height) == height;
    }

    /** The cards as lines, for ImageJ's Info property, END the last. */
    public String toInfo() {
        return InfoText.of(this);
    }

    /** The same in place of the header that the text holds, or behind the text if it holds none. */
    public String toInfo(String info) {
        return InfoText.replace(this, info);
    }

    /** The Info property with one more HISTORY: in its header, or as lines of their own where it has none. */
    public static String addHistory(String info, String text) {
        return InfoText.addHistory(info, text);
    }

    /**
     * The header that an Info property holds between other text, as this class or ImageJ's reader writes it; where there is none, its lines
     * of HISTORY.
     */
    public static FitsHeader fromInfo(String info) {
        return InfoText.parse(info);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FitsHeader header && cards.equals(header.cards);
    }

    @Override
    public int hashCode() {
        return cards.hashCode();
    }

    @Override
    public String toString() {
        return toInfo();
    }
}
