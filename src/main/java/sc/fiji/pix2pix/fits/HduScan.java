package sc.fiji.pix2pix.fits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.pix2pix.progress.Progress;

/** Goes from header to header through a file. */
final class HduScan {
    /** No header of a telescope comes near; a file without END would otherwise be read to its end. */
    private static final int MOST_CARDS = 200_000;
    private static final int CARDS_PER_BLOCK = Hdu.BLOCK / FitsCard.LENGTH;

    private final String file;
    private final FitsSource source;
    private final List<Hdu> seen = new ArrayList<>();

    HduScan(String file, FitsSource source) {
        this.file = file;
        this.source = source;
    }

    /** All that {@link #next} gave. */
    List<Hdu> seen() {
        return seen;
    }

    /** The next one, its data not yet read or checked; null after the last, also where something other than FITS follows it. */
    Hdu next(Progress progress) throws IOException {
        if (!seen.isEmpty()) {
            Hdu last = seen.get(seen.size() - 1);
            long end = padded(last.dataStart() + last.dataLength());
            try {
                source.skipTo(last.dataStart() + last.dataLength(), progress);
                source.skipTo(end, progress);
            } catch (IOException e) {
                if (source.position() < last.dataStart() + last.dataLength()) throw e;
                return null;
            }
        }
        FitsHeader header = readHeader();
        if (header == null) return null;
        Hdu hdu = new Hdu(file, seen.size(), header, source.position(), 0);
        hdu = new Hdu(file, seen.size(), header, source.position(), dataLength(hdu));
        seen.add(hdu);
        return hdu;
    }

    private static long padded(long length) {
        return length > Long.MAX_VALUE - Hdu.BLOCK ? length : (length + Hdu.BLOCK - 1) / Hdu.BLOCK * Hdu.BLOCK;
    }

    private FitsHeader readHeader() throws IOException {
        List<FitsCard> cards = new ArrayList<>();
        byte[] block = new byte[Hdu.BLOCK];
        for (int i = 0; i < MOST_CARDS / CARDS_PER_BLOCK; i++) {
            int length = source.read(block, Hdu.BLOCK);
            if (cards.isEmpty() && !begins(block, length)) return null;
            for (int at = 0; at + FitsCard.LENGTH <= length; at += FitsCard.LENGTH) {
                FitsCard card = new FitsCard(new String(block, at, FitsCard.LENGTH, StandardCharsets.ISO_8859_1));
                if (card.keyword().equals("END") && !card.hasValue()) return FitsHeader.of(cards);
                cards.add(card);
            }
            if (length < Hdu.BLOCK) throw new IOException("The FITS file " + file + " is cut short: it ends after " + source.position() + " bytes, before its header "
                + "does (card END). Get the file again.");
        }
        throw new IOException("The FITS file " + file + " is damaged: a header has no END card among its first " + MOST_CARDS
            + " cards. Get the file again.");
    }

    /** Whether a header begins here. @throws IOException if not, and nothing came before */
    private boolean begins(byte[] block, int length) throws IOException {
        String start = new String(block, 0, length, StandardCharsets.ISO_8859_1);
        if (!seen.isEmpty()) return start.startsWith("XTENSION=");
        if (length == 0) throw new IOException("The file " + file + " is empty. Get it again.");
        if (length < Hdu.BLOCK && FitsFiles.MAGIC.startsWith(start.substring(0, Math.min(start.length(), FitsFiles.MAGIC.length()))))
            throw source.cutShort(Hdu.BLOCK);
        if (!start.startsWith(FitsFiles.MAGIC))
            throw new IOException(file + " is no FITS file: it does not begin with the card SIMPLE. Choose another file.");
        return true;
    }

    /** Formula of the standard 4.0, section 4.4.1.2. */
    private static long dataLength(Hdu hdu) throws IOException {
        boolean simple = hdu.index() > 0 || hdu.header().get("SIMPLE").flatMap(FitsCard::flag).orElse(false);
        if (!simple) throw hdu.bad("its card SIMPLE is not T, so it does not follow the FITS standard");
        long bytes = Math.abs(ArrayShape.type(hdu, "BITPIX")) / 8;
        long[] axes = ArrayShape.axes(hdu, "NAXIS");
        if (axes.length == 0) return 0;
        boolean groups = axes[0] == 0 && hdu.header().get("GROUPS").flatMap(FitsCard::flag).orElse(false);
        long elements = 1;
        for (int i = groups ? 1 : 0; i < axes.length; i++) elements = ArrayShape.saturated(elements, axes[i]);
        long parameters = hdu.index() > 0 || groups ? hdu.integer("PCOUNT", 0) : 0;
        long count = hdu.index() > 0 || groups ? hdu.integer("GCOUNT", 1) : 1;
        if (parameters < 0 || count < 1) throw hdu.bad("PCOUNT is " + parameters + " and GCOUNT is " + count);
        long perGroup = elements > Long.MAX_VALUE - parameters ? Long.MAX_VALUE : elements + parameters;
        long length = ArrayShape.saturated(ArrayShape.saturated(perGroup, count), bytes);
        return Math.min(length, Long.MAX_VALUE / 2);
    }
}
