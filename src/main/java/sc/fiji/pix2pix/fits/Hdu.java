package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * A header and data unit as its header describes it; nothing of the data has been read. For a tile-compressed image the size and type are
 * those of the image, not of the table that holds it.
 *
 * @param file names the file in messages
 * @param index 0 for the first of the file
 * @param header its cards
 * @param dataStart offset of the data from the beginning of the (decompressed) file
 * @param dataLength bytes of the data, without filling
 */
record Hdu(String file, int index, FitsHeader header, long dataStart, long dataLength) {
    static final int BLOCK = 2880;

    boolean compressed() {
        return text("XTENSION").equals("BINTABLE") && header.get("ZIMAGE").flatMap(FitsCard::flag).orElse(false);
    }

    /** Whether it holds pixels of at least two dimensions. */
    boolean image() {
        if (!compressed() && index > 0 && !text("XTENSION").equals("IMAGE")) return false;
        String axis = compressed() ? "ZNAXIS" : "NAXIS";
        double axes = header.number(axis).orElse(0);
        if (!(axes >= 2)) return false;
        for (int i = 1; i <= axes; i++) if (!(header.number(axis + i).orElse(0) >= 1)) return false;
        return true;
    }

    String name() {
        return text("EXTNAME");
    }

    private String text(String keyword) {
        return header.text(keyword).orElse("").toUpperCase(Locale.ROOT);
    }

    /** Whether a user's choice means this one: its number, EXTNAME, or EXTNAME,EXTVER. */
    boolean called(String choice) {
        if (choice.matches("[0-9]{1,9}")) return Integer.parseInt(choice) == index;
        String version = header.number("EXTVER").isPresent() ? "," + (long) header.number("EXTVER").getAsDouble() : ",1";
        return !name().isEmpty() && (choice.equalsIgnoreCase(name()) || choice.equalsIgnoreCase(name() + version));
    }

    /** For lists in messages: {@code 1 SCI (512 x 512)}. */
    String describe() {
        String size = image() ? (int) number("NAXIS1") + " x " + (int) number("NAXIS2") : "no image";
        return index + (name().isEmpty() ? "" : " " + name()) + " (" + size + ")";
    }

    private double number(String keyword) {
        return header.number((compressed() ? "Z" : "") + keyword).orElse(0);
    }

    /** @throws IOException if a card that the pixels depend on is missing or impossible */
    ArrayShape shape() throws IOException {
        return ArrayShape.of(this);
    }

    /** A whole number card. @throws IOException if it is missing or something else */
    long integer(String keyword) throws IOException {
        Optional<FitsCard> card = header.get(keyword);
        if (card.isEmpty()) throw bad("its header has no card " + keyword);
        try {
            return card.get().number().orElseThrow(ArithmeticException::new).longValueExact();
        } catch (ArithmeticException e) {
            throw new IOException(message("its card " + keyword + " is no whole number (" + card.get().line().substring(9).strip() + ")"),
                e);
        }
    }

    long integer(String keyword, long otherwise) throws IOException {
        return header.get(keyword).isEmpty() ? otherwise : integer(keyword);
    }

    double real(String keyword, double otherwise) throws IOException {
        if (header.get(keyword).isEmpty()) return otherwise;
        double value = header.number(keyword).orElse(Double.NaN);
        if (!Double.isFinite(value)) throw bad("its card " + keyword + " is no number");
        return value;
    }

    IOException bad(String reason) {
        return new IOException(message(reason));
    }

    private String message(String reason) {
        return "The FITS file " + file + " is damaged: " + (index == 0 ? "" : "in extension " + index + " ") + reason
            + ". Get the file again, or repair its header.";
    }
}
